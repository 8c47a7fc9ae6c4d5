"""Counting: every indicator of some areas by village and part, and only what differs from what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, full_code
from app.duties.models import table_of
from app.indicators.models import Tally, TallyMonth
from app.indicators.queries.parts import by_part, every_part
from app.indicators.queries.statements import STATEMENTS
from app.indicators.queries.touched import last_entry
from app.indicators.rules.months import Window

Row = dict[str, Any]
tally = table_of(Tally)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a count found to be different: the rows to write, and as of when the month was counted before.

    ``before`` says by what the month was last counted; where somebody counted it meanwhile, this count is of no use.
    """

    month: date
    day: date
    counted_to: int
    before: tuple[int, date] | None
    rows: tuple[Row, ...]


def everywhere() -> list[str]:
    """Return areas that hold every place there is."""
    province = sa.func.substr(Area.code, 1, Level.PROVINCE.digits)
    return [full_code(start) for start in db.session.scalars(sa.select(province).distinct())]


def find_month(month: date, *, lock: bool = False) -> TallyMonth | None:
    """Return how far a month is counted, as it stands by now; ``lock`` keeps others from counting it meanwhile."""
    wanted = sa.select(TallyMonth).where(TallyMonth.month == month)
    return db.session.scalar(
        wanted.with_for_update() if lock else wanted, execution_options={"populate_existing": True}
    )


def work_out(month: date, *, areas: Sequence[str] | None, today: date) -> Counted:
    """Count a month in some areas, everywhere where none are named; read only, however long it takes.

    What is written to the trail while it counts is counted again next time: the end of the trail is asked first.
    """
    kept, upto = find_month(month), last_entry()
    before = None if kept is None else (kept.counted_to, kept.counted_on)
    window, here = Window.of(month, today), everywhere() if areas is None else areas
    parts = every_part()
    names = STATEMENTS if here else ()
    rows = (row for name in names for row in _differing(name, window, here, parts))
    return Counted(window.month, today, upto, before, tuple(rows))


def _differing(name: str, window: Window, areas: Sequence[str], parts: Sequence[str]) -> Iterator[Row]:
    """Return the counts of one indicator that are not kept so; one that fell to nothing comes as nothing of nothing."""
    counts = _counts(name, window, areas, parts)
    same = sa.and_(
        tally.c.month == window.month,
        tally.c.part == counts.c.part,
        tally.c.area_code == counts.c.area_code,
        tally.c.indicator == name,
    )
    kept_so = sa.and_(
        tally.c.numerator.is_not_distinct_from(counts.c.numerator),
        tally.c.denominator.is_not_distinct_from(counts.c.denominator),
    )
    differing = sa.select(counts).select_from(counts.outerjoin(tally, same)).where(sa.not_(kept_so))
    for row in db.session.execute(differing).mappings():
        yield {"month": window.month, "indicator": name, **row}


def _counts(name: str, window: Window, areas: Sequence[str], parts: Sequence[str]) -> sa.Subquery:
    every = sa.union_all(*by_part(STATEMENTS[name](window, areas), window.as_of)).subquery("every")
    sums = [
        sa.select(
            *(every.c.part, every.c.area_code),
            *(sa.func.sum(every.c.met).label("numerator"), sa.func.count().label("denominator")),
        ).group_by(every.c.part, every.c.area_code),
        sa.select(tally.c.part, tally.c.area_code, sa.literal(0), sa.literal(0)).where(
            tally.c.month == window.month,
            tally.c.part.in_(parts),
            within(tally.c.area_code, areas),
            tally.c.indicator == name,
            tally.c.denominator != 0,
        ),
    ]
    told = sa.union_all(*sums).subquery("told")
    numbers = (sa.func.sum(told.c[name]).label(name) for name in ("numerator", "denominator"))
    return (
        sa.select(told.c.part, told.c.area_code, *numbers)
        .group_by(told.c.part, told.c.area_code)
        .subquery("counts")
    )
