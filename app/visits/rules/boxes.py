"""The boxes that several printed forms have alike, with the numbers they print before each term.

The class of a visit is printed from ``result_<section>`` and the next day from ``next_visit``: whoever prints puts the
result on record and the day owed there. The signature stays to be signed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Result
from app.visits.rules.entry import Answers
from app.visits.rules.limits import pressure_words
from app.visits.rules.paper import Cell
from app.visits.rules.questions import plain
from app.visits.rules.section import figure, given
from app.visits.rules.shared import DRUG_ROWS
from app.visits.rules.vocabulary import Adherence

SYMPTOMS = Text("症状", "Symptoms")
SIGNS = Text("体征", "Signs")
LIFESTYLE = Text("生活方式指导", "Lifestyle")
TESTS = Text("辅助检查", "Tests")
MEDICINES = Text("用药情况", "Medicines")
A_DAY = Text("每日 {n} 次", "{n} a day")
EACH_TIME = Text("每次 {dose}", "{dose} each")
REFERRAL = Text("转诊", "Referral")

PRESENT = {"no": "1", "yes": "2"}
GRADES = {"good": "1", "fair": "2", "poor": "3"}


REASONS = {
    "twice-uncontrolled": "1",
    "adverse-reaction": "2",
    "new-complication": "3",
    "worse-complication": "4",
}


def numbered(terms: Iterable[Labelled], *, start: int = 1) -> dict[str, str]:
    """Return the number of each term where the form counts them through."""
    return {str(term.value): str(number) for number, term in enumerate(terms, start)}


def now_and_target(label: Text, now: str, target: str, *, codes: Mapping[str, str] | None = None) -> Cell:
    """Return a box of the form ``now / target`` among the lifestyle ones."""
    return Cell(label, (now, target), codes or {}, LIFESTYLE)


def symptoms_cell(codes: Mapping[str, str]) -> Cell:
    """Return the box of symptoms with what was written of others."""
    return Cell(Text("症状（多选）", "Symptoms (several)"), ("symptoms", "symptoms_other"), codes, SYMPTOMS)


def bmi_words(answers: Answers) -> Text:
    """Return the body-mass index as it is and as the weight aimed at would make it."""
    values = (_bmi(answers, "weight"), _bmi(answers, "weight_target"))
    words = "/".join(value for value in values if value)
    return Text(words, words)


def drug_words(number: int) -> Callable[[Answers], Text]:
    """Return what tells one medicine: its name, how often a day, how much each time."""
    name, times, dose = (question.name for question in DRUG_ROWS[number - 1])

    def told(answers: Answers) -> Text:
        if not given(answers.get(name)):
            return Text("", "")
        often, much = figure(answers, times), str(answers.get(dose) or "")
        parts = [Text(str(answers[name]), str(answers[name]))]
        if often:
            parts.append(A_DAY.filled(n=plain(often)))
        if much:
            parts.append(EACH_TIME.filled(dose=much))
        return Text(" ".join(part.zh for part in parts), " ".join(part.en for part in parts))

    return told


def _pressure(answers: Answers) -> Text:
    words = pressure_words(answers)
    return Text(words, words)


def _bmi(answers: Answers, weight: str) -> str:
    heavy, tall = figure(answers, weight), figure(answers, "height")
    return f"{heavy / (tall / 100) ** 2:.1f}" if heavy and tall else ""


PRESSURE = Cell(Text("血压（mmHg）", "Pressure (mmHg)"), group=SIGNS, told=_pressure)
WEIGHT = Cell(Text("体重（现在/目标）", "Weight (now/aim)"), ("weight", "weight_target"), group=SIGNS)
HEIGHT = Cell(Text("身高", "Height"), ("height",), group=SIGNS)
BMI = Cell(Text("体质指数（现在/目标）", "BMI (now/aim)"), group=SIGNS, told=bmi_words)
HEART_RATE = Cell(Text("心率", "Heart rate"), ("heart_rate",), group=SIGNS)
SIGNS_OTHER = Cell(Text("其他体征", "Other signs"), ("signs_other",), group=SIGNS)
SMOKING = now_and_target(
    Text("日吸烟量（现在/目标）", "Cigarettes a day (now/aim)"), "smoking_daily", "smoking_target"
)
DRINKING = now_and_target(
    Text("日饮酒量（现在/目标）", "Spirits a day (now/aim)"), "drinking_daily", "drinking_target"
)
EXERCISE = Cell(
    Text("运动（次/周，分钟/次）", "Exercise (times a week, minutes each)"),
    ("exercise_weekly", "exercise_minutes"),
    group=LIFESTYLE,
)
EXERCISE_TARGET = Cell(
    Text("运动目标（次/周，分钟/次）", "Exercise aimed at (times a week, minutes each)"),
    ("exercise_weekly_target", "exercise_minutes_target"),
    group=LIFESTYLE,
)
SALT = now_and_target(
    Text("摄盐情况（现在/目标）", "Salt (now/aim)"),
    "salt",
    "salt_target",
    codes={"light": "1", "medium": "2", "heavy": "3"},
)
MIND = Cell(Text("心理调整", "State of mind"), ("mind",), GRADES, LIFESTYLE)
COMPLIANCE = Cell(Text("遵医行为", "Follows advice"), ("compliance",), GRADES, LIFESTYLE)
ADHERENCE = Cell(Text("服药依从性", "Takes medicine"), ("adherence",), numbered(Adherence))
REACTION = Cell(
    Text("药物不良反应", "Adverse reaction"), ("adverse_reaction", "adverse_detail", "adverse_hard"), PRESENT
)
COMPLICATION = Cell(Text("并发症", "Complication"), ("complication",))
DRUGS = (
    *(
        Cell(Text(f"药物{n}", f"Medicine {n}"), tuple(q.name for q in row), {}, MEDICINES, drug_words(n))
        for n, row in enumerate(DRUG_ROWS, 1)
    ),
    Cell(Text("其他用药", "Other medicines"), ("drugs",), group=MEDICINES),
)
REFERRED = (
    Cell(Text("转诊原因", "Reason"), ("referral_reason",), REASONS, REFERRAL),
    Cell(
        Text("机构及科别", "Institution and department"),
        ("referral_to", "referral_department"),
        group=REFERRAL,
    ),
    Cell(Text("是否转诊", "Referred"), ("referral_answer", "referral_declined"), group=REFERRAL),
)
NEXT_VISIT = Cell(Text("下次随访日期", "Next visit"), ("next_visit",))
SIGNATURE = Cell(Text("随访医生签名", "Signature of the doctor"))
ENDING = (*REFERRED, NEXT_VISIT, SIGNATURE)


def class_cell(section: str) -> Cell:
    """Return the box of the class of this visit, with why it differs from what the values say."""
    return Cell(
        Text("此次随访分类", "Class of this visit"), (f"result_{section}", "result_reason"), numbered(Result)
    )


def closing(section: str) -> tuple[Cell, ...]:
    """Return the boxes every follow-up form ends with, from the class to the signature."""
    return (class_cell(section), *DRUGS, *ENDING)
