"""Plans handed from one record of a resident to another and back, with everything that was done under them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.careplans.models import CarePlan, MedicineIssue, PlanCheck, PlanStep, PlanVersion
from app.careplans.service.refills import keep_refills
from app.core.db import db
from app.people.models import Person

Journal = dict[str, Any]
Owned = CarePlan | PlanVersion | PlanStep | MedicineIssue | PlanCheck
# What belongs to a plan follows it; a version says what it said, only whose it is changes.
OF_A_PLAN = (PlanVersion, MedicineIssue, PlanCheck)


def adopt(kept: Person, other: Person, *, area_code: str) -> Journal:
    """Hand every plan of one record to the one that stays. Two plans for one disease stay two until one is ended."""
    plans = list(db.session.scalars(sa.select(CarePlan.id).where(CarePlan.person_id == other.id)))
    areas = {str(kept.id): kept.area_code, str(other.id): other.area_code}
    _hand_over(sorted(plans), to=kept, from_=other)
    _list_checks(kept, area_code)
    return {"plans": sorted(plans), "areas": areas}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand the plans back as they are now: what was written under one since the merge goes with it."""
    # A merge of before there were plans moved none.
    if not (plans := journal.get("plans")):
        return
    _hand_over(plans, to=other, from_=kept)
    for person in (kept, other):
        _list_checks(person, person.area_code)


def settle(*people: Person) -> None:
    """Work out anew which refills are owed, once the ledgers themselves were handed over."""
    # Of a record without a plan too: medicine given out while two were one may have left it something owed.
    for person in people:
        keep_refills(person.id)


def _hand_over(plans: list[int], *, to: Person, from_: Person) -> None:
    if not plans:
        return
    details = {"person": to.id, "from": from_.id}
    mine = sa.select(PlanVersion.id).where(PlanVersion.plan_id.in_(plans))
    owned: list[tuple[type[Owned], sa.ColumnElement[bool]]] = [
        (CarePlan, CarePlan.id.in_(plans)),
        (PlanStep, PlanStep.version_id.in_(mine)),
        *((each, each.plan_id.in_(plans)) for each in OF_A_PLAN),
    ]
    for table, which in owned:
        note_bulk(table.__tablename__, count=len(plans), details=details)
        _write(sa.update(table).where(which).values(person_id=to.id))


def _list_checks(person: Person, area_code: str) -> None:
    """List what was told of the plans where the resident is looked after."""
    elsewhere = (PlanCheck.person_id == person.id) & (PlanCheck.area_code != area_code)
    if count := db.session.scalar(sa.select(sa.func.count(PlanCheck.id)).where(elsewhere)):
        note_bulk(PlanCheck.__tablename__, count=count, details={"changed": ["area_code"]})
        _write(sa.update(PlanCheck).where(elsewhere).values(area_code=area_code))


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
    db.session.expire_all()
