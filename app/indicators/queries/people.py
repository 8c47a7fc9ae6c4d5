"""The people behind a number, found by the very statement that counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.scope import within
from app.core import clock
from app.core.db import db
from app.indicators.queries.parts import by_part
from app.indicators.queries.statements import STATEMENTS
from app.indicators.rules.definitions import get_indicator
from app.indicators.rules.months import Window
from app.people.models import Person
from app.people.queries import is_on_record


@dataclass(frozen=True, slots=True)
class Behind:
    """What is asked of a number: of which areas, month and part; only those who meet it or do not, or everybody.

    ``seen`` are the areas whose people the reader may see, where they are wider than the areas asked about: somebody
    may have moved on since what is counted here.
    """

    areas: Sequence[str]
    month: date
    part: str = ""
    met: bool | None = None
    seen: Sequence[str] | None = None


class PersonBehind(NamedTuple):
    """Somebody behind a number: in how many of the units asked for, and how many of them meet it."""

    person_id: int
    name: str
    village: str
    group_name: str
    units: int
    met: int


def list_people(indicator: str, behind: Behind, *, limit: int, offset: int = 0) -> list[PersonBehind]:
    """Return one page of the people behind an indicator by village, group and name, as they stand by now.

    Of a closed month this is what it would come to today.
    """
    units = _units(indicator, behind).subquery("units")
    listed = (
        sa.select(Person.id, Person.name, sa.func.coalesce(Area.name, ""), Person.group_name)
        .add_columns(units.c.units, units.c.met)
        .join_from(units, Person, Person.id == units.c.person_id)
        .outerjoin(Area, Area.code == Person.area_code)
        .where(within(Person.area_code, behind.areas if behind.seen is None else behind.seen), is_on_record())
        .order_by(Person.area_code, Person.group_name, Person.name, Person.id)
    )
    return [PersonBehind._make(row) for row in db.session.execute(listed.limit(limit).offset(offset))]


def _units(indicator: str, behind: Behind) -> sa.Select[Any]:
    window = Window.of(behind.month, clock.today())
    counted = STATEMENTS[get_indicator(indicator).id](window, behind.areas)
    every = sa.union_all(*by_part(counted, window.as_of)).subquery("every")
    sums = (sa.func.count().label("units"), sa.func.sum(every.c.met).label("met"))
    units = sa.select(every.c.person_id, *sums).where(every.c.part == behind.part)
    if behind.met is not None:
        units = units.where(every.c.met == int(behind.met))
    return units.group_by(every.c.person_id)
