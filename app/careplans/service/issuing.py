"""Medicine given out under a plan in force: noted once, voided with a reason, and the next refill reckoned."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.models import CarePlan, MedicineIssue
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.stock import days_at_home, list_portions
from app.careplans.rules.doses import runs_out_on
from app.careplans.rules.issuing import IssueEntry, general_days, period_faults, stock_fault, stocked_days
from app.careplans.rules.standing import Version, days_given
from app.careplans.rules.stock import lasting
from app.careplans.rules.stored import long_term_stored, remote_stored
from app.careplans.service.course import (
    hold,
    hold_plan,
    refuse_ended,
    refuse_gone,
    refuse_reader,
    version_now,
)
from app.careplans.service.refills import keep_refills
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.words import Text
from app.people.models import Person
from app.policy import book

LONGEST_NOTE, LONGEST_REASON = 400, 200
NOT_IN_FORCE = Text(
    "方案还没有签字生效，不能开药。请先由签约医生签字。",
    "The plan is not signed yet, so no medicine is given out: let the family doctor sign it first.",
)
NO_MEDICINE = Text(
    "这份方案没有药，不用续方。要加药，请修订方案。",
    "This plan has no medicine. To add some, revise the plan.",
)
FOREIGN = Text(
    "这张续方单是另一份方案的，请从方案页重新打开。",
    "This form belongs to another plan; please open it anew from the page of plans.",
)
SIGNER_ONLY = Text(
    "开药超过 {weeks} 周的长期处方由签约医生开。请改短天数，或请签约医生开。",
    "More than {weeks} weeks is for the family doctor: give fewer days, or ask the family doctor.",
)


def issue_medicine(plan: CarePlan, entry: IssueEntry, *, by: Reader) -> MedicineIssue:
    """Note that medicine was given out under a plan in force; a sender may deliver the same entry twice."""
    person, held = hold_plan(plan.id)
    if (known := _delivered(entry, held)) is not None:
        return known
    refuse_reader(by, Right.WRITE_CARE)
    refuse_gone(person)
    refuse_ended(held)
    if held.in_force_id is None:
        raise Refused(NOT_IN_FORCE)
    version = version_now(held.in_force_id)
    _refuse_day(entry.issued_on, version)
    _refuse_period(version, entry, person=person, by=by)
    issue = _added(held, version.id, entry, by=by)
    keep_refills(person.id)
    return issue


def give_out_at_signing(plan: CarePlan, version_id: int, *, on: date, by: Reader) -> None:
    """Note that the medicine of a version is given out with the signature, for as long as the prescription says."""
    version = version_now(version_id)
    said = version.plan
    if (days := days_given(said.medicines)) is None:
        return
    entry = IssueEntry(
        client_key=uuid4(), issued_on=on, days=days, long_term=said.long_term, remote=said.remote
    )
    _refuse_period(version, entry, person=db.session.get_one(Person, plan.person_id), by=by)
    _added(plan, version_id, entry, by=by)


def void_issue(issue: MedicineIssue, *, reason: str, by: Reader) -> None:
    """Void a note of medicine given out that was wrong; only its author or a family doctor may."""
    hold(issue.person_id)
    db.session.refresh(issue)
    if not may_void_issue(issue.by_id, by=by):
        raise Forbidden(
            Text("只有开药的人本人或签约医生可以作废。", "Only its author or a family doctor may void it.")
        )
    if issue.voided_at is not None:
        raise Conflict(Text("这次开药已经作废。", "This issue has been voided already."))
    if not reason.strip():
        raise Refused(Text("请写明作废原因。", "Please state why it is voided."))
    issue.voided_at, issue.void_reason = clock.now(), reason.strip()[:LONGEST_REASON]
    _settle_run_outs(issue.plan_id)
    keep_refills(issue.person_id)


def may_void_issue(author_id: int | None, *, by: Reader) -> bool:
    """Return whether somebody may void what an author noted."""
    is_author = author_id is not None and author_id == by.id
    return may(by.role, Right.SIGN_PLANS) or (is_author and may(by.role, Right.WRITE_CARE))


def _delivered(entry: IssueEntry, plan: CarePlan) -> MedicineIssue | None:
    known = db.session.scalar(sa.select(MedicineIssue).where(MedicineIssue.client_key == entry.client_key))
    if known is not None and known.plan_id != plan.id:
        raise Conflict(FOREIGN)
    return known


def _refuse_day(issued_on: date, version: Version) -> None:
    if issued_on > clock.today():
        raise Refused(
            Text(
                "开药日期不能晚于今天，请核对。",
                "Medicine cannot have been given out after today; please check.",
            )
        )
    if issued_on < version.starts_on:
        raise Refused(
            Text(
                "开药日期早于方案起始日（{day}），请核对。",
                "That is before the plan starts ({day}); please check.",
            ).filled(day=version.starts_on)
        )


def _refuse_period(version: Version, entry: IssueEntry, *, person: Person, by: Reader) -> None:
    """Refuse more days than the rule allows, or than the reader's role may give, with what is still at home."""
    medicines = version.plan.medicines
    if not medicines:
        raise Refused(NO_MEDICINE)
    shelf, figures, on = shelf_for(person.area_code), book.current().figures, entry.issued_on
    told = period_faults(
        entry.days, medicines, long_term=entry.long_term, shelf=shelf, figures=figures, on=on
    )
    if (fault := next(told, None)) is not None:
        raise Refused(fault[1])
    at_home = days_at_home(version, on=on)
    if (stocked := stock_fault(entry, at_home, medicines, shelf=shelf, figures=figures)) is not None:
        raise Refused(stocked)
    usual = general_days(figures, on=on)
    if stocked_days(entry.days, at_home, figures=figures, on=on) > usual and not may(
        by.role, Right.SIGN_PLANS
    ):
        raise Refused(SIGNER_ONLY.filled(weeks=usual // 7))


def _added(plan: CarePlan, version_id: int, entry: IssueEntry, *, by: Reader) -> MedicineIssue:
    issue = MedicineIssue(
        client_key=entry.client_key,
        plan_id=plan.id,
        version_id=version_id,
        person_id=plan.person_id,
        issued_on=entry.issued_on,
        days=entry.days,
        runs_out_on=runs_out_on(entry.issued_on, entry.days),
        long_term=long_term_stored(entry.long_term),
        remote=remote_stored(entry.remote),
        note=entry.note.strip()[:LONGEST_NOTE],
        issued_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(issue)
    _settle_run_outs(plan.id)
    return issue


def _settle_run_outs(plan_id: int) -> None:
    """Let everything given out under a plan last from where the one before it ends, as it stands now."""
    db.session.flush()
    for each in lasting(list_portions(plan_id)):
        issue = db.session.get_one(MedicineIssue, each.portion.number)
        if issue.runs_out_on != each.runs_out_on:
            issue.runs_out_on = each.runs_out_on
    db.session.flush()
