"""Every number as it is read everywhere: from the kept sums alone, whatever the number of people.

A month that is closed is told as it stood then; what came in since stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, full_code
from app.duties.models import table_of
from app.indicators.models import Tally, TallyMonth
from app.indicators.queries.parts import Part, parts_of
from app.indicators.rules.definitions import BY_ID
from app.indicators.rules.numbers import Number

Numbers = dict[str, Number]
tally = table_of(Tally)
# As it stood when the month closed; in an open month, and where nothing moved since, that is the count itself.
CLOSED = tuple(
    sa.func.coalesce(tally.c[f"closed_{name}"], tally.c[name]) for name in ("numerator", "denominator")
)
LATE = tuple(tally.c[name] - told for name, told in zip(("numerator", "denominator"), CLOSED, strict=True))
SUMS = tuple(sa.func.sum(told) for told in (*CLOSED, *LATE))


def read_numbers(areas: Sequence[str], *, month: date, part: str = "") -> Numbers:
    """Return every indicator of some areas in a month, for everybody or one part such as ``doctor:7``."""
    summed = sa.select(tally.c.indicator, *SUMS).where(_of(areas, month, part)).group_by(tally.c.indicator)
    found = {name: Number(*map(int, sums)) for name, *sums in db.session.execute(summed)}
    return {name: found.get(name, Number()) for name in BY_ID}


def read_places(
    areas: Sequence[str], *, month: date, part: str = "", level: Level = Level.VILLAGE
) -> dict[str, Numbers]:
    """Return every indicator of the places of a level inside some areas, by their full codes."""
    place = sa.func.substr(tally.c.area_code, 1, level.digits).label("place")
    summed = sa.select(place, tally.c.indicator, *SUMS).where(_of(areas, month, part))
    rows = db.session.execute(summed.group_by(place, tally.c.indicator).order_by(place))
    found: dict[str, Numbers] = {}
    for start, name, *sums in rows:
        found.setdefault(full_code(start), {})[name] = Number(*map(int, sums))
    return {code: _whole(numbers) for code, numbers in found.items()}


def read_parts(areas: Sequence[str], *, month: date, kind: Part) -> dict[str, Numbers]:
    """Return every indicator of each doctor, low-income category or disease that counts anything, by its part."""
    here = sa.and_(tally.c.month == month, tally.c.part.in_(parts_of(kind)), within(tally.c.area_code, areas))
    summed = sa.select(tally.c.part, tally.c.indicator, *SUMS).where(here)
    found: dict[str, Numbers] = {}
    for part, name, *sums in db.session.execute(summed.group_by(tally.c.part, tally.c.indicator)):
        if any(sums):
            found.setdefault(part, {})[name] = Number(*map(int, sums))
    return {part: _whole(found[part]) for part in sorted(found)}


def read_trends(
    areas: Sequence[str], *, months: Sequence[date], part: str = ""
) -> dict[str, list[Number | None]]:
    """Return every indicator of some areas month by month, None in a month that was never counted."""
    here = sa.and_(tally.c.month.in_(months), tally.c.part == part, within(tally.c.area_code, areas))
    summed = sa.select(tally.c.month, tally.c.indicator, *SUMS).where(here)
    found = {
        (month, name): Number(*map(int, sums))
        for month, name, *sums in db.session.execute(summed.group_by(tally.c.month, tally.c.indicator))
    }
    counted = set(db.session.scalars(sa.select(TallyMonth.month).where(TallyMonth.month.in_(months))))
    empty = {month: Number() if month in counted else None for month in months}
    return {name: [found.get((month, name), empty[month]) for month in months] for name in BY_ID}


def read_trend(
    areas: Sequence[str], indicator: str, *, months: Sequence[date], part: str = ""
) -> list[Number | None]:
    """Return one indicator of some areas month by month, None in a month that was never counted."""
    return read_trends(areas, months=months, part=part)[indicator]


def counted_at(month: date) -> TallyMonth | None:
    """Return how far a month is counted and whether it is closed, None where it never was counted."""
    return db.session.get(TallyMonth, month)


def _of(areas: Sequence[str], month: date, part: str) -> sa.ColumnElement[bool]:
    return sa.and_(tally.c.month == month, tally.c.part == part, within(tally.c.area_code, areas))


def _whole(numbers: Numbers) -> Numbers:
    return {name: numbers.get(name, Number()) for name in BY_ID}
