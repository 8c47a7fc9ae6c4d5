"""Evidence in, next duty out."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import EvidenceRecord
from app.duties.queries import find_open_duty, list_lines
from app.duties.rules import EvidenceNote
from app.duties.service import add_referral_check, note_evidence, void_evidence
from app.policy.terms import Kind, Mode, Outcome, Result
from tests import cast

PRESSURE = "hypertension-followup"


def note(person, on, kind=Kind.HYPERTENSION, **changes):
    facts = {"mode": Mode.HOME, "result": Result.CONTROLLED} | changes
    return EvidenceNote(person.id, on, kind, **facts)


def record(*notes):
    with transaction("visit.file", by=COMMAND_LINE):
        note_evidence(notes)


def due_on(person, rule_id=PRESSURE):
    duty = find_open_duty(person.id, rule_id)
    return duty and duty.due_on


def test_evidence_settles_the_duty_and_opens_the_next(granny_chen):
    assert due_on(granny_chen) == date(2026, 2, 1)

    record(note(granny_chen, date(2026, 5, 20), result=Result.UNCONTROLLED, text="158/96"))

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert duty is not None
    assert (duty.due_on, duty.opens_on) == (date(2026, 6, 3), date(2026, 5, 27))
    assert "158/96" in duty.why.zh
    assert [line.outcome for line in list_lines(granny_chen.id)] == [Outcome.LATE]


def test_one_visit_settles_every_duty_its_kinds_answer(granny_chen):
    day = date(2026, 5, 20)

    record(*(note(granny_chen, day, kind) for kind in (Kind.HYPERTENSION, Kind.WEEKLY_ROUND, Kind.MEETING)))

    settled = {line.rule_id for line in list_lines(granny_chen.id) if line.settled_on == day}
    assert settled == {PRESSURE, "scattered-weekly-round", "first-quarter-meeting"}


def test_evidence_of_the_past_is_kept_although_nothing_was_owed(app):
    person = cast.a_person()
    record(note(person, date(2026, 5, 1)))

    from app.duties.service import enrol
    from app.policy.terms import Condition

    with transaction("person.enrol", by=COMMAND_LINE):
        enrol(person, condition=Condition.HYPERTENSION, starts_on=date(2026, 5, 18), basis="认定")

    assert due_on(person) == date(2026, 8, 1)
    assert [line for line in list_lines(person.id) if line.rule_id == PRESSURE] == []


def test_a_voided_visit_takes_its_evidence_and_the_check_it_started_with_it(granny_chen):
    with transaction("visit.file", by=COMMAND_LINE):
        note_evidence([note(granny_chen, date(2026, 5, 19), visit_id=7, emergency=True)])
        add_referral_check(granny_chen, date(2026, 5, 19), visit_id=7)
    assert due_on(granny_chen, "referral-check") == date(2026, 6, 2)

    with transaction("visit.void", by=COMMAND_LINE):
        void_evidence(7)

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert duty is not None
    assert (duty.due_on, duty.last, duty.emergency_on) == (date(2026, 2, 1), None, None)
    assert due_on(granny_chen, "referral-check") is None
    assert list_lines(granny_chen.id) == []


def test_the_same_referral_told_twice_owes_one_check(granny_chen):
    for _ in range(2):
        with transaction("visit.file", by=COMMAND_LINE):
            add_referral_check(granny_chen, date(2026, 5, 19))

    record(note(granny_chen, date(2026, 5, 20), Kind.REFERRAL_CHECK))

    assert len(list_lines(granny_chen.id)) == 1


def test_the_trail_names_the_person_and_no_value(granny_chen):
    record(note(granny_chen, date(2026, 5, 20), text="158/96"))

    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "visit.file")).all()

    assert {entry.subject for entry in entries} == {"evidence", "duty_line"}
    assert all(entry.details["person"] == granny_chen.id for entry in entries)
    assert "158" not in str([entry.details for entry in entries])


def test_no_evidence_is_no_deed(app):
    note_evidence([])

    assert db.session.scalar(sa.select(sa.func.count(EvidenceRecord.id))) == 0


@pytest.mark.usefixtures("app")
@settings(max_examples=15)
@given(
    visits=st.lists(
        st.tuples(
            st.dates(date(2025, 11, 1), date(2026, 5, 20)),
            st.sampled_from([Mode.HOME, Mode.CLINIC, Mode.PHONE]),
            st.sampled_from(list(Result)),
        ),
        min_size=2,
        max_size=6,
    ),
    order=st.randoms(),
)
def test_shuffled_arrival_gives_the_same_ledger(visits, order):
    by_day, shuffled = (
        cast.a_person(conditions=("hypertension",), categories=("destitute-scattered",)) for _ in range(2)
    )
    kinds = (Kind.HYPERTENSION, Kind.WEEKLY_ROUND, Kind.MEETING)

    with transaction("visit.file", by=COMMAND_LINE):
        note_evidence(
            [
                note(by_day, on, k, mode=mode, result=result)
                for on, mode, result in sorted(visits, key=str)
                for k in kinds
            ]
        )
    for on, mode, result in order.sample(visits, len(visits)):
        record(*(note(shuffled, on, kind, mode=mode, result=result) for kind in kinds))

    assert _told(by_day) == _told(shuffled)


def _told(person):
    lines = [line[1:6] for line in list_lines(person.id)]
    duties = {rule_id: find_open_duty(person.id, rule_id) for rule_id in (PRESSURE, "scattered-weekly-round")}
    return sorted(lines, key=str), {
        r: d and (d.opens_on, d.due_on, d.last_on, d.last_result) for r, d in duties.items()
    }
