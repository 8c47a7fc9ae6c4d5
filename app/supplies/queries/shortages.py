"""Medicines reported out of stock: the reports, whom they concern, and whose medicine is missing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.careplans.models import CarePlan, PlanMedicine
from app.careplans.queries.people import is_here
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.supplies.models import Shortage
from app.supplies.rules.entries import MedicineName
from app.supplies.rules.vocabulary import Answered, CloseWay

LARGEST_ID = 2**31 - 1
# More people than one statement is asked about; nobody walks through a longer list.
MOST = 5000


class ShortageLine(NamedTuple):
    """One report of a list, with how many people it concerns."""

    id: int
    area_code: str
    village: str
    code: str
    name: str
    strength: str
    reported_on: date
    by_name: str
    note: str
    answer: Answered | None
    answer_note: str
    expected_on: date | None
    answered_by: str
    answered_at: datetime | None
    closed_on: date | None
    closed_as: CloseWay | None
    closed_by: str
    affected: int


class Affected(NamedTuple):
    """Somebody whose plan in force names the medicine."""

    person_id: int
    name: str
    group_name: str


LINE = tuple(getattr(Shortage, name) for name in ShortageLine._fields if name not in ("village", "affected"))


def out_of_stock(person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return, of some people, whose village lacks a medicine of a plan of theirs, and the names of the medicines."""
    if not person_ids:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for person_id, name in db.session.connection().execute(_out_of_stock(), {"ids": list(person_ids)}):
        found[person_id] = (*found.get(person_id, ()), name)
    return found


def open_and_lacking(
    areas: Sequence[str], *, person_ids: Collection[int]
) -> tuple[int, dict[int, tuple[str, ...]]]:
    """Return how many medicines some areas report out of stock, and which of some people lack which, by one question."""
    rows = db.session.connection().execute(_open_and_lacking(tuple(areas)), {"ids": list(person_ids)}).all()
    found: dict[int, tuple[str, ...]] = {}
    for _, person_id, name in rows:
        if person_id is not None:
            found[person_id] = (*found.get(person_id, ()), name)
    return int(rows[0][0]), found


# Asked for every page of the work list, so both are put together once.
@lru_cache(maxsize=256)
def _open_and_lacking(areas: tuple[str, ...]) -> sa.Executable:
    once, lacking = sa.select(sa.literal(1).label("once")).subquery(), _lacking().subquery()
    counted = counting_open(areas).scalar_subquery()
    asked = sa.select(counted, lacking.c.id, lacking.c.name)
    return asked.select_from(once.outerjoin(lacking, sa.true())).order_by(lacking.c.id, lacking.c.name)


@cache
def _out_of_stock() -> sa.Executable:
    return _lacking().order_by(Person.id, Shortage.name)


def _lacking() -> sa.Select[int, str]:
    lacking = (
        sa.select(Person.id, Shortage.name)
        .select_from(Shortage)
        .join(Person, Person.area_code == Shortage.area_code)
        .join(CarePlan, _is_theirs())
        .join(PlanMedicine, _is_lacked())
    )
    asked = Person.id.in_(sa.bindparam("ids", expanding=True, type_=sa.Integer))
    return lacking.where(asked, Shortage.closed_on.is_(None)).distinct()


def list_lacking(areas: Sequence[str]) -> tuple[int, ...]:
    """Return everybody of some areas whose village lacks a medicine of a plan of theirs."""
    lacking = (
        sa.select(Person.id)
        .select_from(Shortage)
        .join(Person, Person.area_code == Shortage.area_code)
        .join(CarePlan, _is_theirs())
        .join(PlanMedicine, _is_lacked())
        .where(within(Shortage.area_code, areas), Shortage.closed_on.is_(None), is_here())
        .distinct()
        .order_by(Person.id)
    )
    return tuple(db.session.scalars(lacking.limit(MOST)))


def list_shortages(
    areas: Sequence[str], *, closed: bool = False, limit: int | None = None, offset: int = 0
) -> list[ShortageLine]:
    """Return the reports of some areas: open ones by village, unanswered first; or closed ones, the newest first."""
    listed = sa.select(
        *LINE, sa.func.coalesce(Area.name, Shortage.area_code).label("village"), _how_many().label("affected")
    ).outerjoin(Area, Area.code == Shortage.area_code)
    listed = listed.where(within(Shortage.area_code, areas))
    if closed:
        listed = listed.where(Shortage.closed_on.is_not(None))
        listed = listed.order_by(Shortage.closed_on.desc(), Shortage.id.desc())
    else:
        first = (Shortage.answer.is_not(None), Shortage.reported_on, Shortage.area_code, Shortage.id)
        listed = listed.where(Shortage.closed_on.is_(None)).order_by(*first)
    rows = db.session.execute(listed.limit(limit).offset(offset))
    return [ShortageLine(**row) for row in rows.mappings()]


def count_open(areas: Sequence[str]) -> int:
    """Return how many medicines are reported out of stock in some areas."""
    return int(db.session.connection().execute(counting_open(tuple(areas))).scalar_one())


@lru_cache(maxsize=256)
def counting_open(areas: tuple[str, ...]) -> sa.Select[int]:
    """Return the question how many medicines are reported out of stock in some areas."""
    within_areas = within(Shortage.area_code, areas)
    return sa.select(sa.func.count(Shortage.id)).where(within_areas, Shortage.closed_on.is_(None))


def get_shortage(shortage_id: int, *, reader: Reader) -> Shortage:
    """Return a report of the reader's areas; foreign equals absent."""
    areas = reader.areas if may(reader.role, Right.READ_CARE) else ()
    wanted = sa.select(Shortage).where(Shortage.id == shortage_id, within(Shortage.area_code, areas))
    found = db.session.scalar(wanted) if shortage_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def find_open(area_code: str, medicine: MedicineName) -> Shortage | None:
    """Return the open report of a medicine in a village, or None."""
    wanted = sa.select(Shortage).where(lacks(area_code, medicine), Shortage.strength == medicine.strength)
    return db.session.scalar(wanted.order_by(Shortage.id).limit(1))


def lacks(area_code: str, medicine: MedicineName) -> sa.ColumnElement[bool]:
    """Return the condition that a report is open and says a village lacks a medicine, of whatever strength."""
    by_code = Shortage.code == medicine.code if medicine.code else sa.false()
    same = sa.or_(by_code, Shortage.name == medicine.name)
    return sa.and_(Shortage.area_code == area_code, Shortage.closed_on.is_(None), same)


def list_open(areas: Sequence[str]) -> dict[tuple[str, str, str], int]:
    """Return the open reports of some areas: village, code or else name, strength, to the number of the report."""
    wanted = sa.select(Shortage.area_code, Shortage.code, Shortage.name, Shortage.strength, Shortage.id)
    wanted = wanted.where(within(Shortage.area_code, areas), Shortage.closed_on.is_(None))
    rows = db.session.execute(wanted.order_by(Shortage.id.desc()))
    return {(area, code or name, strength): number for area, code, name, strength, number in rows}


def list_affected(shortage: Shortage, *, limit: int) -> list[Affected]:
    """Return the people of the village whose plans in force name the medicine, by group and name."""
    wanted = (
        sa.select(Person.id, Person.name, Person.group_name)
        .select_from(Shortage)
        .join(Person, Person.area_code == Shortage.area_code)
        .join(CarePlan, _is_theirs())
        .join(PlanMedicine, _is_lacked())
        .where(Shortage.id == shortage.id, is_here())
        .distinct()
        .order_by(Person.group_name, Person.name, Person.id)
    )
    return [Affected._make(row) for row in db.session.execute(wanted.limit(limit))]


def _how_many() -> sa.ScalarSelect[Any]:
    counted = (
        sa.select(sa.func.count(Person.id.distinct()))
        .join(CarePlan, _is_theirs())
        .join(PlanMedicine, _is_lacked())
        .where(Person.area_code == Shortage.area_code, is_here())
    )
    return counted.correlate(Shortage).scalar_subquery()


def _is_theirs() -> sa.ColumnElement[bool]:
    return sa.and_(
        CarePlan.person_id == Person.id, CarePlan.in_force_id.is_not(None), CarePlan.ended_on.is_(None)
    )


def _is_lacked() -> sa.ColumnElement[bool]:
    """A report without a strength is of every strength; one without a code goes by its name."""
    same = sa.or_(
        sa.and_(Shortage.code != "", Shortage.code == PlanMedicine.code), Shortage.name == PlanMedicine.name
    )
    strong = sa.or_(Shortage.strength == "", Shortage.strength == PlanMedicine.strength)
    return sa.and_(PlanMedicine.version_id == CarePlan.in_force_id, same, strong)
