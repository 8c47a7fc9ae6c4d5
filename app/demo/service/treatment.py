"""The invented care plans written, signed, revised, returned and ended, with the medicine given out under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from app.accounts.reader import Reader
from app.careplans.models import CarePlan, PlanVersion
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.patients import patient_of
from app.careplans.rules.draft import Draft
from app.careplans.rules.issuing import IssueEntry
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Acknowledged, LongTerm, Plan, Remote
from app.careplans.rules.reasons import Safety
from app.careplans.rules.safety import warnings
from app.careplans.rules.shelf import Shelf, fill, medicine_of
from app.careplans.rules.standing import days_given
from app.careplans.rules.vocabulary import Disease, EndReason, Step
from app.careplans.service.issuing import issue_medicine
from app.careplans.service.steps import end_plan, send_back, sign
from app.careplans.service.writing import write_version
from app.core.db import db
from app.demo.rules import TOWN, Villager
from app.demo.rules.kept import InForce
from app.demo.rules.treatment import LONG, NEXT, UNSIGNED, Course, Fate, Treatment
from app.demo.service.residents import Township
from app.people.models import Person

# Given to who has a disease of the lungs as well, so that one plan has to say why.
BETA_BLOCKER, WITH_DIABETES = "metoprolol-er", "hypertension-complicated"
RETURNED = "请先复查血钾和肾功能，再定第二种药的用量（虚构）"
ENDED = "转到县医院专科治疗，出院后再定方案（虚构）"
REASONS: Mapping[Safety, str] = {
    Safety.ALLERGY: "本人说多年前用后起皮疹，近年同类药未再发生；小剂量试用，家属知情（虚构）",
    Safety.PAIR: "两种药都需要，都从小剂量开始，已约好复查的日子，不舒服先来诊（虚构）",
    Safety.CAUTION: "县医院专科医生建议使用，小剂量开始，每次随访数脉搏、听肺部（虚构）",
}
OTHERWISE = "已逐项核对，权衡后按本方执行，两周后复诊（虚构）"
LONG_TERM = LongTerm(
    assessment="近三次血压都达标，无不适，病情稳定（虚构）",
    taught=True,
    note="已讲清怎样服药、自测和什么时候来诊（虚构）",
    signed_by="本人签字（虚构）",
)
AGREED = "同意，先从小剂量开始，四周后复查（虚构）"
# The medicine before was fetched so long before the last, while some was left.
BEFORE, A_DAY = timedelta(days=20), timedelta(days=1)


@dataclass(slots=True)
class Chart:
    """One resident's plans while they are written: what each says, and which versions are in force."""

    person: Person
    treatment: Treatment
    patient: Patient
    dice: Random
    plans: dict[Disease, Plan] = field(default_factory=dict)
    signed: list[InForce] = field(default_factory=list)

    def key(self) -> UUID:
        """Return the key of the next form."""
        return UUID(int=self.dice.getrandbits(128), version=4)


@dataclass(frozen=True, slots=True)
class Desk:
    """The two doctors who write, what they write from, and the day it is."""

    village: Reader
    family: Reader
    shelf: Shelf
    today: date


def treat(treatments: Mapping[int, Treatment], town: Township) -> Iterator[InForce]:
    """Write everybody's plans and yield the versions that were in force."""
    shelf = shelf_for(TOWN)
    for key, treatment in treatments.items():
        resident = town.residents[key]
        desk = Desk(town.doctors[resident.village], town.family_doctor, shelf, town.today)
        chart = _chart(key, resident, treatment, today=town.today)
        _write_all(chart, desk)
        yield from chart.signed


def _chart(key: int, resident: Villager, treatment: Treatment, *, today: date) -> Chart:
    person = db.session.get_one(Person, key)
    return Chart(person, treatment, patient_of(person, day=today), Random(f"{resident.number} plans"))


def _write_all(chart: Chart, desk: Desk) -> None:
    treatment = chart.treatment
    first, *others = treatment.courses
    for course in others:
        _sign(chart, course.disease, _proposed(chart, course, desk), desk)
    _write_first(chart, first, desk)
    if not treatment.begun_at_once:
        _give_out(chart, desk, on=treatment.issued_on)


def _write_first(chart: Chart, course: Course, desk: Desk) -> None:
    """Write the plan of the first disease, and let become of it what is to become."""
    fate, treatment = chart.treatment.fate, chart.treatment
    plan = _proposed(chart, course, desk)
    if fate in UNSIGNED:
        _hand_in(chart, course.disease, plan, desk)
        return
    version = _sign(chart, course.disease, plan, desk)
    if fate is Fate.REVISED:
        _give_out(chart, desk, on=treatment.issued_on - BEFORE)
        _revise(chart, course, desk, version)
    elif fate is Fate.REVISION_PROPOSED:
        _hand_in(chart, course.disease, _next(chart, course, desk), desk, based_on=version.id)
    elif fate is Fate.ENDED:
        held = chart.signed.pop()
        chart.signed.append(replace(held, until=treatment.revised_on))
        ended = db.session.get_one(CarePlan, version.plan_id)
        end_plan(ended, on=treatment.revised_on, reason=EndReason.ELSEWHERE, note=ENDED, by=desk.family)


def _proposed(chart: Chart, course: Course, desk: Desk) -> Plan:
    """Return the plan of a template, without what another plan gives already, and with reasons for what is asked."""
    template = desk.shelf.template(course.template)
    assert template is not None
    plan = fill(template, desk.shelf)
    taken = {
        one.code
        for disease, each in chart.plans.items()
        if disease is not course.disease
        for one in each.medicines
    }
    plan = replace(plan, medicines=tuple(one for one in plan.medicines if one.code not in taken))
    if chart.treatment.days == LONG:
        plan = replace(plan, long_term=LONG_TERM)
    return _answered(chart, course.disease, plan, desk)


def _next(chart: Chart, course: Course, desk: Desk) -> Plan:
    """Return what the plan is revised to; somebody with several diseases gets a beta blocker beside."""
    is_combined = len(chart.treatment.courses) > 1 and course.disease is Disease.HYPERTENSION
    code = WITH_DIABETES if is_combined else NEXT[course.disease]
    plan = _proposed(chart, Course(course.disease, code), desk)
    drug = desk.shelf.drug(BETA_BLOCKER)
    if not is_combined or drug is None:
        return plan
    return _answered(
        chart, course.disease, replace(plan, medicines=(*plan.medicines, medicine_of(drug))), desk
    )


def _answered(chart: Chart, disease: Disease, plan: Plan, desk: Desk) -> Plan:
    """Return a plan with a reason for everything its safety asks, as the form would have had it."""
    chart.plans[disease] = plan
    asked = warnings(chart.plans, disease=disease, patient=chart.patient, shelf=desk.shelf)
    reasons: tuple[Acknowledged, ...] = tuple(
        one.acknowledged(REASONS.get(one.rule, OTHERWISE)) for one in asked
    )
    chart.plans[disease] = answered = replace(plan, acknowledged=reasons)
    return answered


def _sign(chart: Chart, disease: Disease, plan: Plan, desk: Desk) -> PlanVersion:
    treatment = chart.treatment
    draft = Draft(
        client_key=chart.key(),
        disease=disease,
        plan=plan,
        starts_on=treatment.since,
        step=Step.SIGNED,
        issues=treatment.begun_at_once and bool(plan.medicines),
    )
    version = write_version(chart.person, draft, by=desk.family)
    _keep(chart, version, disease)
    return version


def _revise(chart: Chart, course: Course, desk: Desk, before: PlanVersion) -> None:
    """Let the village doctor propose the plan anew and the family doctor sign it; the version before held until then."""
    version = _hand_in(chart, course.disease, _next(chart, course, desk), desk, based_on=before.id)
    sign(version, by=desk.family, note=AGREED)
    held = chart.signed.pop()
    chart.signed.append(replace(held, until=version.starts_on))
    _keep(chart, version, course.disease)


def _keep(chart: Chart, version: PlanVersion, disease: Disease) -> None:
    person_id, number = chart.person.id, version.plan_id
    chart.signed.append(InForce(person_id, number, version.id, disease, version.starts_on))


def _hand_in(
    chart: Chart, disease: Disease, plan: Plan, desk: Desk, *, based_on: int | None = None
) -> PlanVersion:
    """Let the village doctor hand a version in, or keep it as a draft; one comes back."""
    fate, on = chart.treatment.fate, chart.treatment.revised_on
    step = Step.DRAFTED if fate is Fate.DRAFTED else Step.PROPOSED
    draft = Draft(chart.key(), disease, plan, on, based_on_id=based_on, step=step)
    version = write_version(chart.person, draft, by=desk.village)
    if fate is Fate.RETURNED:
        send_back(version, by=desk.family, note=RETURNED)
    return version


def _give_out(chart: Chart, desk: Desk, *, on: date) -> None:
    """Give out the medicine of every plan in force; of one that began since, from its first day."""
    treatment = chart.treatment
    is_long = treatment.days == LONG
    for held in (each for each in chart.signed if each.until is None):
        days = days_given(chart.plans[held.disease].medicines)
        if days is None:
            continue
        entry = IssueEntry(
            client_key=chart.key(),
            issued_on=max(on, held.since),
            days=LONG if is_long else days,
            long_term=LONG_TERM if is_long else None,
            remote=_guidance(on) if treatment.guided else None,
        )
        issue_medicine(db.session.get_one(CarePlan, held.plan_id), entry, by=desk.family)


def _guidance(on: date) -> Remote:
    return Remote("演示市人民医院（虚构）", "顾医生（虚构）", on - A_DAY)
