from __future__ import annotations

import pytest

from app.visits.rules.questions import Carry, merged
from app.visits.rules.shared import ADVERSE_REACTION, DRUGS, SYSTOLIC, symptoms
from app.visits.rules.vocabulary import Symptom
from app.visits.sections import SECTIONS


@pytest.mark.parametrize("value", [49, 301, 1620, 0])
def test_a_figure_that_cannot_be_true_is_named_with_its_bounds(value):
    fault = SYSTOLIC.implausible(value)

    assert fault is not None
    assert "收缩压" in fault.zh
    assert str(value) in fault.zh
    assert "50" in fault.zh
    assert "300" in fault.en


@pytest.mark.parametrize("value", [50, 162, 300])
def test_a_figure_within_bounds_stands(value):
    assert SYSTOLIC.implausible(value) is None


def test_two_sections_asking_the_same_offer_everything_in_one_order():
    both = merged([symptoms(Symptom.NUMBNESS, Symptom.HEADACHE), symptoms(Symptom.THIRST)])

    assert both.choices == (Symptom.NONE, Symptom.HEADACHE, Symptom.NUMBNESS, Symptom.THIRST, Symptom.OTHER)


def test_a_complaint_is_asked_again_and_never_carried():
    assert symptoms().carried(["none"])
    assert not symptoms().carried(["headache"])
    assert ADVERSE_REACTION.carried("no")
    assert not ADVERSE_REACTION.carried("yes")
    assert DRUGS.carried("氨氯地平")


def test_no_measured_figure_is_ever_carried():
    measured = {
        *("systolic", "diastolic", "systolic_2", "diastolic_2", "systolic_3", "diastolic_3"),
        *("systolic_other", "diastolic_other", "weight", "waist", "heart_rate", "respiratory_rate"),
        *("fasting_glucose", "random_glucose", "hba1c", "spo2", "fev1", "fvc", "fev1_percent"),
    }
    asked = [q for section in SECTIONS.values() for q in section.questions if q.name in measured]

    assert {question.name for question in asked} >= measured - {"waist"}
    assert all(question.carry is Carry.NEVER for question in asked)
