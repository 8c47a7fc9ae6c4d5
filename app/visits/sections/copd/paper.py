"""The boxes of the printed COPD record of 2024, in their order."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import Answers, boxes
from app.visits.rules.paper import Cell
from app.visits.rules.section import figure
from app.visits.rules.shared import (
    BREATHS,
    OXYGEN,
    SMOKING,
)
from app.visits.sections.copd.questions import (
    COMORBIDITIES,
    COURSE,
    CYANOSIS,
    FEV1_PERCENT,
    OEDEMA,
    VACCINES,
    Comorbidity,
    Vaccine,
)


def _ratio(answers: Answers) -> Text:
    fev1, fvc = figure(answers, "fev1"), figure(answers, "fvc")
    words = f"{fev1 / fvc * 100:.0f} %" if fev1 and fvc else ""
    return Text(words, words)


SYMPTOM_CODES = {
    "dyspnoea": "1",
    "wheeze": "2",
    "chest-tightness": "3",
    "cough": "4",
    "sputum": "5",
    "fever": "6",
    "malaise": "7",
}
PAPER = (
    boxes.symptoms_cell(SYMPTOM_CODES),
    Cell(COURSE.label, ("copd_course",), group=boxes.SYMPTOMS),
    Cell(CYANOSIS.label, ("lip_cyanosis",), boxes.PRESENT, boxes.SIGNS),
    Cell(OEDEMA.label, ("peripheral_oedema",), boxes.PRESENT, boxes.SIGNS),
    Cell(BREATHS.label, ("respiratory_rate",), group=boxes.SIGNS),
    *(boxes.HEART_RATE, boxes.BMI),
    Cell(COMORBIDITIES.label, ("copd_comorbidities",), boxes.numbered(Comorbidity)),
    Cell(SMOKING.label, ("smoking_daily",), group=boxes.LIFESTYLE),
    *(boxes.EXERCISE, boxes.MIND, boxes.COMPLIANCE),
    Cell(VACCINES.label, ("vaccines",), boxes.numbered(Vaccine)),
    Cell(OXYGEN.label, ("spo2",), group=boxes.TESTS),
    Cell(Text("FEV1", "FEV1"), ("fev1",), group=boxes.TESTS),
    Cell(Text("FVC", "FVC"), ("fvc",), group=boxes.TESTS),
    Cell(Text("FEV1/FVC", "FEV1/FVC"), group=boxes.TESTS, told=_ratio),
    Cell(FEV1_PERCENT.label, ("fev1_percent",), group=boxes.TESTS),
    *(boxes.ADHERENCE, boxes.REACTION, boxes.class_cell("copd"), *boxes.DRUGS),
    Cell(
        Text("家庭氧疗（小时/天、流量、不良反应）", "Home oxygen (hours a day, flow, side effect)"),
        ("oxygen_hours", "oxygen_flow", "oxygen_effect"),
    ),
    Cell(Text("无创呼吸机", "Ventilator"), ("ventilator_hours",)),
    *boxes.ENDING,
)
