"""The plans in force on the form of a visit: what they say, what is asked about them, and what was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import request

from app.accounts.reader import Reader
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.checks import CheckRow
from app.careplans.queries.plans import Version, get_version, plans_in_force
from app.careplans.rules.checks import MONITORING
from app.careplans.rules.combine import agreed
from app.careplans.rules.patient import Patient
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.wording import how_measured, how_taken, named, plain
from app.core.words import Text
from app.people.models import Person
from app.visits.forms import VisitForm
from app.visits.rules import Circumstances
from app.visits.rules.followed import Followed, Taking
from app.web.language import spoken

CHANGED = Text(
    "填写期间诊疗方案有变动，下面已按现在的方案显示。您填写的其他内容都在，请核对用药情况后再保存。",
    "A care plan changed while you were filling in: the plans below are those in force now. All else you typed is kept; "
    "check what was said of medicines, then save.",
)


@dataclass(frozen=True, slots=True)
class PlanShown:
    """One plan in force as the form shows it, its medicines each with how it is taken."""

    version: Version
    followed: Followed
    medicines: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class PlansShown:
    """The plans in force, and what they ask besides medicine as one plan without contradictions."""

    plans: tuple[PlanShown, ...] = ()
    advice: tuple[tuple[Text, Text], ...] = ()
    measures: tuple[tuple[Text, Text], ...] = ()


def list_followed(person_id: int) -> tuple[Version, ...]:
    """Return the plans in force that a visit asks about."""
    return plans_in_force([person_id]).get(person_id, ())


def list_checked(checks: Sequence[CheckRow], person: Person, *, on: date, by: Reader) -> tuple[Version, ...]:
    """Return the plans a visit that is mended was asked about: those it told of, and those in force by its day."""
    told = {check.plan_id: get_version(check.version_id, reader=by) for check in checks}
    others = (version for version in list_followed(person.id) if version.starts_on <= on)
    return (*told.values(), *(version for version in others if version.plan_id not in told))


def followed(version: Version) -> Followed:
    """Return a plan in force as the form asks about it."""
    plan = version.plan
    kinds = (*dict.fromkeys(advice.kind.value for advice in plan.advice), *_measuring(version))
    medicines = tuple(
        Taking(named(one), None if one.as_needed else one.times, f"{plain(one.dose)} {one.unit.zh}")
        for one in plan.medicines
    )
    return Followed(version.plan_id, version.id, version.disease, bool(medicines), kinds, medicines)


def show_plans(
    versions: Sequence[Version], person: Person, circumstances: Circumstances, *, shelf: Shelf | None = None
) -> PlansShown:
    """Return the plans in force in words; what several of them ask is told once, by the stricter.

    ``shelf`` is the catalogue of the person's county, where it was read for many.
    """
    if not versions:
        return PlansShown()
    told_before = frozenset(each for version in versions for each in version.plan.circumstances)
    patient = Patient(circumstances.age, circumstances.sex, circumstances.held, told_before)
    plans = {version.disease: version.plan for version in versions}
    advice, monitoring = agreed(plans, shelf=shelf or shelf_for(person.area_code), patient=patient)
    return PlansShown(
        tuple(_shown(version) for version in versions),
        tuple((one.kind.text, one.text) for one in advice),
        tuple((one.monitoring.measured.text, how_measured(one.monitoring)) for one in monitoring),
    )


def say_changed(form: VisitForm) -> None:
    """Stop a form that was filled in on plans which are no longer those in force."""
    asked = {number for number in request.form.getlist("plan_versions") if number.isdecimal()}
    now = {str(plan.version_id) for plan in form.about.plans}
    if "sections" in request.form and asked != now and not form.stopped:
        form.stopped = CHANGED.said_in(spoken())


def _measuring(version: Version) -> tuple[str, ...]:
    return (MONITORING,) if version.plan.monitoring else ()


def _shown(version: Version) -> PlanShown:
    lines = tuple((named(medicine), how_taken(medicine)) for medicine in version.plan.medicines)
    return PlanShown(version, followed(version), lines)
