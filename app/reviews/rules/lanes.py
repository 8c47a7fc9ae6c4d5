"""Which lane of the queue a log stands in, why it is looked at first, and which months are asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.labels import Labelled
from app.reviews.rules.vocabulary import Lane


class Mark(Labelled):
    """先看的原因: what besides a signal puts a log among those to be looked at first."""

    SIGNAL = "signal", "有疑点", "A signal points at it"
    UNREFERRED = "unreferred", "危急值，没有转诊", "Danger without a referral"
    CLOCK = "clock", "平板时钟不符", "The tablet's clock disagrees"
    DEAD = "dead", "随访日期在死亡之后", "Visited after the day of death"
    MENDED = "mended", "审核之后又更正", "Corrected after it was reviewed"
    CALLED = "called", "已回访，请下结论", "Called back: a verdict is due"


@dataclass(frozen=True, slots=True)
class Span:
    """The months a queue is asked for: from a day on, up to the day before another."""

    first: date
    after: date


def span_of(month: date | None, *, today: date) -> Span:
    """Return the span of one month; where none is asked for, of this month and the last."""
    first = (month or today).replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Span(first if month else (first - timedelta(days=1)).replace(day=1), after)


def lane_of(*, answered: bool, marks: Collection[Mark], drawn: bool) -> Lane:
    """Return where a log stands: what its doctor answered, then what is unusual, then what was drawn, then the rest."""
    if answered:
        return Lane.ANSWERED
    if marks:
        return Lane.EXCEPTION
    return Lane.SAMPLE if drawn else Lane.REST
