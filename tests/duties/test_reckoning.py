"""Reckoning writes what differs and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.jobs import follow_calendar
from app.duties.models import Duty
from app.duties.queries import find_open_duty, find_start, list_duties
from app.duties.service import install_start, reckon, reckon_all, settle_start
from tests import cast

TODAY = cast.TODAY
PRESSURE = "hypertension-followup"


@pytest.fixture
def own_start():
    """Put the configured start back to none."""
    yield install_start
    install_start(None)


def deed():
    return transaction("duties.reckon", by=COMMAND_LINE)


def test_a_second_reckoning_writes_nothing(granny_chen):
    with deed():
        again = reckon([granny_chen.id])

    assert (again.people, again.opened, again.changed, again.closed) == (1, 0, 0, 0)
    assert (again.lines_written, again.lines_removed) == (0, 0)


def test_what_was_tampered_with_is_put_right(granny_chen):
    wrong = sa.update(Duty).where(Duty.rule_id == PRESSURE).values(due_on=date(2030, 1, 1))
    with deed():
        db.session.execute(wrong)
        db.session.execute(sa.delete(Duty).where(Duty.rule_id == "scattered-weekly-round"))
        done = reckon([granny_chen.id])

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert (done.opened, done.changed, done.closed) == (1, 1, 0)
    assert duty is not None
    assert duty.due_on == date(2026, 2, 1)


def test_one_person_costs_few_statements_and_many_the_same(statements):
    people = [cast.a_person(conditions=("hypertension",)).id for _ in range(3)]

    with deed():
        statements.clear()
        reckon(people[:1])
        for_one = len(statements)
        reckon(people)

    assert len(statements) - for_one <= for_one <= 9


def test_reckoning_all_leaves_one_entry_with_the_hash_of_the_rulebook(granny_chen):
    with deed():
        reckon_all()

    [entry] = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "duties.reckon")).all()
    assert len(entry.details["rulebook"]) == 64
    assert entry.details["count"] == 1


def test_the_first_roster_settles_since_when_all_is_owed(app):
    with deed():
        assert settle_start(date(2025, 10, 5)) == date(2025, 1, 1)
    with deed():
        assert settle_start(date(2026, 11, 5)) == date(2025, 1, 1)

    assert find_start() == date(2025, 1, 1)
    person = cast.a_person(conditions=("hypertension",), since=date(2023, 2, 22))
    assert [duty.owed_from for duty in list_duties(person.id) if duty.rule_id == PRESSURE] == [
        date(2025, 1, 1)
    ]


def test_a_configured_start_stands_before_the_roster(app, own_start):
    own_start(date(2026, 4, 1))

    with deed():
        assert settle_start(date(2025, 10, 5)) == date(2026, 4, 1)

    person = cast.a_person(conditions=("hypertension",), since=date(2023, 2, 22))
    assert find_start() is None
    duty = find_open_duty(person.id, PRESSURE)
    assert duty is not None
    assert duty.owed_from == date(2026, 4, 1)


def test_a_roster_dated_ahead_of_the_clock_is_reckoned_as_of_its_day(app):
    person = cast.a_person(conditions=("hypertension",), since=date(2026, 11, 5), born_on=date(1990, 1, 1))
    assert find_open_duty(person.id, PRESSURE) is None

    with deed():
        reckon([person.id], today=date(2026, 11, 21))

    assert find_open_duty(person.id, PRESSURE) is not None


def test_the_calendar_starts_what_begins_on_a_birthday_or_a_day_of_enrolment(app):
    turning_65 = cast.a_person(born_on=date(1961, 6, 1))
    enrolled = cast.a_person(conditions=("copd",), since=date(2026, 6, 1), born_on=date(1995, 1, 1))
    assert not list_duties(turning_65.id)
    assert not list_duties(enrolled.id)

    with clock.standing_at(date(2026, 6, 3)):
        first = follow_calendar(date(2026, 6, 3))
        second = follow_calendar(date(2026, 6, 3))

    assert {duty.rule_id for duty in list_duties(enrolled.id)} == {"copd-followup"}
    assert {duty.rule_id for duty in list_duties(turning_65.id)} == {"elderly-check", "pressure-screening"}
    assert first.opened >= 1
    assert (second.opened, second.changed, second.closed) == (0, 0, 0)


def test_a_record_that_was_withdrawn_owes_nothing_until_it_stands_again(app):
    person = cast.a_person(conditions=("hypertension",), born_on=date(1940, 1, 1))
    owed = list_duties(person.id)
    assert owed

    for withdrawn_at, left in ((clock.now(), []), (None, owed)):
        with deed():
            person.withdrawn_at = withdrawn_at
            reckon([person.id])
        assert list_duties(person.id) == left
