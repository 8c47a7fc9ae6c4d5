"""The medicine given out under a plan as portions, one after the other."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.careplans.models import MedicineIssue, PlanVersion
from app.careplans.queries.versions import selected, versions_of
from app.careplans.rules.standing import Version
from app.careplans.rules.stock import Portion, Treatment, left_at_home, treatment_of
from app.core.db import db

issue = MedicineIssue


def list_portions(plan_id: int, *, besides: UUID | None = None) -> list[Portion]:
    """Return what was given out under a plan and stands, in the order it was given out; ``besides`` is left out."""
    wanted = sa.select(issue.id, issue.issued_on, issue.days, issue.version_id)
    standing = wanted.where(issue.plan_id == plan_id, issue.voided_at.is_(None))
    if besides is not None:
        standing = standing.where(issue.client_key != besides)
    rows = db.session.execute(standing.order_by(issue.issued_on, issue.id)).all()
    said = _treatments({row.version_id for row in rows})
    return [Portion(row.id, row.issued_on, row.days, said[row.version_id]) for row in rows]


def days_at_home(version: Version, *, on: date, besides: UUID | None = None) -> int:
    """Return for how many days the medicine of a version is still at home on a day; ``besides`` is one not counted."""
    portions = list_portions(version.plan_id, besides=besides)
    return left_at_home(portions, on=on, treatment=treatment_of(version.plan.medicines))


def _treatments(version_ids: set[int]) -> dict[int, Treatment]:
    if not version_ids:
        return {}
    versions = versions_of(selected().where(PlanVersion.id.in_(version_ids)))
    return {each.id: treatment_of(each.plan.medicines) for each in versions}
