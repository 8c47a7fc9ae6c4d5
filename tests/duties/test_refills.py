"""What the room of prescriptions says of medicine given out, and the duty that follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.jobs import follow_calendar, reckon_everything
from app.duties.models import DutyEvent, DutyLine, EvidenceRecord
from app.duties.queries import find_open_duty, list_lines
from app.duties.queries.standing import find_reckoning
from app.duties.rules import RefillNote
from app.duties.service import reckon_all, record_leave, replace_refills
from app.duties.service.adoption import adopt, release, settle
from app.people.rules import PersonState
from app.policy.spells import Spell
from app.policy.terms import Event, Outcome
from tests import cast
from tests.cast import TODAY

REFILL = "refill-due"
MAY = date(2026, 5, 1)


@pytest.fixture
def old_zhang(app):
    return cast.a_person(conditions=("hypertension",))


def note(number: int, on: date, days: int = 28) -> RefillNote:
    runs_out_on = on + timedelta(days=days)
    return RefillNote(number, on, runs_out_on, runs_out_on - timedelta(days=7))


def tell(person, *notes: RefillNote, ended_on: date | None = None) -> None:
    spells = [Spell(notes[0].on, ended_on)] if notes else []
    with transaction("careplan.issue", by=COMMAND_LINE):
        replace_refills(person.id, spells=spells, refills=notes)


def owed(person):
    return find_open_duty(person.id, REFILL)


def closed(person):
    lines = [line for line in list_lines(person.id) if line.rule_id == REFILL]
    return [(line.due_on, line.settled_on, line.outcome) for line in lines]


def test_medicine_given_out_today_is_owed_again_before_it_runs_out(old_zhang):
    tell(old_zhang, note(1, TODAY))

    duty = owed(old_zhang)
    assert duty is not None
    assert (duty.opens_on, duty.due_on) == (date(2026, 6, 3), date(2026, 6, 10))
    assert duty.why.zh == "续方取药应于 6 月 10 日完成：上次 5 月 20 日开药，6 月 17 日用完。"
    assert duty.why.en == "Refill due 10 June: last given out 20 May, runs out 17 June."
    assert closed(old_zhang) == []


def test_the_next_refill_closes_the_line_and_says_the_next_day(old_zhang):
    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18), 84))

    duty = owed(old_zhang)
    assert closed(old_zhang) == [(date(2026, 5, 22), date(2026, 5, 18), Outcome.DONE)]
    assert duty is not None and duty.due_on == date(2026, 8, 3)


def test_what_is_told_again_changes_nothing(old_zhang, statements):
    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18)))
    statements.clear()

    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18)))

    assert not [sent for sent in statements if not sent.lstrip().startswith("SELECT")]


def test_a_refill_that_says_another_day_keeps_its_number_and_the_place_it_was_fetched_at(old_zhang):
    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18)))
    with transaction("person.move", by=COMMAND_LINE):
        old_zhang.area_code = cast.SHIQIAO

    tell(old_zhang, note(1, MAY, 21), note(2, date(2026, 5, 18)))

    assert closed(old_zhang) == [(date(2026, 5, 15), date(2026, 5, 18), Outcome.LATE)]
    place = sa.select(DutyLine.area_code).where(
        DutyLine.person_id == old_zhang.id, DutyLine.rule_id == REFILL
    )
    assert db.session.scalars(place).all() == [cast.LIUTANG]
    assert db.session.scalar(sa.select(sa.func.count(EvidenceRecord.id))) == 2


def test_a_voided_issue_is_as_if_it_had_never_been(old_zhang):
    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18)))

    tell(old_zhang, note(1, MAY))

    duty = owed(old_zhang)
    assert duty is not None and duty.due_on == date(2026, 5, 22)
    assert closed(old_zhang) == []

    tell(old_zhang)
    assert owed(old_zhang) is None


def test_where_the_last_plan_ended_the_duty_is_withdrawn(old_zhang):
    tell(old_zhang, note(1, MAY), ended_on=date(2026, 5, 12))

    assert owed(old_zhang) is None
    assert closed(old_zhang) == [(date(2026, 5, 22), None, Outcome.WITHDRAWN)]


def test_an_end_that_lies_ahead_comes_with_the_calendar(old_zhang):
    tell(old_zhang, note(1, MAY), ended_on=date(2026, 5, 25))
    before = owed(old_zhang)

    with clock.standing_at(date(2026, 5, 25)):
        follow_calendar(date(2026, 5, 25))

    assert before is not None
    assert owed(old_zhang) is None


def test_medicine_from_a_day_ahead_comes_with_the_calendar(old_zhang):
    tell(old_zhang, note(1, date(2026, 5, 25)))
    before = owed(old_zhang)

    with clock.standing_at(date(2026, 5, 25)):
        follow_calendar(date(2026, 5, 25))

    duty = owed(old_zhang)
    assert before is None
    assert duty is not None and duty.due_on == date(2026, 6, 15)


def test_who_moved_away_is_not_asked_to_fetch_medicine(old_zhang):
    tell(old_zhang, note(1, MAY))

    with transaction("person.leave", by=COMMAND_LINE):
        record_leave(old_zhang, PersonState.MOVED, on=date(2026, 5, 19))

    assert owed(old_zhang) is None


def test_a_record_takes_what_is_owed_along_into_another_and_back(old_zhang):
    other = cast.a_person()
    tell(other, note(1, MAY), note(2, date(2026, 5, 18)))
    before = closed(other), owed(other)

    with transaction("person.merge", by=COMMAND_LINE):
        journal = adopt(old_zhang, other)
        settle(old_zhang, other)
    merged = closed(old_zhang), owed(old_zhang)
    with transaction("person.part", by=COMMAND_LINE):
        release(other, journal)
        settle(old_zhang, other, journal)

    assert before[1] is not None and merged[1] is not None
    assert (merged[0], merged[1].due_on) == (before[0], before[1].due_on)
    assert (closed(other), owed(other)) == before
    assert owed(old_zhang) is None


def test_reckoning_everything_anew_finds_it_as_it_was(old_zhang):
    tell(old_zhang, note(1, MAY), note(2, date(2026, 5, 18)))
    told = closed(old_zhang), owed(old_zhang)

    with transaction("duties.reckon", by=COMMAND_LINE):
        reckon_all()
    done = reckon_everything("duties.reckon", by=COMMAND_LINE)

    assert (done.changed, done.lines_written) == (0, 0)
    assert (closed(old_zhang), owed(old_zhang)) == told


def test_what_it_is_owed_since_is_part_of_by_what_the_rule_is_known_again(app):
    with transaction("duties.reckon", by=COMMAND_LINE):
        reckon_all()

    last = find_reckoning()

    assert last is not None
    marks = [mark.nature for mark in last.marks.values()]
    assert marks.count(last.marks[REFILL].nature) == 1


def test_what_is_kept_of_it_is_days_and_no_medicine(old_zhang):
    tell(old_zhang, note(1, MAY))

    kept = db.session.scalars(sa.select(EvidenceRecord).where(EvidenceRecord.person_id == old_zhang.id)).one()
    began = db.session.scalars(sa.select(DutyEvent).where(DutyEvent.event == Event.ON_MEDICINE)).one()
    assert (kept.text, kept.issue_id, kept.visit_id) == ("2026-05-29", 1, None)
    assert (began.happened_on, began.ended_on) == (MAY, None)
