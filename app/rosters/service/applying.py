"""Applying a roster inside the caller's deed, whichever list it is; and saying beforehand what that would do."""

from __future__ import annotations

import sqlalchemy as sa

from app.core import clock
from app.core.collector import uncollected
from app.core.db import db
from app.core.transaction import Actor
from app.duties.service import reckon, settle_start
from app.rosters.models import RosterImport
from app.rosters.queries import latest_import, load_details
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.outcome import Outcome
from app.rosters.rules.report import Preview, Report
from app.rosters.service.comparing import compare, refuse_older, too_many_left
from app.rosters.service.people_list import apply_people
from app.rosters.service.reading import Roster
from app.rosters.service.telling import tell
from app.rosters.service.visit_log import apply_visits, compare_visits

# One lock a kind of list; the digits only have to differ from those of other locks.
LIST_LOCK = 0x726F73746572


@uncollected()
def apply_roster(roster: Roster, *, by: Actor) -> Report:
    """Write what a file says that is not on record yet, reckon whom it touches, and report."""
    order = roster.order
    lock_list(order.kind)
    refuse_older(order)
    record = _record(roster, by=by)
    report = Report(rows=roster.rows, warnings=list(roster.warnings), import_id=record.id)
    settle_start(order.as_of)
    if order.kind is ListKind.VISITS:
        touched = apply_visits(roster, report, by=by)
    else:
        touched = apply_people(roster, report, import_id=record.id)
    report.warn(roster.notes)
    record.counts = report.counts
    db.session.flush()
    reckon(sorted(touched), today=order.as_of)
    return report


@uncollected()
def preview_roster(roster: Roster) -> Preview:
    """Return what applying a file would do; writes nothing."""
    refuse_older(roster.order)
    report = Report(rows=roster.rows, warnings=list(roster.warnings))
    if roster.order.kind is ListKind.VISITS:
        digest, too_many = compare_visits(roster, report), None
    else:
        compared = compare(roster)
        details = load_details(_known(compared.outcome))
        tell(roster, compared.outcome, report, details=details)
        digest, too_many = compared.digest, too_many_left(compared)
    report.warn(roster.notes)
    return Preview(report, digest, too_many)


def lock_list(kind: ListKind) -> None:
    """Let one list of a kind be written at a time; SQLite has one writer anyway."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        number = LIST_LOCK + list(ListKind).index(kind)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


def _record(roster: Roster, *, by: Actor) -> RosterImport:
    order = roster.order
    supplements_id = order.supplements_id
    if roster.supplement and supplements_id is None:
        before = latest_import(order.kind, area=order.area)
        supplements_id = before.id if before is not None else None
    record = RosterImport(
        list_kind=order.kind,
        area_code=order.area,
        as_of=order.as_of,
        file_name=order.file_name[:200],
        sender=order.sender[:80],
        supplements_id=supplements_id,
        counts={},
        imported_by_id=by.id,
        imported_at=clock.now(),
        undone_by_name="",
    )
    db.session.add(record)
    db.session.flush()
    return record


def _known(outcome: Outcome) -> set[int]:
    """Return the records whose number or phone a preview shows beside the list's."""
    changed = (s.known for s in outcome.standings if "phone" in s.changes)
    doubted = (doubt.known for doubt in outcome.doubtful if doubt.decidable)
    return {known.id for known in (*changed, *doubted) if known is not None}
