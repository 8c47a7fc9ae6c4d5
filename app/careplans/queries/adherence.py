"""Who takes medicine as agreed: counted afresh by village, and the people behind each number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.scope import within
from app.careplans.models import CarePlan, PlanCheck, PlanMedicine
from app.careplans.queries.people import is_here
from app.careplans.rules.adherence import BY_RANK, RANKS, Keeping, Period, Share
from app.careplans.rules.vocabulary import Disease, Taken, WhyNot
from app.core.db import db
from app.core.regions import Level, full_code, level_of
from app.people.models import Person

ABOVE_TOWNS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


class ToldPlan(NamedTuple):
    """What was last told of one plan with medicine in force, nothing where nobody asked."""

    disease: Disease
    treatment: Taken | None
    told_on: date | None
    why: tuple[WhyNot, ...]
    why_words: str


class Keeper(NamedTuple):
    """Somebody with medicine in force, and how it is taken."""

    person_id: int
    name: str
    area_code: str
    village: str
    group_name: str
    keeping: Keeping
    plans: tuple[ToldPlan, ...] = ()


def count_adherence(areas: Sequence[str], *, period: Period) -> list[Share]:
    """Return for each village of some areas how many take their medicine as agreed, as last told in a period.

    Where the areas are wider than one town, towns stand for their villages.
    """
    people = people_on_medicine(areas, period=period).subquery()
    towns = any(level_of(area) in ABOVE_TOWNS for area in areas)
    digits = (Level.TOWN if towns else Level.VILLAGE).digits
    placed = sa.select(sa.func.substr(people.c.area_code, 1, digits).label("place"), people.c.rank).subquery()
    place, rank = placed.c.place, placed.c.rank
    counted = sa.select(place, rank, sa.func.count()).group_by(place, rank).order_by(place, rank)
    shares: dict[str, Share] = {}
    for start, ranked, number in db.session.execute(counted):
        code = full_code(start)
        shares[code] = shares.get(code, Share(code)).counted(BY_RANK[ranked], number)
    names = area_names(list(shares))
    return [replace(share, name=names.get(code, code)) for code, share in shares.items()]


def list_keepers(
    areas: Sequence[str],
    keeping: Keeping | None,
    *,
    period: Period,
    limit: int | None = None,
    offset: int = 0,
) -> list[Keeper]:
    """Return the people behind a number, those who keep their plans least first."""
    people = people_on_medicine(areas, period=period).subquery()
    wanted = sa.select(people)
    if keeping is not None:
        wanted = wanted.where(
            people.c.rank == next(rank for rank, each in BY_RANK.items() if each is keeping)
        )
    by = (people.c.rank.desc(), people.c.area_code, people.c.group_name, people.c.name, people.c.id)
    rows = db.session.execute(wanted.order_by(*by).limit(limit).offset(offset)).all()
    names = area_names(sorted({row.area_code for row in rows}))
    told = _told([row.id for row in rows], period=period)
    return [
        Keeper(
            row.id, row.name, row.area_code, names.get(row.area_code, row.area_code), row.group_name,
            BY_RANK[row.rank], told.get(row.id, ()),
        )
        for row in rows
    ]  # fmt: skip


def people_on_medicine(
    areas: Sequence[str], *, period: Period, here: sa.ColumnElement[bool] | None = None
) -> sa.Select[Any]:
    """Return everybody of some areas with medicine in force, with how little of it is kept.

    ``here`` says who counts, by default whoever is here now.
    """
    who: tuple[Any, ...] = (Person.id, Person.name, Person.area_code, Person.group_name)
    rank = sa.case(*((PlanCheck.treatment == taken, number) for taken, number in RANKS.items()), else_=0)
    listed = sa.select(*who, sa.func.max(rank).label("rank")).select_from(CarePlan)
    listed = listed.join(Person, Person.id == CarePlan.person_id)
    listed = listed.outerjoin(PlanCheck, PlanCheck.id == _last_told(period))
    counted = is_here() if here is None else here
    return listed.where(within(Person.area_code, areas), counted, _on_medicine()).group_by(*who)


def _told(person_ids: Collection[int], *, period: Period) -> dict[int, tuple[ToldPlan, ...]]:
    columns = (PlanCheck.treatment, PlanCheck.checked_on, PlanCheck.why, PlanCheck.why_words)
    wanted = sa.select(CarePlan.person_id, CarePlan.disease, *columns).select_from(CarePlan)
    wanted = wanted.outerjoin(PlanCheck, PlanCheck.id == _last_told(period))
    wanted = wanted.where(CarePlan.person_id.in_(person_ids), _on_medicine()).order_by(CarePlan.id)
    found: dict[int, tuple[ToldPlan, ...]] = {}
    for person_id, disease, treatment, told_on, why, words in db.session.execute(wanted):
        reasons = tuple(WhyNot(reason) for reason in why or ())
        told = ToldPlan(disease, treatment, told_on, reasons, words or "")
        found[person_id] = (*found.get(person_id, ()), told)
    return found


def _last_told(period: Period) -> sa.ScalarSelect[Any]:
    """Return the newest word on how the medicines of a plan are taken."""
    check = sa.orm.aliased(PlanCheck)
    told = sa.select(check.id).where(
        check.person_id == CarePlan.person_id,
        check.plan_id == CarePlan.id,
        check.voided.is_(False),
        check.treatment.is_not(None),
        check.checked_on.between(*period),
    )
    newest = told.order_by(check.checked_on.desc(), check.id.desc()).limit(1)
    return newest.correlate(CarePlan).scalar_subquery()


def _on_medicine() -> sa.ColumnElement[bool]:
    """Return the condition that a plan in force prescribes medicine."""
    prescribed = sa.exists().where(PlanMedicine.version_id == CarePlan.in_force_id)
    return sa.and_(CarePlan.ended_on.is_(None), prescribed)
