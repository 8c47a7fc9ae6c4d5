"""Writing: one version of a plan, kept, proposed or signed; it never changes after."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.models import CarePlan, PlanMedicine, PlanVersion
from app.careplans.rules.draft import WRITTEN_AS, Draft, Stale, starting_fault
from app.careplans.rules.plan import Medicine
from app.careplans.rules.stored import as_stored
from app.careplans.rules.vocabulary import Disease, Step
from app.careplans.service.course import (
    WHO_SIGNS,
    hold,
    note_step,
    refuse_ended,
    refuse_faulty,
    refuse_gone,
    refuse_not_held,
    refuse_reader,
    take_force,
)
from app.careplans.service.issuing import give_out_at_signing
from app.careplans.service.refills import keep_refills
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.words import Text
from app.people.models import Person

FOREIGN = Text(
    "这张表单不是这位居民这个病种的，请从方案页重新打开。",
    "This form belongs to another plan; please open it anew from the page of plans.",
)


def write_version(person: Person, draft: Draft, *, by: Reader) -> PlanVersion:
    """Write a version of a person's plan for a disease, and put it in force where it goes in signed.

    A sender may deliver the same draft twice; the second time finds the first on record and changes nothing. Written
    from a version that no longer stands, it is refused with the one that does.
    """
    held = hold(person.id)
    if (known := _delivered(draft, held)) is not None:
        return known
    _refuse_impossible(held, draft, by)
    plan = _plan_for(held, draft)
    _refuse_stale(plan, draft)
    version = _added(plan, draft, by=by)
    _go_in(plan, version, draft, by=by)
    if draft.step is Step.SIGNED:
        if draft.issues:
            give_out_at_signing(plan, version.id, on=draft.starts_on, by=by)
        keep_refills(held.id)
    return version


def _delivered(draft: Draft, person: Person) -> PlanVersion | None:
    known = db.session.scalar(sa.select(PlanVersion).where(PlanVersion.client_key == draft.client_key))
    if known is not None and known.person_id != person.id:
        raise Conflict(FOREIGN)
    return known


def _refuse_impossible(person: Person, draft: Draft, by: Reader) -> None:
    refuse_reader(by, Right.WRITE_CARE)
    if draft.step not in WRITTEN_AS:
        raise ValueError(f"a version is not written as {draft.step}")
    if draft.step is Step.SIGNED and not may(by.role, Right.SIGN_PLANS):
        # Not a page of its own: the form stands there again with what was typed and the button that is theirs.
        raise Refused(WHO_SIGNS)
    refuse_gone(person)
    refuse_not_held(person.id, draft.disease)
    if (fault := starting_fault(draft.starts_on, today=clock.today(), born_on=person.born_on)) is not None:
        raise Refused(fault)
    if draft.step is not Step.DRAFTED:
        refuse_faulty(draft.plan, person=person)


def _plan_for(person: Person, draft: Draft) -> CarePlan:
    """Return the plan a version belongs to: that of the version it was written from, else the open one, else a new one."""
    found = _plan_of(draft.based_on_id) if draft.based_on_id else _open_plan(person.id, draft.disease)
    if found is not None:
        if (found.person_id, found.disease) != (person.id, draft.disease):
            raise Conflict(FOREIGN)
        refuse_ended(found)
        return found
    opened = CarePlan(person_id=person.id, disease=draft.disease, opened_at=clock.now())
    db.session.add(opened)
    db.session.flush()
    return opened


def _plan_of(version_id: int) -> CarePlan:
    wanted = sa.select(CarePlan).join(PlanVersion, PlanVersion.plan_id == CarePlan.id)
    plan = db.session.scalar(
        wanted.where(PlanVersion.id == version_id).execution_options(populate_existing=True)
    )
    if plan is None:
        raise Conflict(FOREIGN)
    return plan


def _open_plan(person_id: int, disease: Disease) -> CarePlan | None:
    """Return the open plan for a disease; of two, which merged records may have, the one in force."""
    wanted = sa.select(CarePlan).where(CarePlan.person_id == person_id, CarePlan.disease == disease)
    wanted = wanted.where(CarePlan.ended_on.is_(None)).order_by(CarePlan.in_force_id.is_(None), CarePlan.id)
    return db.session.scalar(wanted.limit(1).execution_options(populate_existing=True))


def _refuse_stale(plan: CarePlan, draft: Draft) -> None:
    newest = plan.waiting_id or plan.draft_id or plan.in_force_id
    if newest is None or newest == draft.based_on_id:
        return
    version = db.session.get_one(PlanVersion, newest)
    raise Stale(
        newer_id=newest, number=version.number, by_name=version.by_name, at=clock.local(version.written_at)
    )


def _added(plan: CarePlan, draft: Draft, *, by: Reader) -> PlanVersion:
    last = sa.select(sa.func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)
    version = PlanVersion(
        client_key=draft.client_key,
        plan_id=plan.id,
        person_id=plan.person_id,
        number=(db.session.scalar(last) or 0) + 1,
        based_on_id=draft.based_on_id,
        starts_on=draft.starts_on,
        content=as_stored(draft.plan),
        written_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(version)
    db.session.flush()
    lines = (_line(version.id, place, each) for place, each in enumerate(draft.plan.medicines))
    db.session.add_all(lines)
    db.session.flush()
    return version


def _line(version_id: int, place: int, medicine: Medicine) -> PlanMedicine:
    return PlanMedicine(
        version_id=version_id,
        place=place,
        code=medicine.code,
        name=medicine.name,
        strength=medicine.strength,
        dose=medicine.dose,
        unit=medicine.unit,
        times=medicine.times,
        moments=[moment.value for moment in medicine.moments],
        meal=medicine.meal,
        route=medicine.route,
        as_needed=medicine.as_needed,
        days=medicine.days,
        quantity=medicine.quantity,
        note=medicine.note,
    )


def _go_in(plan: CarePlan, version: PlanVersion, draft: Draft, *, by: Reader) -> None:
    """Let the plan point at the new version; one that was being written or waited before is replaced by it."""
    if draft.step is Step.SIGNED:
        take_force(plan, version.id, by=by)
        return
    if (before := plan.waiting_id or plan.draft_id) is not None:
        note_step(before, Step.REPLACED, person_id=plan.person_id, by=by)
    is_proposed = draft.step is Step.PROPOSED
    plan.waiting_id, plan.draft_id = (version.id, None) if is_proposed else (None, version.id)
    note_step(version.id, draft.step, person_id=plan.person_id, by=by)
