"""季度预警: issued once a quarter, acknowledged and answered by the unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.transaction import Actor
from app.core.words import Text
from app.indicators.models import IndicatorWarning
from app.indicators.queries.counting import find_month
from app.indicators.queries.warnings import find_warned, list_beside, list_issued, list_unread

ANSWERED = Text("这条预警已经由{name}答复过了。", "{name} has answered this warning already.")


def issue_warnings(town: str, *, month: date) -> int:
    """Warn a township and its villages of the quarter that ends with a month; return how many are new."""
    find_month(month, lock=True)
    issued = list_issued(town, month=month)
    new = [
        IndicatorWarning(
            area_code=warned.area_code,
            indicator=warned.indicator.id,
            month=month,
            reason=warned.reason,
            numerator=warned.number.numerator,
            denominator=warned.number.denominator,
            target=warned.target,
            missing=warned.missing,
            issued_at=clock.now(),
        )
        for warned in find_warned(town, month=month)
        if (warned.area_code, warned.indicator.id) not in issued
    ]
    db.session.add_all(new)
    db.session.flush()
    return len(new)


def acknowledge(areas: Sequence[str], *, by: Actor) -> int:
    """Note that the warnings of some areas were read; return how many nobody had acknowledged before."""
    unread = list_unread(areas)
    for warning in unread:
        _acknowledge(warning, by)
    db.session.flush()
    return len(unread)


def answer_warning(warning: IndicatorWarning, answer: str, *, by: Actor, beside: bool = False) -> int:
    """Answer a warning, and the unit's others of the quarter with the same words; return how many were answered.

    Of two who answer at once the second is told who was first.
    """
    db.session.refresh(warning, with_for_update=True)
    if warning.answered_at is not None:
        raise Conflict(ANSWERED.filled(name=warning.answered_by))
    answered = [warning, *(list_beside(warning) if beside else ())]
    for each in answered:
        _acknowledge(each, by)
        each.answered_at, each.answered_by, each.answer = clock.now(), by.name, answer
    db.session.flush()
    return len(answered)


def _acknowledge(warning: IndicatorWarning, by: Actor) -> None:
    if warning.acknowledged_at is None:
        warning.acknowledged_at, warning.acknowledged_by = clock.now(), by.name
