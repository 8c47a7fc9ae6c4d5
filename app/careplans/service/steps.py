"""What is done with a version once it is written: signed, sent back, withdrawn; and a plan's end."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.models import CarePlan
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.patients import patient_of
from app.careplans.queries.plans import plans_in_force
from app.careplans.rules.safety import warnings
from app.careplans.rules.standing import Version, end_fault
from app.careplans.rules.vocabulary import EndReason, Step
from app.careplans.service.course import (
    hold_plan,
    note_step,
    refuse_ended,
    refuse_faulty,
    refuse_gone,
    refuse_not_held,
    refuse_reader,
    take_force,
    version_now,
)
from app.careplans.service.issuing import give_out_at_signing
from app.careplans.service.refills import keep_refills
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.words import Text, short_day_text
from app.people.models import Person

OPEN = frozenset({Step.DRAFTED, Step.PROPOSED, Step.RETURNED})
SIGNERS_ONLY = Text(
    "方案由乡镇卫生院的签约医生签字。您可以提出方案，由签约医生签字生效。",
    "A plan is signed by the family doctor of the township. You may propose it; the family doctor signs.",
)

SINCE = Text(
    "还有一条提醒没有写理由：{told}请点“修订后签字”，写明理由或改处方。",
    "A warning has no reason yet: {told} Please revise before signing: state the reason or change the prescription.",
)


class Written(Protocol):
    """A version, as a record or as a plain value."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def plan_id(self) -> int:
        """The plan it belongs to."""


def sign(version: Written, *, by: Reader, issues: bool = False, note: str = "") -> Version:
    """Put a version in force; the one before is replaced by it. ``issues`` gives the medicine out today.

    Signed twice by the same hand it is signed once.
    """
    refuse_reader(by, Right.SIGN_PLANS, SIGNERS_ONLY)
    person, plan = hold_plan(version.plan_id)
    now = version_now(version.id)
    if now.state is Step.SIGNED and now.signed_by_id == by.id:
        return now
    refuse_ended(plan)
    refuse_gone(person)
    _refuse_state(now, OPEN if now.by_id == by.id else frozenset({Step.PROPOSED}))
    refuse_not_held(person.id, plan.disease)
    refuse_faulty(now.plan, person=person)
    _refuse_unanswered(now, person)
    take_force(plan, now.id, by=by, note=note)
    if issues:
        give_out_at_signing(plan, now.id, on=clock.today(), by=by)
    keep_refills(person.id)
    return version_now(now.id)


def send_back(version: Written, *, by: Reader, note: str) -> None:
    """Send a proposed version back to be mended, with what is to be mended."""
    refuse_reader(by, Right.SIGN_PLANS, SIGNERS_ONLY)
    _, plan = hold_plan(version.plan_id)
    refuse_ended(plan)
    _refuse_state(version_now(version.id), frozenset({Step.PROPOSED}))
    if not note.strip():
        raise Refused(Text("请写明要修改什么。", "Please say what is to be mended."))
    plan.waiting_id, plan.draft_id = None, version.id
    note_step(version.id, Step.RETURNED, person_id=plan.person_id, by=by, note=note)


def withdraw(version: Written, *, by: Reader, note: str = "") -> None:
    """Take back a version that never came into force; its author may, or whoever signs."""
    _, plan = hold_plan(version.plan_id)
    now = version_now(version.id)
    if not may_withdraw(now, by=by):
        raise Forbidden(
            Text("只有写的人本人或签约医生可以撤回。", "Only its author or a family doctor may withdraw it.")
        )
    refuse_ended(plan)
    _refuse_state(now, OPEN)
    plan.waiting_id, plan.draft_id = None, None
    note_step(now.id, Step.WITHDRAWN, person_id=plan.person_id, by=by, note=note)


def may_withdraw(version: Version, *, by: Reader) -> bool:
    """Return whether somebody may take a version back, as far as its author and their role say."""
    is_author = version.by_id is not None and version.by_id == by.id
    return may(by.role, Right.SIGN_PLANS) or (is_author and may(by.role, Right.WRITE_CARE))


def end_plan(plan: CarePlan, *, on: date, reason: EndReason, note: str = "", by: Reader) -> None:
    """End a plan from a day on, with the reason; one that was signed is ended by whoever may sign."""
    _, held = hold_plan(plan.id)
    refuse_ended(held)
    if held.in_force_id is None:
        refuse_reader(by, Right.WRITE_CARE)
    else:
        refuse_reader(by, Right.SIGN_PLANS, SIGNERS_ONLY)
    standing = version_now(held.in_force_id) if held.in_force_id else None
    since = standing.starts_on if standing else None
    if (fault := end_fault(on, since=since, today=clock.today(), reason=reason, note=note)) is not None:
        raise Refused(fault)
    for number in (held.in_force_id, held.waiting_id, held.draft_id):
        if number is not None:
            note_step(number, Step.ENDED, person_id=held.person_id, by=by, note=note)
    held.in_force_id, held.waiting_id, held.draft_id = None, None, None
    held.ended_on, held.end_reason = on, reason
    db.session.flush()
    keep_refills(held.person_id)


def _refuse_unanswered(version: Version, person: Person) -> None:
    """Refuse a version that a warning stands against since it was written: another plan signed, an allergy told."""
    others = {each.disease: each.plan for each in plans_in_force([person.id]).get(person.id, ())}
    found = warnings(
        others | {version.disease: version.plan},
        disease=version.disease,
        patient=patient_of(person, circumstances=version.plan.circumstances, day=clock.today()),
        shelf=shelf_for(person.area_code),
    )
    for warning in found:
        if not warning.reason_in(version.plan.acknowledged):
            raise Refused(SINCE.filled(told=warning.text))


def _refuse_state(version: Version, allowed: frozenset[Step]) -> None:
    """Refuse what somebody else did first, naming who and when."""
    if version.state in allowed:
        return
    last = version.steps[-1]
    raise Conflict(
        Text(
            "第 {number} 版已由{name}于 {day}“{step}”，请刷新后再看。",
            "Version {number} is “{step}” by {name} since {day}; please open the page anew.",
        ).filled(number=version.number, name=last.by_name, day=short_day_text(last.day), step=last.step)
    )
