"""A township whose numbers are counted by hand in the tests."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.models import Tally
from app.indicators.service.closing import close_month
from app.indicators.service.counting import recount
from app.policy.terms import Kind
from app.visits.service import file_visit
from tests import cast


@pytest.fixture
def visited(app, dr_li):
    """File a visit to somebody: `visited(person, date(...), kinds=(...))`; entered on another day where one is named."""

    def _visited(person, day=cast.TODAY, *, entered=None, kinds=(Kind.HYPERTENSION,)):
        with clock.standing_at(entered or day), transaction("visit.file", by=dr_li):
            return file_visit(
                cast.a_visit(visited_on=day, kinds=kinds, results={}), person=person, doctor=dr_li
            )

    return _visited


@pytest.fixture
def count(app):
    """Count a month anew in some areas, everywhere where none are named."""

    def _count(month, *, areas=None, today=cast.TODAY):
        with transaction("indicators.count", by=COMMAND_LINE):
            return recount(month, areas=areas, today=today)

    return _count


@pytest.fixture
def close(app):
    """Close a month."""

    def _close(month, *, today=cast.TODAY):
        with transaction("indicators.close", by=COMMAND_LINE):
            return close_month(month, today=today)

    return _close


@pytest.fixture
def sums(app):
    """Return the kept sums of a month that count anything: (part, village, indicator) to (numerator, denominator)."""

    def _sums(month):
        kept = sa.select(Tally).where(Tally.month == month, Tally.denominator != 0)
        return {
            (each.part, each.area_code, each.indicator): (each.numerator, each.denominator)
            for each in db.session.scalars(kept, execution_options={"populate_existing": True})
        }

    return _sums
