"""Applying a roster inside the caller's deed, whichever list it is."""

from __future__ import annotations

from app.core import clock
from app.core.db import db
from app.core.transaction import Actor
from app.duties.service import reckon, settle_start
from app.rosters.models import RosterImport
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.report import Report
from app.rosters.service.people_list import apply_people
from app.rosters.service.reading import Roster
from app.rosters.service.visit_log import apply_visits


def apply_roster(roster: Roster, *, by: Actor) -> Report:
    """Write what a file says that is not on record yet, reckon whom it touches, and report."""
    order = roster.order
    report = Report(rows=roster.rows, warnings=list(roster.warnings))
    record = RosterImport(
        list_kind=order.kind,
        area_code=order.area,
        as_of=order.as_of,
        file_name=order.file_name[:200],
        counts={},
        imported_by_id=by.id,
        imported_at=clock.now(),
    )
    settle_start(order.as_of)
    if order.kind is ListKind.VISITS:
        touched = apply_visits(roster, report, by=by)
    else:
        db.session.add(record)
        db.session.flush()
        touched = apply_people(roster, report, import_id=record.id)
    report.warn(roster.notes)
    record.counts = report.counts
    db.session.add(record)
    db.session.flush()
    reckon(sorted(touched), today=order.as_of)
    return report
