"""Invented people."""

from __future__ import annotations

from datetime import date
from random import Random

from app.core.identity import read_identity
from app.demo.rules import VILLAGES, invent_history, invent_village
from app.demo.rules.villagers import NOWHERE

TODAY = date(2026, 5, 20)


def test_their_numbers_pass_every_check_and_belong_to_no_county():
    people = [
        one for village, _ in VILLAGES for one in invent_village(Random(1), village, people=40, today=TODAY)
    ]

    assert len({one.number for one in people}) == len(people)
    for one in people:
        identity = read_identity(one.number, today=TODAY)
        assert (identity.born_on, identity.sex) == (one.born_on, one.sex.value)
        assert one.number.startswith(NOWHERE)


def test_the_same_seed_makes_the_same_village_and_the_same_year():
    one, other = (invent_village(Random(5), VILLAGES[0][0], people=20, today=TODAY) for _ in range(2))

    assert one == other
    assert [invent_history(Random(5), who, today=TODAY) for who in one] == [
        invent_history(Random(5), who, today=TODAY) for who in other
    ]


def test_nothing_has_happened_yet_today_or_later():
    for who in invent_village(Random(5), VILLAGES[0][0], people=40, today=TODAY):
        assert all(seen.on < TODAY for seen in invent_history(Random(5), who, today=TODAY))
