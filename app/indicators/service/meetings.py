"""Making the sheets of a month, and noting what could not be made."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.indicators.models import MeetingSheet, SheetFault
from app.indicators.queries.counting import find_month
from app.indicators.queries.meetings import find_fault, is_made, work_out_sheet


def make_meeting(area_code: str, *, month: date) -> MeetingSheet | None:
    """Make the sheet of a unit from the closed numbers of a month; None where it was made before.

    The month is held meanwhile, so that a second process finds the sheet made.
    """
    find_month(month, lock=True)
    if is_made(area_code, month=month):
        return None
    told = work_out_sheet(area_code, month=month).kept()
    meeting = MeetingSheet(area_code=area_code, month=month, made_at=clock.now(), told=told)
    db.session.add(meeting)
    db.session.flush()
    return meeting


def note_fault(area_code: str, *, month: date, kind: str) -> SheetFault:
    """Note that a sheet could not be made, once more."""
    fault = find_fault(area_code, month=month)
    if fault is None:
        fault = SheetFault(area_code=area_code, month=month, tries=0)
        db.session.add(fault)
    fault.tries, fault.tried_at, fault.kind = fault.tries + 1, clock.now(), kind[:80]
    db.session.flush()
    return fault


def clear_fault(area_code: str, *, month: date) -> None:
    """Take away that a sheet could not be made: now it is."""
    here = sa.and_(SheetFault.area_code == area_code, SheetFault.month == month)
    db.session.execute(sa.delete(SheetFault).where(here))
