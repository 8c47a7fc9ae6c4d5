"""The work of plans in a reader's villages: to be signed, to be mended, running out, not yet written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.careplans.models import CarePlan, PlanStep
from app.careplans.queries.medicines import run_outs
from app.careplans.queries.people import DISEASE_HELD, is_here, lacks_a_plan
from app.careplans.rules.vocabulary import Disease, Step
from app.careplans.rules.work import PlanFilter, WorkKind
from app.core import clock
from app.core.db import db
from app.people.models import Person, PersonCondition
from app.people.queries import may_see

plan = CarePlan
POINTER = {WorkKind.WAITING: plan.waiting_id, WorkKind.RETURNED: plan.draft_id}
WHO = (Person.id, Person.name, sa.func.coalesce(Area.name, "").label("village"), Person.group_name)


class PlanWork(NamedTuple):
    """One line: a person and, where there is one, the plan it is about.

    ``step`` is what was done last with the version, ``at`` when and ``by_name`` by whom; ``runs_out_on`` is the first
    day without medicine.
    """

    person_id: int
    person_name: str
    village: str
    group_name: str
    diseases: tuple[Disease, ...]
    plan_id: int | None = None
    version_id: int | None = None
    step: Step | None = None
    by_name: str = ""
    at: datetime | None = None
    note: str = ""
    runs_out_on: date | None = None


def list_work(reader: Reader, wanted: PlanFilter, *, limit: int = 50, offset: int = 0) -> list[PlanWork]:
    """Return the lines of one kind of work: what waits longest or ends soonest first, people without a plan by village.

    One statement, two for people without a plan.
    """
    listed = {
        WorkKind.WAITING: _versions,
        WorkKind.RETURNED: _versions,
        WorkKind.RUNNING_OUT: _running_out,
        WorkKind.WITHOUT: _without,
    }[wanted.kind]
    return listed(reader, wanted, limit, offset)


def count_plan_work(reader: Reader, *, village: str = "", within_days: int = 14) -> dict[WorkKind, int]:
    """Return how many lines each kind of work has. One statement."""
    counts = [
        _selected(reader, PlanFilter(kind, village, within_days), sa.func.count(sa.distinct(Person.id)))
        if kind is WorkKind.WITHOUT
        else _selected(reader, PlanFilter(kind, village, within_days), sa.func.count())
        for kind in WorkKind
    ]
    row = db.session.execute(sa.select(*(each.scalar_subquery() for each in counts))).one()
    return dict(zip(WorkKind, row, strict=True))


def _selected(reader: Reader, wanted: PlanFilter, *columns: Any) -> sa.Select[Any]:
    """Return the people, and the plans where there are any, of one kind of work."""
    listed = sa.select(*columns).select_from(Person).where(may_see(reader), is_here())
    if wanted.village:
        listed = listed.where(within(Person.area_code, [wanted.village]))
    if wanted.kind is WorkKind.WITHOUT:
        return listed.join(PersonCondition, PersonCondition.person_id == Person.id).where(lacks_a_plan())
    listed = listed.join(plan, plan.person_id == Person.id)
    if wanted.kind in POINTER:
        return listed.where(POINTER[wanted.kind].is_not(None))
    given = run_outs()
    soon = clock.today() + timedelta(days=wanted.within)
    listed = listed.join(given, given.c.plan_id == plan.id)
    return listed.where(plan.in_force_id.is_not(None), given.c.runs_out_on <= soon)


def _versions(reader: Reader, wanted: PlanFilter, limit: int, offset: int) -> list[PlanWork]:
    pointer, step = POINTER[wanted.kind], PlanStep
    last = sa.select(sa.func.max(step.id)).where(step.version_id == pointer).correlate(plan).scalar_subquery()
    told = (plan.disease, plan.id, pointer, step.step, step.by_name, step.at, step.note)
    listed = _selected(reader, wanted, *WHO, *told).join(step, step.id == last)
    rows = _page(listed.order_by(step.at, plan.id), limit, offset)
    return [PlanWork(row[0], row[1], row[2], row[3], (row[4],), *row[5:]) for row in rows]


def _running_out(reader: Reader, wanted: PlanFilter, limit: int, offset: int) -> list[PlanWork]:
    given = sa.literal_column("given.runs_out_on", sa.Date)
    listed = _selected(reader, wanted, *WHO, plan.disease, plan.id, plan.in_force_id, given)
    rows = _page(listed.order_by(given, Person.area_code, Person.id, plan.id), limit, offset)
    return [
        PlanWork(row[0], row[1], row[2], row[3], (row[4],), row[5], row[6], runs_out_on=row[7])
        for row in rows
    ]


def _without(reader: Reader, wanted: PlanFilter, limit: int, offset: int) -> list[PlanWork]:
    place = (Person.area_code, Person.group_name)
    listed = _selected(reader, wanted, *WHO, *place[:1]).distinct()
    rows = _page(listed.order_by(*place, Person.name, Person.id), limit, offset)
    diseases = _diseases_lacking([row[0] for row in rows])
    return [PlanWork(row[0], row[1], row[2], row[3], diseases[row[0]]) for row in rows]


def _page(listed: sa.Select[Any], limit: int, offset: int) -> Sequence[Any]:
    named = listed.outerjoin(Area, Area.code == Person.area_code)
    return db.session.execute(named.limit(limit).offset(offset)).all()


def _diseases_lacking(person_ids: Sequence[int]) -> dict[int, tuple[Disease, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    wanted = sa.select(PersonCondition.person_id, DISEASE_HELD)
    wanted = wanted.where(PersonCondition.person_id.in_(person_ids), lacks_a_plan())
    for person_id, disease in db.session.execute(wanted) if person_ids else ():
        found[person_id].add(disease)
    return {whose: tuple(each for each in Disease if each.value in held) for whose, held in found.items()}
