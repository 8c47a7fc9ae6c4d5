"""The medicines of the plans in force in some areas, line by line, for whoever sees to the supply."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.scope import within
from app.careplans.models import CarePlan, MedicineIssue, PlanMedicine
from app.careplans.queries.people import is_here
from app.careplans.rules.vocabulary import Disease, DoseUnit
from app.core.db import db
from app.people.models import Person


class MedicineRow(NamedTuple):
    """One medicine of one person's plan in force; ``area_code`` is the person's village today.

    ``runs_out_on`` is the first day without what was last given out under the plan, None where nothing ever was.
    """

    person_id: int
    person_name: str
    area_code: str
    plan_id: int
    disease: Disease
    code: str
    name: str
    strength: str
    dose: float
    unit: DoseUnit
    times: int
    as_needed: bool
    quantity: float
    days: int
    runs_out_on: date | None


def medicines_in_force(areas: Sequence[str]) -> list[MedicineRow]:
    """Return the medicines of the plans in force of the people who live in some areas, person by person. One statement."""
    plan, line, given = CarePlan, PlanMedicine, run_outs()
    columns = (
        Person.id, Person.name, Person.area_code, plan.id, plan.disease, line.code, line.name, line.strength, line.dose,
        line.unit, line.times, line.as_needed, line.quantity, line.days, given.c.runs_out_on,
    )  # fmt: skip
    listed = (
        sa.select(*columns)
        .join_from(Person, plan, plan.person_id == Person.id)
        .join(line, line.version_id == plan.in_force_id)
        .outerjoin(given, given.c.plan_id == plan.id)
        .where(within(Person.area_code, areas), is_here())
    )
    ordered = listed.order_by(Person.area_code, Person.id, plan.id, line.place)
    return [MedicineRow(*row) for row in db.session.execute(ordered)]


def run_outs() -> sa.Subquery:
    """Return the first day without medicine of every plan, by what was given out last and stands."""
    issue, later = MedicineIssue, sa.orm.aliased(MedicineIssue)
    after = sa.tuple_(later.issued_on, later.id) > sa.tuple_(issue.issued_on, issue.id)
    newer = sa.exists().where(later.plan_id == issue.plan_id, later.voided_at.is_(None), after)
    last = sa.select(issue.plan_id, issue.runs_out_on).where(issue.voided_at.is_(None), ~newer)
    return last.subquery("given")
