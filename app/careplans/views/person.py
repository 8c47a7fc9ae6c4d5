"""Everything a person is under: the plans as one, then each disease with what changed, what waits, what was given out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.queries import area_name
from app.accounts.rights import Right, may
from app.careplans.queries.catalogue import shelf_for
from app.careplans.queries.history import history_of
from app.careplans.queries.patients import patient_of
from app.careplans.queries.plans import IssueRow, PlanRow, Version, issues_of, list_plans
from app.careplans.rules.combine import combine
from app.careplans.rules.difference import Change, differences
from app.careplans.rules.plan import Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.telling import ToldPlan, replaced_by, told
from app.careplans.rules.vocabulary import Circumstance, Disease
from app.careplans.views.door import bp
from app.careplans.views.opening import open_person
from app.core import clock
from app.people.queries import whereabouts_of
from app.people.rules import GONE
from app.policy.terms import Condition
from app.web.session import needs, signed_in


class Card(NamedTuple):
    """One disease as its card shows it; ``asked`` is what waits, with what it would change."""

    row: PlanRow
    told: ToldPlan | None
    since: Version | None
    asked: Version | None
    asks: tuple[Change, ...]
    issues: Sequence[IssueRow]
    versions: Sequence[Version]


@bp.get("/people/<int:person_id>/careplans", endpoint="person")
@needs(Right.READ_CARE)
def of_person(person_id: int) -> ResponseReturnValue:
    """Show a resident's plans as one, then each of them."""
    person = open_person(person_id)
    reader, day = signed_in(), clock.today()
    rows, history, shelf = list_plans(person_id), history_of(person_id), shelf_for(person.area_code)
    open_rows = [row for row in rows if row.ended_on is None]
    plans = {row.disease: row.in_force.plan for row in open_rows if row.in_force}
    issues = issues_of(person_id)
    patient = patient_of(person, circumstances=_circumstances(plans), day=day)
    return render_template(
        "careplans/person.html",
        person=person,
        village=area_name(person.area_code),
        combined=combine(plans, shelf=shelf, patient=patient) if plans else None,
        cards=[
            _card(row, history.get(row.plan_id, ()), issues.get(row.plan_id, ()), shelf) for row in open_rows
        ],
        ended=[(row, history.get(row.plan_id, ())) for row in rows if row.ended_on is not None],
        without=_without(patient.conditions, {row.disease for row in open_rows}),
        writes=may(reader.role, Right.WRITE_CARE) and whereabouts_of(person).state_on(day) not in GONE,
        signs=may(reader.role, Right.SIGN_PLANS),
        me=reader.id,
    )


def _card(row: PlanRow, versions: Sequence[Version], issues: Sequence[IssueRow], shelf: Shelf) -> Card:
    """Return a disease's card: the version in force beside the one before, and what waits beside the one in force."""
    now = row.in_force
    since = replaced_by(now, versions) if now else None
    changes = differences(since.plan, now.plan, shelf=shelf) if now and since else ()
    asked = row.waiting or row.draft
    return Card(
        row=row,
        told=told(now.plan, shelf=shelf, changes=changes) if now else None,
        since=since,
        asked=asked,
        asks=differences(now.plan if now else None, asked.plan, shelf=shelf) if asked else (),
        issues=issues,
        versions=versions,
    )


def _circumstances(plans: Mapping[Disease, Plan]) -> list[Circumstance]:
    return [one for plan in plans.values() for one in plan.circumstances]


def _without(held: frozenset[Condition], planned: set[Disease]) -> list[Disease]:
    """Return the diseases somebody has and no plan is open for."""
    return [disease for disease in Disease if held & set(disease.conditions) and disease not in planned]
