"""Pages of numbers: browsers of the cast, and sums put there by hand."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.models import Tally, TallyMonth
from tests import cast

MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)


@pytest.fixture
def browser(app, sign_in):
    """A browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def told():
    """What a page says, without its marks."""
    return lambda page: " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


@pytest.fixture
def tally(app):
    """Put one sum there: `tally("on-time", 3, 4)`; the pair a month closed with where one is stated."""

    def _tally(indicator, met, of, *, area=cast.LIUTANG, month=MAY, part="", closed=(None, None)):
        with transaction("test.count", by=COMMAND_LINE):
            if db.session.get(TallyMonth, month) is None:
                kept = TallyMonth(month=month, counted_at=clock.now(), counted_on=cast.TODAY, counted_to=0)
                kept.closed_at = clock.now() if closed[1] else None
                db.session.add(kept)
            one = Tally(month=month, part=part, area_code=area, indicator=indicator)
            one.numerator, one.denominator = met, of
            one.closed_numerator, one.closed_denominator = closed
            db.session.add(one)

    return _tally
