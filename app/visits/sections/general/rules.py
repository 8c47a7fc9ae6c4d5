"""What a general follow-up asks and what it shows."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Section
from app.visits.rules.limits import pressure_signals, treatment_signals
from app.visits.rules.questions import line, one_of
from app.visits.rules.section import Circumstances, Signal
from app.visits.rules.shared import DRUGS, PRESSURE, REFERRAL, TREATMENT, dangers
from app.visits.rules.vocabulary import Danger


class State(Labelled):
    """病情."""

    BETTER = "better", "好转", "Better"
    STABLE = "stable", "稳定", "Stable"
    WORSE = "worse", "加重", "Worse"


class Care(Labelled):
    """治疗情况."""

    REGULAR = "regular", "规律治疗", "Regular treatment"
    IRREGULAR = "irregular", "治疗不规律", "Irregular treatment"
    NONE = "none", "未治疗", "No treatment"


class Effect(Labelled):
    """治疗效果."""

    GOOD = "good", "良好", "Good"
    FAIR = "fair", "一般", "Fair"
    POOR = "poor", "差", "Poor"


STATE = one_of("condition_state", Text("病情", "Condition"), State)
CARE = one_of("treatment", Text("治疗情况", "Treatment"), Care)
EFFECT = one_of("treatment_effect", Text("治疗效果", "Effect of treatment"), Effect)
GUIDANCE = line("guidance", Text("本次指导", "Guidance given"))
DANGERS = dangers(
    Danger.CONSCIOUSNESS,
    Danger.CHEST_PAIN,
    Danger.LYING,
    Danger.PARALYSIS,
    Danger.SEVERE_HEADACHE,
    Danger.CYANOSIS,
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what course, effect, pressure, reaction and danger signs show."""
    return (
        Signal("condition_state", says=("worse",), result=Result.UNCONTROLLED),
        Signal("treatment_effect", says=("poor",), result=Result.UNCONTROLLED),
        *pressure_signals(circumstances, classes=False),
        *treatment_signals(),
    )


SECTION = Section(
    name="general",
    title=Text("病情随访", "General follow-up"),
    kinds=(Kind.GENERAL, Kind.CORONARY, Kind.STROKE, Kind.HEART_FAILURE),
    questions=(STATE, CARE, EFFECT, *PRESSURE, *TREATMENT, DANGERS, DRUGS, GUIDANCE, *REFERRAL),
    core=("condition_state", "treatment", "treatment_effect"),
    needed=("condition_state", "treatment", "treatment_effect"),
    classed=True,
    conditions={
        Kind.CORONARY: frozenset({Condition.CORONARY}),
        Kind.STROKE: frozenset({Condition.STROKE}),
        Kind.HEART_FAILURE: frozenset({Condition.HEART_FAILURE}),
    },
    signals=signals,
)
