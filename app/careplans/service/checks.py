"""How plans were kept, put on record with the visit it was told at, and struck with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.careplans.models import PlanCheck
from app.careplans.rules.checks import CheckEntry
from app.core.db import db

CHUNK = 500


def note_checks(
    visit_id: int, *, person_id: int, area_code: str, on: date, checks: Iterable[CheckEntry]
) -> None:
    """Put on record how each plan was kept; a plan of which nothing was told has no line."""
    db.session.add_all(
        PlanCheck(
            person_id=person_id,
            area_code=area_code,
            plan_id=check.plan_id,
            version_id=check.version_id,
            visit_id=visit_id,
            checked_on=on,
            treatment=check.treatment,
            others={kind: taken.value for kind, taken in check.others.items()},
            why=[reason.value for reason in check.why],
            why_words=check.why_words,
            effect=check.effect,
            reaction=check.reaction,
        )
        for check in checks
        if check.says_something
    )
    db.session.flush()


def void_checks(visit_ids: Collection[int]) -> None:
    """Strike what was told at visits that are struck: it counts nowhere any more, and stays to be read."""
    numbers = list(visit_ids)
    for at in range(0, len(numbers), CHUNK):
        _void(PlanCheck.visit_id.in_(numbers[at : at + CHUNK]) & PlanCheck.voided.is_(False))


def _void(standing: sa.ColumnElement[bool]) -> None:
    found = db.session.scalars(sa.select(PlanCheck.id).where(standing)).all()
    if not found:
        return
    note_bulk("plan_check", count=len(found), details={"voided": True})
    db.session.execute(
        sa.update(PlanCheck).where(PlanCheck.id.in_(found)).values(voided=True),
        execution_options={"synchronize_session": "fetch"},
    )
