"""Evidence in, next duty out: what visits pass down, and what a voided visit takes away again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.duties.models import DutyEvent, EvidenceRecord, table_of
from app.duties.rules import EvidenceNote
from app.duties.service.reckoning import reckon
from app.people.models import Person
from app.policy.terms import Event

CHUNK = 500
INSERT = sa.insert(table_of(EvidenceRecord))


def note_evidence(notes: Sequence[EvidenceNote], *, today: date | None = None) -> None:
    """Keep evidence, whether or not anything is owed yet, and settle what it answers."""
    if not notes:
        return
    people = sorted({note.person_id for note in notes})
    about = {"person": people[0]} if len(people) == 1 else {"people": len(people)}
    note_bulk("evidence", count=len(notes), details=about)
    db.session.execute(INSERT, [_row(note) for note in notes])
    reckon(people, today=today)


def _row(note: EvidenceNote) -> dict[str, Any]:
    return {
        "person_id": note.person_id,
        "seen_on": note.on,
        "kind": note.kind,
        "mode": note.mode,
        "result": note.result,
        "emergency": note.emergency,
        "text": note.text[:200],
        "again_by": note.again_by,
        "sooner": note.sooner,
        "visit_id": note.visit_id,
        "voided": False,
    }


def void_evidence(visit_id: int, *, today: date | None = None) -> None:
    """Take away what a voided visit settled and what it started, and replay the ledger without it."""
    passed_down = sa.select(EvidenceRecord).where(EvidenceRecord.visit_id == visit_id)
    started = sa.select(DutyEvent).where(DutyEvent.visit_id == visit_id)
    records = [*db.session.scalars(passed_down), *db.session.scalars(started)]
    for record in records:
        record.voided = True
    touched = {record.person_id for record in records}
    reckon(sorted(touched), today=today)


def void_evidence_of_many(visit_ids: Sequence[int]) -> set[int]:
    """Take away what many voided visits settled and started; return whom it touched, to be reckoned by the caller."""
    touched: set[int] = set()
    for table in (table_of(EvidenceRecord), table_of(DutyEvent)):
        for at in range(0, len(visit_ids), CHUNK):
            some = table.c.visit_id.in_(visit_ids[at : at + CHUNK]) & sa.not_(table.c.voided)
            people = set(db.session.scalars(sa.select(table.c.person_id).where(some)))
            if people:
                note_bulk(table.name, count=len(people), details={"voided": True})
                db.session.execute(sa.update(table).where(some).values(voided=True))
            touched |= people
    return touched


def note_event(
    person: Person, *, event: Event, on: date, visit_id: int | None = None, today: date | None = None
) -> None:
    """Keep that something happened which a ``once`` rule counts from; the same event of a day is kept once."""
    known = sa.select(DutyEvent.id).where(
        DutyEvent.person_id == person.id,
        DutyEvent.event == event,
        DutyEvent.happened_on == on,
        DutyEvent.visit_id == visit_id,
        sa.not_(DutyEvent.voided),
    )
    if db.session.execute(known).first() is None:
        db.session.add(DutyEvent(person_id=person.id, event=event, happened_on=on, visit_id=visit_id))
    reckon([person.id], today=today)


def add_referral_check(
    person: Person, on: date, *, visit_id: int | None = None, today: date | None = None
) -> None:
    """Owe a check a fortnight after a referral; voiding the visit that referred takes the check away."""
    note_event(person, event=Event.REFERRAL, on=on, visit_id=visit_id, today=today)
