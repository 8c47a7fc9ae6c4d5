"""Months as the sums keep them: closed, with the numbers a test gives them."""

from __future__ import annotations

from datetime import date

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.models import Tally, TallyMonth
from tests import cast


def closed(month: date, numbers: dict[str, dict[str, tuple[int, int]]]) -> None:
    """Keep a closed month: the villages with their indicators, numerator and denominator each."""
    with transaction("indicators.count", by=COMMAND_LINE):
        db.session.merge(
            TallyMonth(
                month=month, counted_at=cast.MORNING, counted_on=month, counted_to=1, closed_at=cast.MORNING
            )
        )
        for village, told in numbers.items():
            for indicator, (numerator, denominator) in told.items():
                db.session.merge(
                    Tally(
                        month=month,
                        part="",
                        area_code=village,
                        indicator=indicator,
                        numerator=numerator,
                        denominator=denominator,
                        closed_numerator=numerator,
                        closed_denominator=denominator,
                    )
                )
