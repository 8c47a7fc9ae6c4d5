"""Medicine given out: how the room that keeps prescriptions says what of it counts, and since when somebody is on medicine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import DutyEvent, EvidenceRecord
from app.duties.rules.notes import RefillNote
from app.duties.service.reckoning import reckon
from app.policy.spells import Spell
from app.policy.terms import Event, Kind, Mode, Sooner


def replace_refills(person_id: int, *, spells: Sequence[Spell], refills: Sequence[RefillNote]) -> None:
    """Let these refills and these spells on medicine be all that is on record of a person, and reckon what follows.

    What stood there keeps its number, so that a line it closed stays closed where it was.
    """
    _keep_evidence(person_id, {note.issue_id: note for note in refills})
    _keep_spells(person_id, {spell.starts_on: spell for spell in spells})
    reckon([person_id])


def _keep_evidence(person_id: int, wanted: dict[int, RefillNote]) -> None:
    known = sa.select(EvidenceRecord).where(
        EvidenceRecord.person_id == person_id, EvidenceRecord.issue_id.is_not(None)
    )
    for record in db.session.scalars(known.order_by(EvidenceRecord.id)):
        note = wanted.pop(record.issue_id or 0, None)
        record.voided = note is None
        if note is not None:
            _tell(record, note)
    for note in wanted.values():
        record = EvidenceRecord(person_id=person_id, issue_id=note.issue_id, kind=Kind.REFILL)
        record.mode, record.sooner = Mode.CLINIC, Sooner.SUPPLY
        _tell(record, note)
        db.session.add(record)


def _tell(record: EvidenceRecord, note: RefillNote) -> None:
    """Keep what a refill says; its text is the day the medicine runs out and no word of what it is for."""
    record.seen_on, record.again_by, record.text = note.on, note.again_by, note.runs_out_on.isoformat()


def _keep_spells(person_id: int, wanted: dict[date, Spell]) -> None:
    known = sa.select(DutyEvent).where(DutyEvent.person_id == person_id, DutyEvent.event == Event.ON_MEDICINE)
    for record in db.session.scalars(known.order_by(DutyEvent.id)):
        spell = wanted.pop(record.happened_on, None)
        record.voided = spell is None
        if spell is not None:
            record.ended_on = spell.ends_on
    for spell in wanted.values():
        began = DutyEvent(person_id=person_id, event=Event.ON_MEDICINE, happened_on=spell.starts_on)
        began.ended_on = spell.ends_on
        db.session.add(began)
