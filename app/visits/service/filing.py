"""Filing: one visit, or a whole roster's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, inspect, select
from sqlalchemy.exc import IntegrityError

from app.audit.service import note_bulk
from app.careplans.service.checks import note_checks
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.rules import EvidenceNote
from app.duties.service import add_referral_check, note_event, note_evidence
from app.people.models import Person
from app.visits.models import Visit
from app.visits.queries import CHUNK, find_delivered, known_days, stand_now
from app.visits.rules import VisitEntry, day_fault
from app.visits.sections import describe, summarise
from app.visits.service.capturing import keep_extras
from app.visits.service.readings import Told, keep_readings

REFERRED = "referral_reason"


class VisitOf(NamedTuple):
    """A visit of a roster with the person it was made to."""

    person_id: int
    area_code: str
    entry: VisitEntry


class FiledMany(NamedTuple):
    """How many visits of a roster were new, which they are, and how many were on record already."""

    filed: int
    unchanged: int
    ids: tuple[int, ...] = ()


def file_visit(
    entry: VisitEntry, *, person: Person, doctor: Actor, first_filed_at: datetime | None = None
) -> Visit:
    """File a finished visit, settle the duties it answers, owe a check where somebody was referred.

    A sender may deliver the same entry twice; the second time finds the first on record and changes nothing.
    ``first_filed_at`` is when what a correction mends was first put on record.
    """
    # What was loaded before the deed is stale by now: of the person at hand only the number is asked.
    (person_id,) = inspect(person, raiseerr=True).identity or (person.id,)
    now = stand_now(person_id, client_key=entry.client_key)
    if now.delivered_id is not None:
        return _same_person(db.session.get_one(Visit, now.delivered_id), person_id)
    fault = day_fault(entry.visited_on, today=clock.today(), born_on=now.born_on, died_on=now.died_on)
    if fault is not None:
        raise Refused(fault)
    told = VisitOf(person_id, now.area_code, entry)
    visit = Visit(**_columns(told, by=doctor) | {"first_filed_at": first_filed_at})
    try:
        with db.session.begin_nested():
            db.session.add(visit)
            db.session.flush()
    except IntegrityError:
        return _delivered_meanwhile(entry, person_id)
    _keep_beside(visit.id, told)
    note_evidence(_evidence(visit.id, person_id, entry))
    if entry.emergency or entry.referred or entry.answers.get(REFERRED):
        add_referral_check(person, entry.visited_on, visit_id=visit.id)
    for event in entry.events:
        note_event(person, event=event, on=entry.visited_on, visit_id=visit.id)
    return visit


def file_many(visits: Sequence[VisitOf], *, by: Actor) -> FiledMany:
    """File the visits of a log kept elsewhere; one known by person, day and kinds is left as it is."""
    known = known_days(visit.person_id for visit in visits)
    fresh: dict[tuple[Any, ...], VisitOf] = {}
    for visit in visits:
        key = (visit.person_id, *visit.entry.known_by)
        if key not in known:
            fresh.setdefault(key, visit)
    ids = _insert(list(fresh.values()), by=by) if fresh else ()
    return FiledMany(len(fresh), len(visits) - len(fresh), tuple(ids))


def _keep_beside(visit_id: int, visit: VisitOf) -> None:
    """Keep what a visit says of plans, what came along with it and what was measured."""
    entry, person_id = visit.entry, visit.person_id
    note_checks(
        visit_id, person_id=person_id, area_code=visit.area_code, on=entry.visited_on, checks=entry.checks
    )
    keep_extras(visit_id, entry.extras)
    keep_readings([Told(visit_id, person_id, entry.visited_on, entry.answers)])


def _insert(visits: list[VisitOf], *, by: Actor) -> Collection[int]:
    note_bulk("visit", count=len(visits))
    rows = [_columns(visit, by=by) for visit in visits]
    db.session.execute(insert(Visit), rows)
    ids: dict[Any, int] = {}
    keys = [visit.entry.client_key for visit in visits]
    for start in range(0, len(keys), CHUNK):
        wanted = select(Visit.client_key, Visit.id).where(Visit.client_key.in_(keys[start : start + CHUNK]))
        ids.update((key, visit_id) for key, visit_id in db.session.execute(wanted))
    keep_readings(
        Told(ids[visit.entry.client_key], visit.person_id, visit.entry.visited_on, visit.entry.answers)
        for visit in visits
    )
    note_evidence(
        [
            note
            for visit in visits
            for note in _evidence(ids[visit.entry.client_key], visit.person_id, visit.entry)
        ]
    )
    return ids.values()


def _columns(visit: VisitOf, *, by: Actor) -> dict[str, Any]:
    entry = visit.entry
    return {
        "client_key": entry.client_key,
        "person_id": visit.person_id,
        "area_code": visit.area_code,
        "visited_on": entry.visited_on,
        "mode": entry.mode,
        "kinds": [kind.value for kind in entry.kinds],
        "answers": dict(entry.answers),
        "results": {kind.value: result.value for kind, result in entry.results.items()},
        "emergency": entry.emergency,
        "summary": summarise(entry),
        "note": entry.note,
        "doctor_id": None if entry.doctor_name else by.id,
        "doctor_name": entry.doctor_name or by.name,
        "source": entry.source,
        "filed_at": clock.now(),
        "void_reason": "",
        "voided_by_name": "",
        "corrects_id": entry.corrects_id,
    }


def _evidence(visit_id: int, person_id: int, entry: VisitEntry) -> list[EvidenceNote]:
    return [
        EvidenceNote(
            person_id=person_id,
            on=entry.visited_on,
            kind=kind,
            mode=entry.mode,
            result=entry.results.get(kind),
            emergency=entry.emergency,
            text=describe(kind, entry.answers),
            visit_id=visit_id,
            again_by=entry.again[kind][0] if kind in entry.again else None,
            sooner=entry.again[kind][1] if kind in entry.again else None,
        )
        for kind in entry.kinds
    ]


def _delivered_meanwhile(entry: VisitEntry, person_id: int) -> Visit:
    """Return the visit that the other of two deliveries at one moment filed; a visit corrected meanwhile is refused."""
    visit = find_delivered(entry.client_key)
    if visit is None:
        raise Conflict(
            Text(
                "这条随访刚刚被别人更正过，请从最新的一条开始更正。",
                "Somebody has just corrected this visit: start from the version that stands.",
            )
        )
    return _same_person(visit, person_id)


def _same_person(on_record: Visit, person_id: int) -> Visit:
    if on_record.person_id != person_id:
        raise Conflict(
            Text(
                "这份随访已记在另一位居民名下，请重新打开表单。",
                "This form was filed for somebody else; please open it anew.",
            )
        )
    return on_record
