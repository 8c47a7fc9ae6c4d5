"""Reads that only the first pages need: the names of a reader's places, and what a desk counts over several rooms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, level_of
from app.indicators.queries.numbers import read_places
from app.indicators.queries.plans import counting_analysis
from app.indicators.rules.definitions import get_indicator, target_of
from app.indicators.rules.matrix import Cell
from app.indicators.rules.months import first_of, last_of
from app.policy import book
from app.reviews.queries.queue import counting_desk
from app.reviews.rules.lanes import span_of
from app.supplies.queries import counting_open

area = Area.__table__
DESK = ("on-time", "pressure-control")


def list_places(reader: Reader) -> dict[str, str]:
    """Return the names of a reader's own areas and of the places just below: villages, or a county's towns."""
    below = Level.TOWN if _widest(reader) in (Level.PROVINCE, Level.CITY, Level.COUNTY) else Level.VILLAGE
    wanted = sa.or_(
        area.c.code.in_(reader.areas), sa.and_(within(area.c.code, reader.areas), area.c.level == below)
    )
    statement = sa.select(area.c.code, area.c.name).where(wanted, area.c.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(statement.order_by(area.c.code))}


class Analysis(NamedTuple):
    """What stands of the monthly analysis: measures under way, those past their day, warnings to be answered."""

    plans: int
    overdue: int
    warnings: int


class DeskCounts(NamedTuple):
    """What a desk counts beside the duties: medicines out of stock, logs to review, findings nobody looked into."""

    lacking: int
    waiting: int
    first: int
    findings: int
    analysis: Analysis

    @property
    def rest(self) -> int:
        """How many logs show nothing unusual, those drawn at random included."""
        return self.waiting - self.first


def count_reviews(areas: Sequence[str], *, day: date) -> DeskCounts:
    """Return what a supervisor's desk counts, by one question."""
    asked = counting_desk(areas, span=span_of(None, today=day))
    lacking = counting_open(tuple(areas)).scalar_subquery()
    asked = asked.add_columns(lacking, *counting_analysis(tuple(areas)))
    waiting, first, findings, out_of_stock, *analysis = db.session.execute(asked, {"today": day}).one()
    return DeskCounts(out_of_stock, waiting, first, findings, Analysis(*analysis))


def count_others(areas: Sequence[str], *, day: date) -> DeskCounts:
    """Return what a county's desk counts, by one question: it reviews nothing itself."""
    lacking = counting_open(tuple(areas)).scalar_subquery()
    asked = sa.select(lacking, *counting_analysis(tuple(areas)))
    out_of_stock, *analysis = db.session.execute(asked, {"today": day}).one()
    return DeskCounts(out_of_stock, 0, 0, 0, Analysis(*analysis))


def read_desk(areas: Sequence[str], *, day: date, towns: bool) -> dict[str, Mapping[str, Cell]]:
    """Return the numbers of the running month a desk shows beside each of its villages, or of its towns, by code."""
    level, month, figures = Level.TOWN if towns else Level.VILLAGE, first_of(day), book.current().figures
    shown = [(each, target_of(each, last_of(month), figures)) for each in map(get_indicator, DESK)]
    return {
        code: {each.id: Cell(each, numbers[each.id], target) for each, target in shown}
        for code, numbers in read_places(areas, month=month, level=level).items()
    }


def _widest(reader: Reader) -> Level:
    order = list(Level)
    return min((level_of(code) for code in reader.areas), key=order.index, default=Level.VILLAGE)
