"""What medicine a person was given under their plans, as the refills follow from it."""

from __future__ import annotations

import sqlalchemy as sa

from app.careplans.models import CarePlan, MedicineIssue, PlanMedicine, PlanVersion
from app.careplans.rules.refills import Given
from app.core.db import db

NONE_LEFT = ~sa.exists().where(PlanMedicine.version_id == CarePlan.in_force_id)
# A version that names no medicine any more asks for none from its first day.
ENDED_ON = sa.func.coalesce(CarePlan.ended_on, sa.case((NONE_LEFT, PlanVersion.starts_on)), type_=sa.Date())
GIVEN = (
    sa.select(
        MedicineIssue.id,
        MedicineIssue.plan_id,
        MedicineIssue.issued_on,
        MedicineIssue.runs_out_on,
        ENDED_ON,
    )
    .join(CarePlan, CarePlan.id == MedicineIssue.plan_id)
    .outerjoin(PlanVersion, PlanVersion.id == CarePlan.in_force_id)
    .where(MedicineIssue.voided_at.is_(None), MedicineIssue.person_id == sa.bindparam("person"))
    .order_by(MedicineIssue.issued_on, MedicineIssue.id)
)


def list_given(person_id: int) -> list[Given]:
    """Return all that was given out and not voided, with the day from which its plan asks for no more."""
    return [Given(*row) for row in db.session.execute(GIVEN, {"person": person_id})]
