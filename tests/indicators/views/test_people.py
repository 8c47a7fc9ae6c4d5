"""The people behind a number: those who meet it and those who do not, by the statement that counts them."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from tests import cast


@pytest.fixture
def patients(visited):
    """Two with hypertension, one of them seen this year."""
    seen = cast.a_person(name="刘二", conditions=("hypertension",))
    cast.a_person(name="=王三", conditions=("hypertension",))
    visited(seen)
    return seen


def test_those_who_do_not_meet_a_number_are_listed_apart(browser, told, patients):
    zhao = browser(cast.ZHAO)

    missing, met, both = (
        told(zhao.get(f"/indicators/management/people{asked}")) for asked in ("?met=0", "?met=1", "")
    )

    assert "=王三" in missing and "刘二" not in missing
    assert "刘二" in met and "=王三" not in met
    assert "刘二" in both and "=王三" in both


def test_a_stranger_to_the_village_finds_nobody(browser, told, patients):
    assert "没有这样的人" in told(browser(cast.DR_WANG).get("/indicators/management/people"))


def test_a_list_is_leafed_through(browser, told, app):
    for _ in range(31):
        cast.a_person(conditions=("hypertension",))
    doctor = browser(cast.DR_LI)

    first, second = (told(doctor.get(f"/indicators/management/people?met=0&page={page}")) for page in (1, 2))

    assert "第 1–30 人" in first and "第 31–31 人" in second


def test_a_list_is_taken_away_with_the_definitions_and_noted(browser, patients):
    answer = browser(cast.ZHAO).get("/indicators/management/people.xlsx?met=0")

    people, definitions = load_workbook(io.BytesIO(answer.data)).worksheets
    (headings, only) = people.values
    assert headings[:3] == ("村", "组", "姓名") and only[2:] == ("=王三", 1, 0, 1)
    assert people.cell(2, 3).data_type == "s"
    assert "慢病管理率" in {row[0] for row in definitions.values}
    (entry,) = db.session.query(AuditEntry).filter_by(action="indicator.take-away")
    assert entry.details["rows"] == 1
