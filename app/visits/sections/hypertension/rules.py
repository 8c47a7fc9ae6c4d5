"""What the hypertension follow-up asks and what it shows."""

from __future__ import annotations

from app.core.words import Text
from app.policy.terms import Condition, Kind
from app.visits.rules import Section
from app.visits.rules.limits import heart_signals, pressure_signals, pressure_words, treatment_signals
from app.visits.rules.section import Circumstances, Signal
from app.visits.rules.shared import (
    DRUGS,
    HEART_RATE,
    HEIGHT,
    LIFESTYLE,
    PRESSURE,
    REFERRAL,
    SYMPTOMS_OTHER,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vocabulary import Danger, Symptom

SYMPTOMS = symptoms(
    Symptom.HEADACHE,
    Symptom.NAUSEA,
    Symptom.BLURRED_VISION,
    Symptom.TINNITUS,
    Symptom.DYSPNOEA,
    Symptom.PALPITATION,
    Symptom.CHEST_TIGHTNESS,
    Symptom.NOSEBLEED,
    Symptom.NUMBNESS,
    Symptom.OEDEMA,
)
DANGERS = dangers(
    Danger.CONSCIOUSNESS,
    Danger.SEVERE_HEADACHE,
    Danger.VOMITING,
    Danger.EYES,
    Danger.CHEST_PAIN,
    Danger.LYING,
    Danger.PARALYSIS,
    Danger.PREGNANT,
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what pressure, reaction, complication and danger signs show at this age on this day."""
    return pressure_signals(circumstances, classes=True) + heart_signals(circumstances) + treatment_signals()


ASKED = (*PRESSURE, SYMPTOMS, SYMPTOMS_OTHER, *TREATMENT, DANGERS, WEIGHT, HEIGHT, HEART_RATE)
RARELY = (*LIFESTYLE, DRUGS, *REFERRAL)

SECTION = Section(
    name="hypertension",
    title=Text("高血压随访", "Hypertension follow-up"),
    kinds=(Kind.HYPERTENSION,),
    questions=(*ASKED, *RARELY),
    core=("systolic", "diastolic"),
    needed=("systolic", "diastolic", "symptoms"),
    classed=True,
    conditions={
        Kind.HYPERTENSION: frozenset(
            {Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED, Condition.TWO_DISEASES_HYPERTENSION}
        )
    },
    signals=signals,
    describe=pressure_words,
)
