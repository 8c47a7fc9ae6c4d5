"""Reads of plans: one person's, many people's, one version and its history, the medicine given out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.careplans.models import CarePlan, MedicineIssue, PlanVersion
from app.careplans.queries.versions import selected, versions_of
from app.careplans.rules.standing import IssueRow, PlanRow, StepRow, Version
from app.careplans.rules.stored import long_term_from, remote_from
from app.careplans.rules.vocabulary import Disease
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import may_see

__all__ = [
    "IssueRow",
    "PlanRow",
    "StepRow",
    "Version",
    "get_plan",
    "get_version",
    "issues_of",
    "list_issues",
    "list_plans",
    "list_versions",
    "plans_in_force",
    "runs_out_of",
]

LARGEST_ID = 2**31 - 1
IN_ORDER = {disease: place for place, disease in enumerate(Disease)}
# Beyond this a database takes no longer list of numbers in one statement.
CHUNK = 500
plan, issue = CarePlan, MedicineIssue
POINTERS = (plan.in_force_id, plan.waiting_id, plan.draft_id)


def list_plans(person_id: int) -> tuple[PlanRow, ...]:
    """Return a person's plans, open ones first, in the order of the diseases. Four statements."""
    ends = runs_out_of(plan.id).label("runs_out_on")
    columns = (plan.id, plan.disease, *POINTERS, plan.ended_on, plan.end_reason, ends)
    rows = db.session.execute(sa.select(*columns).where(plan.person_id == person_id)).all()
    pointed = {number for row in rows for number in row[2:5] if number is not None}
    found = versions_of(selected().where(PlanVersion.id.in_(pointed))) if pointed else ()
    versions = {each.id: each for each in found}
    return tuple(sorted((_row(row, versions) for row in rows), key=_open_ones_first))


def get_plan(plan_id: int, *, reader: Reader) -> CarePlan:
    """Return a plan of somebody of the reader's areas; foreign equals absent."""
    wanted = sa.select(plan).join(Person, Person.id == plan.person_id)
    found = db.session.scalar(wanted.where(plan.id == min(plan_id, LARGEST_ID), may_see(reader)))
    if found is None:
        raise NotFound
    return found


def get_version(version_id: int, *, reader: Reader) -> Version:
    """Return one version of a plan of somebody of the reader's areas; foreign equals absent."""
    wanted = selected().join(Person, Person.id == plan.person_id)
    found = versions_of(wanted.where(PlanVersion.id == min(version_id, LARGEST_ID), may_see(reader)))
    if not found:
        raise NotFound
    return found[0]


def list_versions(plan_id: int) -> tuple[Version, ...]:
    """Return every version of a plan, the newest first."""
    wanted = selected().where(PlanVersion.plan_id == plan_id)
    return versions_of(wanted.order_by(PlanVersion.number.desc()))


def plans_in_force(person_ids: Collection[int]) -> dict[int, tuple[Version, ...]]:
    """Return the versions in force of many people, in the order of the diseases; whoever has none is left out."""
    found: dict[int, list[Version]] = defaultdict(list)
    ids = sorted(person_ids)
    for at in range(0, len(ids), CHUNK):
        standing = plan.in_force_id == PlanVersion.id
        some = plan.person_id.in_(ids[at : at + CHUNK])
        for version in versions_of(selected().where(standing, some).order_by(PlanVersion.id)):
            found[version.person_id].append(version)
    return {person_id: _ordered(versions) for person_id, versions in found.items()}


def list_issues(plan_id: int) -> tuple[IssueRow, ...]:
    """Return the medicine given out under a plan, the newest first, voided ones among it."""
    return _issues(issue.plan_id == plan_id)


def issues_of(person_id: int) -> dict[int, tuple[IssueRow, ...]]:
    """Return the same for every plan of a person, by the plan. One statement."""
    found: dict[int, list[IssueRow]] = defaultdict(list)
    for row in _issues(issue.person_id == person_id):
        found[row.plan_id].append(row)
    return {plan_id: tuple(rows) for plan_id, rows in found.items()}


def _issues(which: sa.ColumnElement[bool]) -> tuple[IssueRow, ...]:
    columns = (
        issue.id, issue.plan_id, issue.version_id, issue.issued_on, issue.days, issue.runs_out_on, issue.long_term,
        issue.remote, issue.note, issue.issued_at, issue.by_id, issue.by_name, issue.voided_at, issue.void_reason,
    )  # fmt: skip
    wanted = sa.select(*columns).where(which)
    rows = db.session.execute(wanted.order_by(issue.issued_on.desc(), issue.id.desc())).mappings()
    return tuple(_issue(dict(row)) for row in rows)


def runs_out_of(plan_id: Any) -> sa.ScalarSelect[Any]:
    """Return the first day without medicine of a plan, by what was given out and stands; for a read of plans."""
    ends = sa.select(issue.runs_out_on).where(issue.plan_id == plan_id, issue.voided_at.is_(None))
    return ends.order_by(issue.issued_on.desc(), issue.id.desc()).limit(1).scalar_subquery()


def _row(row: Any, versions: Mapping[int, Version]) -> PlanRow:
    return PlanRow(
        plan_id=row.id,
        disease=row.disease,
        in_force=versions.get(row.in_force_id),
        waiting=versions.get(row.waiting_id),
        draft=versions.get(row.draft_id),
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        runs_out_on=row.runs_out_on,
    )


def _issue(stated: dict[str, Any]) -> IssueRow:
    agreed, guided = long_term_from(stated.pop("long_term")), remote_from(stated.pop("remote"))
    return IssueRow(**stated, long_term=agreed, remote=guided)


def _ordered(versions: Iterable[Version]) -> tuple[Version, ...]:
    return tuple(sorted(versions, key=lambda version: (IN_ORDER[version.disease], version.plan_id)))


def _open_ones_first(row: PlanRow) -> tuple[bool, int, int]:
    return row.ended_on is not None, IN_ORDER[row.disease], -row.plan_id
