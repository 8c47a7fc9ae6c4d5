"""健康体检表 with 老年人生活自理能力评估表: their boxes in their order."""

from __future__ import annotations

from app.core.words import Text
from app.visits.rules import Answers, shared
from app.visits.rules.boxes import BMI, DRUGS, HEIGHT, PRESSURE, REFERRED, SIGNATURE
from app.visits.rules.cells import NOTHING, box, boxes
from app.visits.rules.paper import Cell
from app.visits.sections.diabetes.questions import FOOT_PULSE
from app.visits.sections.elderly import questions as q
from app.visits.sections.elderly.scale import grade_of, points_of
from app.visits.sections.elderly.vocabulary import SelfCareGrade

SYMPTOMS = Text("症状", "Symptoms")
STATE = Text("一般状况", "General state")
SCALE = Text("生活自理能力评估", "Self-care scale")
LIFESTYLE = Text("生活方式", "Lifestyle")
BODY = Text("脏器功能和查体", "Body")
TESTS = Text("辅助检查", "Tests")
ASSESSED = Text("健康评价和指导", "Assessment and guidance")
SYMPTOM_CODES = {
    "none": "1", "headache": "2", "palpitation": "4", "chest-tightness": "5", "chest-pain": "6", "cough": "7",
    "sputum": "8", "dyspnoea": "9", "thirst": "10", "polyuria": "11", "weight-loss": "12", "tired": "13",
    "joints": "14", "blurred-vision": "15", "numbness": "16", "urgency": "17", "painful-urine": "18",
    "constipation": "19", "diarrhoea": "20", "nausea": "21", "tinnitus": "23", "breast": "24", "other": "25",
}  # fmt: skip
PULSE_CODES = {
    "gone-both": "1", "normal": "2", "weak-left": "3", "gone-left": "3", "weak-right": "4", "gone-right": "4",
    "weak-both": "3,4",
}  # fmt: skip


def _scale_told(answers: Answers) -> Text:
    """Return the points of the scale and the grade, numbered as the form does."""
    points = points_of(answers)
    if points is None:
        return NOTHING
    grade = grade_of(points)
    number = list(SelfCareGrade).index(grade) + 1
    return Text(f"{number} {grade.zh}（{points} 分）", f"{number} {grade.en} ({points} points)")


PAPER = (
    Cell(SYMPTOMS, ("symptoms", "check_symptoms", "symptoms_other"), SYMPTOM_CODES, SYMPTOMS),
    *boxes(SYMPTOMS, q.SUSPICION),
    *boxes(STATE, shared.TEMPERATURE, shared.HEART_RATE, shared.BREATHS),
    PRESSURE,
    Cell(Text("另一侧血压", "Pressure, other arm"), ("systolic_other", "diastolic_other"), group=STATE),
    HEIGHT,
    *boxes(STATE, shared.WEIGHT, shared.WAIST),
    BMI,
    *boxes(STATE, q.CONTENT),
    *boxes(SCALE, *q.SCALE),
    Cell(
        Text("自理能力评估", "Self-care"), tuple(each.name for each in q.SCALE), group=SCALE, told=_scale_told
    ),
    box(q.COGNITION, q.COGNITION_SCORE, group=STATE),
    box(q.MOOD, q.MOOD_SCORE, group=STATE),
    *boxes(LIFESTYLE, *q.LIFESTYLE),
    *(
        Cell(FOOT_PULSE.label, ("foot_pulse",), PULSE_CODES, BODY)
        if each is FOOT_PULSE
        else box(each, group=BODY)
        for each in q.BODY
    ),
    *boxes(TESTS, *q.TESTS),
    *boxes(ASSESSED, q.PROBLEMS, q.STAYS),
    *DRUGS,
    *boxes(ASSESSED, q.ASSESSMENT, *q.ABNORMAL, q.GUIDANCE),
    box(q.CONTROL, shared.WEIGHT_TARGET, q.CONTROL_OTHER, group=ASSESSED),
    *REFERRED,
    SIGNATURE,
)
