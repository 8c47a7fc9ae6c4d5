from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.names import initials_of
from app.people.rules import Candidate, Likeness, Traits, likeness

BORN = date(1950, 1, 1)
CHEN = Traits("陈桂英", BORN, "341502195001010002", "13855550036", initials_of("陈桂英"))


def _on_record(name="陈桂英", *, born_on=BORN, number=False, phone=False):
    return Candidate(name, initials_of(name), born_on, number, phone)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (_on_record("吴远", born_on=None, number=True), Likeness.SAME_NUMBER),
        (_on_record(phone=True), Likeness.SAME_NAME_AND_DAY),
        (_on_record(born_on=date(1931, 5, 5), phone=True), Likeness.SAME_PHONE),
        (_on_record("陈贵英", born_on=None, phone=True), Likeness.SAME_PHONE),
        (_on_record("陈桂芳", born_on=None, phone=True), Likeness.SAME_PHONE),
        (_on_record("陈贵英"), Likeness.SAME_SOUND_AND_DAY),
        (_on_record(born_on=date(1950, 12, 31)), Likeness.SAME_NAME_AND_YEAR),
    ],
)
def test_two_records_look_like_one_by_number_phone_or_name_and_birth_date(found, told):
    assert likeness(CHEN, found) is told


@pytest.mark.parametrize(
    "found",
    [
        _on_record("陈桂芳"),  # a sister of the same day reads otherwise
        _on_record("张大山", phone=True),  # a family shares one phone
        _on_record("陈贵英", born_on=date(1950, 1, 2)),
        _on_record(born_on=date(1951, 1, 1)),
        _on_record(born_on=None),
        _on_record("王英", born_on=None, phone=True),
    ],
)
def test_a_relative_and_a_namesake_are_other_people(found):
    assert likeness(CHEN, found) is None


def test_a_name_of_two_characters_is_not_alike_by_half_of_it():
    wang = replace(CHEN, name="王英", readings=initials_of("王英"))

    assert likeness(wang, _on_record("王兰", born_on=None, phone=True)) is None


def test_who_was_only_born_in_the_same_year_need_not_be_ruled_out():
    assert [each for each in Likeness if not each.is_strong] == [Likeness.SAME_NAME_AND_YEAR]
