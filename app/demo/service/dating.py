"""When the invented plans were written, signed and given out: on their own days, not all on the day of the loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.careplans.models import CarePlan, MedicineIssue, PlanStep, PlanVersion
from app.careplans.rules.vocabulary import Step
from app.core import clock
from app.core.clock import CHINA
from app.core.db import db

A_DAY, APART, SPREAD = timedelta(days=1), timedelta(minutes=25), 180


def date_back() -> None:
    """Let everything of the plans have been written down in the morning of the day it is about."""
    versions = {row.id: row for row in _rows(_versions())}
    written = {row.id: _morning(row.starts_on, row.id) for row in versions.values()}
    _write(PlanVersion, "written_at", written)
    opened = {row.plan_id: written[row.id] for row in versions.values() if row.number == 1}
    _write(CarePlan, "opened_at", opened)
    _write(PlanStep, "at", _steps(versions, written))
    issued = sa.select(MedicineIssue.id, MedicineIssue.issued_on)
    _write(
        MedicineIssue, "issued_at", {row.id: _morning(row.issued_on, row.id) + APART for row in _rows(issued)}
    )


def _versions() -> sa.Executable:
    version = PlanVersion
    columns = (version.id, version.plan_id, version.number, version.starts_on, CarePlan.ended_on)
    return sa.select(*columns).join(CarePlan, CarePlan.id == version.plan_id)


def _steps(versions: Mapping[int, Any], written: Mapping[int, datetime]) -> dict[int, datetime]:
    """Return when each step was done: with the writing, the day after where it came back, at the end of the plan."""
    next_ones = {(row.plan_id, row.number - 1): written[row.id] for row in versions.values()}
    found = {}
    for row in _rows(sa.select(PlanStep.id, PlanStep.version_id, PlanStep.step)):
        of = versions[row.version_id]
        done = written[of.id]
        if row.step is Step.REPLACED:
            done = next_ones[of.plan_id, of.number]
        elif row.step is Step.RETURNED:
            done += A_DAY
        elif row.step is Step.ENDED and of.ended_on is not None:
            done = _morning(of.ended_on, of.id)
        found[row.id] = min(done + APART, clock.now())
    return found


def _morning(day: date, key: int) -> datetime:
    at = datetime.combine(day, time(8), CHINA) + timedelta(minutes=key % SPREAD)
    return min(at.astimezone(UTC), clock.now())


def _rows(wanted: sa.Executable) -> Sequence[Any]:
    return db.session.execute(wanted).all()


def _write(
    model: type[CarePlan | PlanVersion | PlanStep | MedicineIssue],
    column: str,
    moments: Mapping[int, datetime],
) -> None:
    if not moments:
        return
    table: Any = model.__table__
    note_bulk(table.name, count=len(moments), details={"changed": [column]})
    update = (
        sa.update(table).where(table.c.id == sa.bindparam("its_id")).values({column: sa.bindparam("moment")})
    )
    rows = [{"its_id": key, "moment": moment} for key, moment in moments.items()]
    db.session.connection().execute(update, rows)
