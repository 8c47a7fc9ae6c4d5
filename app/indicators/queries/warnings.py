"""季度预警 as they are issued and read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level
from app.indicators.models import IndicatorWarning
from app.indicators.queries.numbers import read_places, read_trends
from app.indicators.rules.definitions import BY_ID, INDICATORS, Indicator, target_of
from app.indicators.rules.months import last_of, months_before
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import WarningReason
from app.indicators.rules.warnings import LOOKED_AT, Warned, judge
from app.policy import book

Told = dict[str, list[Number | None]]


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A warning in the list: whom it is to, of what, and how far it is answered."""

    id: int
    area_code: str
    place: str
    indicator: Indicator
    month: date
    reason: WarningReason
    number: Number
    target: Decimal | None
    missing: int | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    answered_at: datetime | None
    answered_by: str
    answer: str


def find_warned(town: str, *, month: date) -> Iterator[Warned]:
    """Go through what a township and its villages are warned of at the end of a quarter."""
    figures = book.current().figures
    targets = {each.id: target_of(each, last_of(month), figures) for each in INDICATORS}
    for code, told in _told(town, month).items():
        for indicator in INDICATORS:
            warned = judge(code, indicator, told[indicator.id], targets[indicator.id])
            if warned is not None:
                yield warned


def list_issued(town: str, *, month: date) -> set[tuple[str, str]]:
    """Return of what a township and its villages were warned already: the place and the indicator."""
    issued = sa.select(IndicatorWarning.area_code, IndicatorWarning.indicator).where(
        IndicatorWarning.month == month, within(IndicatorWarning.area_code, [town])
    )
    return {(row.area_code, row.indicator) for row in db.session.execute(issued)}


def list_warnings(
    areas: Sequence[str], *, answered: bool = False, limit: int, offset: int = 0
) -> list[WarningLine]:
    """Return the warnings of some areas that wait for an answer, or those answered; the newest quarter first."""
    state = IndicatorWarning.answered_at.is_not(None) if answered else IndicatorWarning.answered_at.is_(None)
    wanted = sa.select(IndicatorWarning).where(
        within(IndicatorWarning.area_code, areas), IndicatorWarning.indicator.in_(BY_ID), state
    )
    by = (IndicatorWarning.month.desc(), IndicatorWarning.area_code, IndicatorWarning.id)
    found = db.session.scalars(wanted.order_by(*by).limit(limit).offset(offset)).all()
    names = area_names(sorted({one.area_code for one in found}))
    return [line_of(one, names.get(one.area_code, one.area_code)) for one in found]


def get_warning(warning_id: int, *, areas: Sequence[str]) -> IndicatorWarning:
    """Return a warning of some areas; one of others is told as absent."""
    found = db.session.scalar(
        sa.select(IndicatorWarning).where(
            IndicatorWarning.id == warning_id, within(IndicatorWarning.area_code, areas)
        )
    )
    if found is None:
        raise NotFound
    return found


def list_beside(warning: IndicatorWarning) -> Sequence[IndicatorWarning]:
    """Return the other warnings of the same unit and quarter that wait for an answer."""
    return db.session.scalars(
        sa.select(IndicatorWarning).where(
            IndicatorWarning.area_code == warning.area_code,
            IndicatorWarning.month == warning.month,
            IndicatorWarning.id != warning.id,
            IndicatorWarning.answered_at.is_(None),
        )
    ).all()


def list_unread(areas: Sequence[str]) -> Sequence[IndicatorWarning]:
    """Return the warnings of some areas nobody acknowledged."""
    unread = sa.select(IndicatorWarning).where(
        within(IndicatorWarning.area_code, areas), IndicatorWarning.acknowledged_at.is_(None)
    )
    return db.session.scalars(unread).all()


def count_unanswered(areas: Sequence[str]) -> int:
    """Return how many warnings of some areas wait for an answer."""
    waiting = sa.select(sa.func.count()).where(
        within(IndicatorWarning.area_code, areas), IndicatorWarning.answered_at.is_(None)
    )
    return db.session.scalar(waiting) or 0


def line_of(one: IndicatorWarning, place: str) -> WarningLine:
    """Return a warning as it is shown."""
    return WarningLine(
        one.id, one.area_code, place, BY_ID[one.indicator], one.month, one.reason,
        Number(one.numerator, one.denominator), one.target, one.missing, one.acknowledged_at,
        one.acknowledged_by, one.answered_at, one.answered_by, one.answer,
    )  # fmt: skip


def _told(town: str, month: date) -> dict[str, Told]:
    """Return every indicator of a township and of its villages in the months that are looked at."""
    months = [months_before(month, back) for back in range(LOOKED_AT - 1, -1, -1)]
    by_month = [read_places([town], month=each, level=Level.VILLAGE) for each in months]
    villages = {
        code: {
            each.id: [places[code][each.id] if code in places else None for places in by_month]
            for each in INDICATORS
        }
        for code in by_month[-1]
    }
    return {town: read_trends([town], months=months)} | villages
