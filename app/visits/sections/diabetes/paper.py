"""The boxes of the printed diabetes record, in their order."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import boxes
from app.visits.rules.paper import Cell
from app.visits.sections.diabetes.questions import FootPulse, Hypoglycaemia

SYMPTOM_CODES = {
    "none": "1",
    "thirst": "2",
    "hunger": "3",
    "polyuria": "4",
    "blurred-vision": "5",
    "infection": "6",
    "numbness": "7",
    "oedema": "8",
    "weight-loss": "9",
}
PULSE_CODES = {pulse.value: {"no": "1", "we": "2", "go": "3"}[pulse.value[:2]] for pulse in FootPulse}
PAPER = (
    boxes.symptoms_cell(SYMPTOM_CODES),
    *(boxes.PRESSURE, boxes.WEIGHT, boxes.BMI),
    Cell(Text("足背动脉搏动", "Foot pulse"), ("foot_pulse",), PULSE_CODES, boxes.SIGNS),
    *(boxes.SIGNS_OTHER, boxes.SMOKING, boxes.DRINKING, boxes.EXERCISE, boxes.EXERCISE_TARGET),
    boxes.now_and_target(
        Text("主食（克/天，现在/目标）", "Staple food (g a day, now/aim)"), "staple_food", "staple_target"
    ),
    *(boxes.MIND, boxes.COMPLIANCE),
    Cell(Text("空腹血糖", "Fasting glucose"), ("fasting_glucose",), group=boxes.TESTS),
    Cell(Text("糖化血红蛋白及检查日期", "HbA1c and its day"), ("hba1c", "hba1c_on"), group=boxes.TESTS),
    Cell(Text("其他检查", "Other tests"), ("random_glucose", "examinations"), group=boxes.TESTS),
    *(boxes.ADHERENCE, boxes.REACTION),
    Cell(Text("低血糖反应", "Hypoglycaemia"), ("hypoglycaemia",), boxes.numbered(Hypoglycaemia)),
    *(boxes.class_cell("diabetes"), *boxes.DRUGS),
    Cell(
        Text("胰岛素（种类、用法和用量）", "Insulin (kind, use, dose)"),
        ("insulin_kind", "insulin"),
        group=boxes.MEDICINES,
    ),
    *boxes.ENDING,
)
