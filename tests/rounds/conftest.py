"""A small township on its rounds: who was seen when, counted by hand in the tests."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.rules import EvidenceNote
from app.duties.service import excuse, note_evidence
from app.policy.terms import ExcuseReason, Kind, Mode
from tests import cast


@pytest.fixture
def seen(app):
    """Put down that somebody was seen on some days: `seen(person, date(...), kind=Kind.MEETING)`."""

    def _seen(person, *days, kind=Kind.WEEKLY_ROUND, mode=Mode.HOME):
        with transaction("visit.file", by=COMMAND_LINE):
            note_evidence([EvidenceNote(person.id, day, kind, mode) for day in days])

    return _seen


@pytest.fixture
def away(app):
    """Excuse somebody from one day through another."""

    def _away(person, from_on, return_on):
        with transaction("duties.excuse", by=COMMAND_LINE):
            excuse(person, reason=ExcuseReason.IN_HOSPITAL, from_on=from_on, return_on=return_on, note="")

    return _away


@pytest.fixture
def destitute(app):
    """Register somebody destitute who lives at home."""

    def _destitute(name, **changes):
        return cast.a_person(name=name, categories=("destitute-scattered",), **changes)

    return _destitute


@pytest.fixture
def twelve_weeks(destitute, seen, away):
    """仇金宝, on rounds since Wednesday 11 March: seen four times, away for two whole weeks."""
    person = destitute("仇金宝", since=date(2026, 3, 11), group_name="二组")
    seen(person, date(2026, 3, 13), date(2026, 3, 25), date(2026, 4, 15), date(2026, 5, 9))
    away(person, date(2026, 3, 30), date(2026, 4, 12))
    return person


@pytest.fixture
def campaign(destitute, seen, away):
    """The people of a campaign, met, met late, excused, missed and never owed; by name."""
    from app.duties.service import record_death, withdraw
    from app.policy.terms import Category

    meeting = {"kind": Kind.MEETING}
    people = {
        name: cast.a_person(name=name, categories=("minimum-living",), **where)
        for name, where in {
            "甲早见": {},
            "乙补见": {},
            "丙未见": {"group_name": "三组"},
            "丁住院": {},
            "戊新增": {"since": date(2026, 4, 5)},
            "己退出": {},
            "庚去世": {},
            "辛按期": {"area_code": cast.SHIQIAO},
            "壬电话": {"area_code": cast.SHIQIAO},
        }.items()
    }
    seen(people["甲早见"], date(2026, 2, 10), **meeting)
    seen(people["乙补见"], date(2026, 4, 15), **meeting)
    seen(people["辛按期"], date(2026, 3, 31), **meeting)
    seen(people["壬电话"], date(2026, 2, 3), mode=Mode.PHONE, **meeting)
    away(people["丁住院"], date(2026, 5, 18), date(2026, 6, 1))
    with transaction("person.leave", by=COMMAND_LINE):
        withdraw(people["己退出"], category=Category.MINIMUM_LIVING, on=date(2026, 2, 10), reason="退出")
    with transaction("person.leave", by=COMMAND_LINE):
        record_death(people["庚去世"], on=date(2026, 4, 20))
    return people


@pytest.fixture
def sent_to(app):
    """Every statement that is sent while a block runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)
