"""Versions read whole: what each says, its medicines, and what was done with it. Three statements, however many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.careplans.models import CarePlan, PlanMedicine, PlanStep, PlanVersion
from app.careplans.rules.plan import Medicine
from app.careplans.rules.standing import StepRow, Version
from app.careplans.rules.stored import from_stored
from app.careplans.rules.vocabulary import Moment
from app.core.clock import local
from app.core.db import db

v, medicine, step = PlanVersion, PlanMedicine, PlanStep
VERSION = (
    v.id, v.plan_id, v.person_id, CarePlan.disease, v.number, v.based_on_id, v.starts_on, v.content, v.written_at,
    v.by_id, v.by_name,
)  # fmt: skip
LINE = (
    medicine.version_id, medicine.code, medicine.name, medicine.strength, medicine.dose, medicine.unit, medicine.times,
    medicine.moments, medicine.meal, medicine.route, medicine.as_needed, medicine.days, medicine.quantity,
    medicine.note,
)  # fmt: skip


def selected(*also: Any) -> sa.Select[Any]:
    """Return the start of every read of versions, each with the disease of its plan."""
    return sa.select(*VERSION, *also).join(CarePlan, CarePlan.id == v.plan_id)


def versions_of(wanted: sa.Select[Any]) -> tuple[Version, ...]:
    """Return the versions a read that began with `selected` finds, in its order."""
    return built(db.session.execute(wanted).all())


def built(rows: Sequence[Any]) -> tuple[Version, ...]:
    """Return rows of versions as whole values."""
    ids = [row.id for row in rows]
    if not ids:
        return ()
    medicines, steps = _medicines(ids), _steps(ids)
    return tuple(_version(row, medicines.get(row.id, ()), steps[row.id]) for row in rows)


def _version(row: Any, medicines: Sequence[Medicine], steps: Iterable[StepRow]) -> Version:
    return Version(
        id=row.id,
        plan_id=row.plan_id,
        person_id=row.person_id,
        disease=row.disease,
        number=row.number,
        based_on_id=row.based_on_id,
        starts_on=row.starts_on,
        plan=from_stored(row.content, medicines),
        written_at=local(row.written_at),
        by_id=row.by_id,
        by_name=row.by_name,
        steps=tuple(steps),
    )


def _medicines(ids: Sequence[int]) -> Mapping[int, Sequence[Medicine]]:
    found: dict[int, list[Medicine]] = defaultdict(list)
    wanted = sa.select(*LINE).where(medicine.version_id.in_(ids))
    for row in db.session.execute(wanted.order_by(medicine.version_id, medicine.place)):
        stated = row._asdict()
        stated["moments"] = tuple(Moment(value) for value in stated["moments"])
        found[stated.pop("version_id")].append(Medicine(**stated))
    return found


def _steps(ids: Sequence[int]) -> Mapping[int, Sequence[StepRow]]:
    found: dict[int, list[StepRow]] = defaultdict(list)
    wanted = sa.select(step.version_id, step.step, step.at, step.by_name, step.note, step.by_id)
    for row in db.session.execute(wanted.where(step.version_id.in_(ids)).order_by(step.id)):
        found[row.version_id].append(StepRow(row.step, local(row.at), row.by_name, row.note, row.by_id))
    return found
