"""A small township counted by hand, and contracts signed the short way."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.contracts.models import Team
from app.contracts.rules import Closing, Signing, TeamEntry
from app.contracts.service import add_team, dissolve, sign
from app.core.transaction import COMMAND_LINE, transaction
from app.people.rules import CloseReason, Package
from app.people.service import set_death, set_move
from tests import cast

A_YEAR = timedelta(days=364)


def signed(person, *, starts_on=cast.TODAY, ends_on=None, **changes):
    """Sign for somebody, by default for a year from today."""
    stated = {
        "starts_on": starts_on,
        "ends_on": ends_on or starts_on + A_YEAR,
        "signed_on": starts_on,
        "packages": (Package.GENERAL,),
        "team": "第一团队",
        "doctor_name": "周明",
    } | changes
    with transaction("contract.sign", by=COMMAND_LINE):
        return sign(person, Signing(**stated), by=COMMAND_LINE)


def ending(person, days, **changes):
    """Sign for somebody so that the contract ends so many days from today; a negative number is past."""
    last = cast.TODAY + timedelta(days=days)
    return signed(person, starts_on=date(last.year - 1, last.month, last.day), ends_on=last, **changes)


@pytest.fixture
def team(app) -> Team:
    """第一团队 of the township."""
    with transaction("team.add", by=COMMAND_LINE):
        return add_team(TeamEntry("第一团队", "周明", "李秀兰、王建国", "05643321001"), area_code=cast.TOWN)


@pytest.fixture
def township(app):
    """Nine residents of two villages who count, and three who do not; who signed is written beside each.

    柳塘村: five who count, three signed. 石桥村: four who count, one signed.
    """
    people = {
        "old": cast.a_person(name="甲老", born_on=date(1961, 5, 20), conditions=("hypertension",)),  # signed
        "nearly": cast.a_person(name="乙近", born_on=date(1961, 5, 21), conditions=("diabetes",)),  # signed
        "poor": cast.a_person(
            name="丙贫", born_on=date(1980, 1, 1), categories=("minimum-living",)
        ),  # runs out in 30 days: signed
        "ill": cast.a_person(
            name="丁病", born_on=date(1980, 1, 1), conditions=("mental-disorder",)
        ),  # ran out
        "young": cast.a_person(name="戊少", born_on=date(2019, 5, 21)),  # six years old, never signed
        "copd": cast.a_person(
            name="己喘", born_on=date(1950, 1, 1), conditions=("copd", "hypertension"), area_code=cast.SHIQIAO
        ),  # signed
        "gone": cast.a_person(name="庚约", born_on=date(1970, 1, 1), area_code=cast.SHIQIAO),  # dissolved
        "seven": cast.a_person(
            name="辛七", born_on=date(2019, 5, 20), area_code=cast.SHIQIAO
        ),  # never signed
        "coming": cast.a_person(
            name="壬后", born_on=date(1975, 1, 1), area_code=cast.SHIQIAO
        ),  # begins in June
        "dead": cast.a_person(name="癸亡", born_on=date(1940, 1, 1)),
        "moved": cast.a_person(name="子迁", born_on=date(1940, 1, 1)),
        "foreign": cast.a_person(name="丑外", born_on=date(1940, 1, 1), area_code=cast.ELSEWHERE),
    }
    for name in ("old", "nearly", "copd", "dead", "moved", "foreign"):
        signed(people[name])
    ending(people["poor"], 30)
    ending(people["ill"], -1)
    _dissolve(signed(people["gone"], starts_on=date(2026, 1, 1)))
    signed(people["coming"], starts_on=date(2026, 6, 1))
    with transaction("person.leave", by=COMMAND_LINE):
        set_death(people["dead"], on=cast.TODAY)
        set_move(people["moved"], on=cast.TODAY)
    return people


def _dissolve(contract):
    with transaction("contract.dissolve", by=COMMAND_LINE):
        dissolve(contract, Closing(date(2026, 5, 1), CloseReason.OWN_WISH))
