"""What the diabetes follow-up shows."""

from __future__ import annotations

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Section
from app.visits.rules.limits import (
    glucose_signals,
    glucose_words,
    heart_signals,
    pressure_signals,
    treatment_signals,
)
from app.visits.rules.questions import plain
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Circumstances, Signal, figure
from app.visits.rules.sides import glucose_sides
from app.visits.sections.diabetes.paper import PAPER
from app.visits.sections.diabetes.questions import ASKED, RARELY
from app.visits.sections.screening.path import raised_events

REPEAT = Text(
    "糖化血红蛋白未达临床目标（低于 {n}%）：{months} 个月后复查。",
    "HbA1c misses the clinical aim (below {n}%): take it again after {months} months.",
)
NOT_TAKEN = Text(
    "{months} 个月内没有糖化血红蛋白记录，建议安排检查。",
    "No HbA1c on record for {months} months: arrange it.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what glucose, HbA1c, pressure, reaction, complication and danger signs show."""
    often = Signal(
        "hypoglycaemia",
        says=("often",),
        result=Result.UNCONTROLLED,
        advice=Text(
            "频繁低血糖：请调整用药并教会自救。", "Frequent hypoglycaemia: adjust medicines, teach self-help."
        ),
    )
    absent = Signal(
        "foot_pulse",
        says=("gone-both", "gone-left", "gone-right"),
        advice=Text(
            "足背动脉搏动消失：建议转诊检查下肢血管。", "Absent foot pulse: advise a vascular check."
        ),
    )
    return (
        *glucose_signals(circumstances),
        *_hba1c_signals(circumstances),
        *pressure_signals(circumstances, classes=False),
        *heart_signals(circumstances),
        *treatment_signals(),
        often,
        absent,
    )


def _hba1c_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what HbA1c shows: it misses a clinical aim and classes nothing, for the assessment does not look at it."""
    aim = circumstances.figures.value("hba1c.control", on=circumstances.on)
    months = circumstances.figures.value("hba1c.repeat.months", on=circumstances.on)
    advice = REPEAT.filled(n=plain(aim), months=plain(months))
    return (Signal("hba1c", at_least=aim, advice=advice, clinical=True),)


def reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Remind of HbA1c where the last value missed the aim and none was taken since for too long."""
    figures, on = circumstances.figures, circumstances.on
    months = int(figures.value("hba1c.repeat.months", on=on))
    taken = ((day, figure(earlier, "hba1c")) for day, earlier in circumstances.past)
    last = next(((day, value) for day, value in taken if value is not None), None)
    if (
        figure(answers, "hba1c") is not None
        or last is None
        or last[1] < figures.value("hba1c.control", on=on)
    ):
        return ()
    return (NOT_TAKEN.filled(months=months),) if Interval(months, "month").after(last[0]) <= on else ()


SECTION = Section(
    name="diabetes",
    place=110,
    title=Text("糖尿病随访", "Diabetes follow-up"),
    kinds=(Kind.DIABETES,),
    questions=(*ASKED, *RARELY),
    core=("fasting_glucose", "random_glucose"),
    needed=("symptoms",),
    classed=True,
    conditions={
        Kind.DIABETES: frozenset(
            {Condition.DIABETES, Condition.DIABETES_INSULIN, Condition.TWO_DISEASES_DIABETES}
        )
    },
    signals=signals,
    events=raised_events,
    describe=glucose_words,
    referrals=follow_up_referrals(Kind.DIABETES),
    sides=glucose_sides,
    reminders=reminders,
    paper=PAPER,
    standard=Text(
        "2 型糖尿病患者随访服务记录表（国家基本公共卫生服务规范第三版，2017）",
        "Record of type 2 diabetes follow-up (national standard of basic public health, third edition, 2017)",
    ),
)
