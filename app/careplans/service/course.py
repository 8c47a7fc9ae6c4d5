"""What every verb of a plan does: hold the person, see how the plan stands now, write the step down."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.models import CarePlan, PlanStep, PlanVersion
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.versions import selected, versions_of
from app.careplans.rules.draft import NotHeld
from app.careplans.rules.faults import faults_of
from app.careplans.rules.issuing import plan_period_faults
from app.careplans.rules.plan import Plan
from app.careplans.rules.standing import Version
from app.careplans.rules.vocabulary import Disease, Step
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.words import Text
from app.people.models import Person, PersonCondition
from app.people.queries import whereabouts_of
from app.people.rules import GONE
from app.policy import book

LONGEST_NOTE = 400
WHO_SIGNS = Text(
    "乡村医生提出方案，由签约医生签字生效。请点“提交待签”。",
    "A village doctor proposes a plan, the family doctor signs it. Please choose “Propose”.",
)
OVER = Text("这份方案已经结束，不能再改。", "This plan has ended and is not changed any more.")


def hold(person_id: int) -> Person:
    """Hold a person until the deed ends: of two who write at once the second sees what the first wrote."""
    return db.session.get_one(Person, person_id, populate_existing=True, with_for_update=True)


def hold_plan(plan_id: int) -> tuple[Person, CarePlan]:
    """Hold a plan with its person, and see how it stands now."""
    whose = db.session.scalars(sa.select(CarePlan.person_id).where(CarePlan.id == plan_id)).one()
    person = hold(whose)
    return person, db.session.get_one(CarePlan, plan_id, populate_existing=True)


def version_now(version_id: int) -> Version:
    """Return a version with what was done with it up to now."""
    return versions_of(selected().where(PlanVersion.id == version_id))[0]


def note_step(version_id: int, step: Step, *, person_id: int, by: Reader, note: str = "") -> None:
    """Write down what was done with a version."""
    said = note.strip()[:LONGEST_NOTE]
    row = PlanStep(version_id=version_id, person_id=person_id, step=step, note=said, at=clock.now())
    row.by_id, row.by_name = by.id, by.name
    db.session.add(row)
    db.session.flush()


def take_force(plan: CarePlan, version_id: int, *, by: Reader, note: str = "") -> None:
    """Put a version in force; whatever it stands in place of is replaced."""
    for number in (plan.in_force_id, plan.waiting_id, plan.draft_id):
        if number is not None and number != version_id:
            note_step(number, Step.REPLACED, person_id=plan.person_id, by=by)
    plan.in_force_id, plan.waiting_id, plan.draft_id = version_id, None, None
    note_step(version_id, Step.SIGNED, person_id=plan.person_id, by=by, note=note)


def refuse_ended(plan: CarePlan) -> None:
    """Refuse what would change a plan that has ended."""
    if plan.ended_on is not None:
        raise Conflict(OVER)


def refuse_gone(person: Person) -> None:
    """Refuse a plan for somebody who died, moved away or is lost."""
    state = whereabouts_of(person).state_on(clock.today())
    if state in GONE:
        raise Refused(
            Text(
                "{name}已登记为“{state}”，不能再写方案、开药。登记有误的，请先更正。",
                "{name} is on record as “{state}”: no plan and no medicine. If that is wrong, put it right first.",
            ).filled(name=person.name, state=state)
        )


def refuse_not_held(person_id: int, disease: Disease) -> None:
    """Refuse a plan for a disease that somebody is not on record with."""
    c = PersonCondition
    has = sa.and_(c.person_id == person_id, c.condition.in_(disease.conditions))
    if not db.session.scalar(sa.select(sa.exists().where(has, c.ended_on.is_(None), sa.not_(c.withdrawn)))):
        raise NotHeld(disease)


def refuse_faulty(plan: Plan, *, person: Person) -> None:
    """Refuse a plan that cannot be carried out, or gives more at once than the rule allows."""
    shelf, today = shelf_for(person.area_code), clock.today()
    figures = book.current().figures
    fault = next(faults_of(plan, shelf=shelf), None)
    fault = fault or next(plan_period_faults(plan, shelf=shelf, figures=figures, on=today), None)
    if fault is not None:
        raise Refused(fault[1])


def refuse_reader(by: Reader, right: Right, text: Text | None = None) -> None:
    """Refuse a deed that is not for the reader's role."""
    if not may(by.role, right):
        raise Forbidden(text)
