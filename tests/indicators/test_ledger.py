"""Every number of the ledger and of supervision against the slow count of it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.db import db
from app.indicators.queries.statements import STATEMENTS
from app.indicators.rules.months import Window
from tests import cast
from tests.indicators.population import a_township
from tests.indicators.slow import SlowRow
from tests.indicators.slow_ledger import SLOW_LEDGER, read_ledger_facts
from tests.indicators.supervision import supervised

MONTHS = tuple(date(2026, number, 1) for number in range(1, 6))


def counted(name, month, *, today=cast.TODAY):
    """Return the rows of a number as its statement gives them, each with how often."""
    statement = STATEMENTS[name](Window.of(month, today), [cast.TOWN])
    return Counter(SlowRow(*row) for row in db.session.execute(statement))


@settings(max_examples=12)
@given(data=st.data())
def test_every_number_is_what_the_slow_count_says(stage, data):
    stage.set_back()
    with stage.app.app_context():
        a_township(data, people=2)
        supervised(data)

        facts = read_ledger_facts()
        for month in MONTHS:
            for name, slow in SLOW_LEDGER.items():
                expected = Counter(slow(facts, month, cast.TODAY))
                assert counted(name, month) == expected, (name, month)
        db.session.remove()
