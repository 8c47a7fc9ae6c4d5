"""签约覆盖: counted afresh from the record, one statement for all villages and groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.contracts.queries.standing import (
    belongs_by,
    is_resident,
    marks_of_groups,
    newest_contract,
    signed_on,
    stands,
)
from app.contracts.rules import Coverage, KeyGroup, Share, Standing, groups_told
from app.core.db import db
from app.core.regions import Level, full_code, level_of
from app.people.models import Person
from app.people.rules import CloseReason

COUNTED = tuple(each for each in Standing if each not in (Standing.SIGNED, Standing.UNSIGNED))
ABOVE_TOWNS = (Level.PROVINCE, Level.CITY, Level.COUNTY)


def list_coverage(reader: Reader, *, areas: Sequence[str], day: date) -> list[Coverage]:
    """Return the coverage of every village inside some areas, or of every town where they are wider than one."""
    groups = groups_told(reader.role)
    has, marks = (
        Person.id.in_(sa.select(signed_on(day, areas=areas).c.person_id)),
        marks_of_groups(day, areas=areas),
    )
    towns = any(level_of(area) in ABOVE_TOWNS for area in areas)
    place = sa.func.substr(Person.area_code, 1, (Level.TOWN if towns else Level.VILLAGE).digits)
    counts: list[Any] = [sa.func.count(), _how_many(has)]
    for group in groups:
        inside = belongs_by(group, marks, day=day)
        counts += [_how_many(inside), _how_many(sa.and_(inside, has))]
    counted = sa.select(place, *counts).select_from(Person)
    counted = counted.outerjoin(marks, marks.c.person_id == Person.id)
    counted = counted.where(within(Person.area_code, areas), is_resident()).group_by(place).order_by(place)
    rows = [(full_code(code), *numbers) for code, *numbers in db.session.execute(counted)]
    names = area_names([row[0] for row in rows])
    return [_coverage(row, groups, names.get(row[0], row[0])) for row in rows]


def count_standings(*, areas: Sequence[str], day: date) -> dict[Standing, int]:
    """Return how many residents of some areas have a contract that runs out soon, ran out, was dissolved, never was."""
    signed, newest = signed_on(day, areas=areas), newest_contract(areas=areas)
    counts = [_how_many(stands(each, signed=signed, newest=newest, day=day)) for each in COUNTED]
    counted = sa.select(*counts).select_from(Person)
    counted = counted.outerjoin(signed, signed.c.person_id == Person.id)
    counted = counted.outerjoin(newest, newest.c.person_id == Person.id)
    row = db.session.execute(counted.where(within(Person.area_code, areas), is_resident())).one()
    return dict(zip(COUNTED, row, strict=True))


def count_closings(*, areas: Sequence[str], day: date) -> dict[CloseReason | None, int]:
    """Return for how many residents of some areas the contract was dissolved, by coded reason; None is uncoded."""
    signed, newest = signed_on(day, areas=areas), newest_contract(areas=areas)
    counted = sa.select(newest.c.close_code, sa.func.count()).select_from(Person)
    counted = counted.join(newest, newest.c.person_id == Person.id)
    counted = counted.outerjoin(signed, signed.c.person_id == Person.id)
    dissolved = stands(Standing.DISSOLVED, signed=signed, newest=newest, day=day)
    counted = counted.where(within(Person.area_code, areas), is_resident(), dissolved)
    found = {row[0]: row[1] for row in db.session.execute(counted.group_by(newest.c.close_code))}
    return {reason: found[reason] for reason in (*CloseReason, None) if reason in found}


def _how_many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _coverage(row: Sequence[Any], groups: Sequence[KeyGroup], name: str) -> Coverage:
    code, of, signed, *numbers = row
    pairs = zip(groups, numbers[::2], numbers[1::2], strict=True)
    return Coverage(code, name, Share(signed, of), {group: Share(has, all_) for group, all_, has in pairs})
