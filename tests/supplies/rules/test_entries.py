"""What is wrong with a shortage, an answer or a delivery as it is stated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.supplies.rules.entries import AnswerEntry, plain_strength, receipt_faults
from app.supplies.rules.vocabulary import Answered
from tests.cast import TODAY
from tests.supplies.conftest import a_delivery

DAY = timedelta(days=1)


@pytest.mark.parametrize("written", ["5mg", "5 mg", "5MG", "５毫克", "5 毫克"])
def test_a_strength_is_the_same_however_it_is_written(written) -> None:
    assert plain_strength(written) == "5mg"


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({}, []),
        ({"quantity": 0}, ["quantity"]),
        ({"quantity": -1}, ["quantity"]),
        ({"quantity": float("nan")}, ["quantity"]),
        ({"expected_on": TODAY}, []),
        ({"expected_on": TODAY - DAY}, ["expected_on"]),
        ({"sent_on": TODAY.replace(year=2062), "expected_on": None}, ["sent_on"]),
        ({"expected_on": TODAY.replace(year=9999)}, ["expected_on"]),
    ],
)
def test_a_delivery_has_a_quantity_and_arrives_after_it_left(changes, at) -> None:
    assert [field for field, _fault in a_delivery(**changes).faults(today=TODAY)] == at


def test_medicine_is_not_expected_on_a_day_gone_by() -> None:
    late = AnswerEntry(Answered.WILL_DELIVER, TODAY - DAY)

    assert [field for field, _fault in late.faults(today=TODAY)] == ["expected_on"]


@pytest.mark.parametrize(("ago", "fine"), [(0, True), (2, True), (3, False), (-1, False)])
def test_it_arrives_between_the_sending_and_today(ago, fine) -> None:
    faults = list(receipt_faults(TODAY - ago * DAY, sent_on=TODAY - 2 * DAY, today=TODAY))

    assert (not faults) is fine
