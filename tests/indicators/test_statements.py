"""Every number of chronic care and contracts against the slow count of it, for whatever a township may hold."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app.core.db import db
from app.indicators.queries.statements import STATEMENTS
from app.indicators.rules.months import Window
from tests import cast
from tests.indicators.population import a_township
from tests.indicators.slow import SLOW, SlowRow, counts, read_facts

MONTHS = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1))


def counted(name, month, areas, *, today=cast.TODAY):
    """Return the rows of a number as its statement gives them, each with how often."""
    statement = STATEMENTS[name](Window.of(month, today), areas)
    return Counter(SlowRow(*row) for row in db.session.execute(statement))


# A township is slow to build: a failing one is shown as it was drawn.
@settings(max_examples=16, phases=(Phase.reuse, Phase.generate))
@given(data=st.data())
def test_every_number_is_what_the_slow_count_says(app, stage, data):
    stage.set_back()
    with stage.app.app_context():
        a_township(data)

        facts = read_facts()
        for month in MONTHS:
            for name, slow in SLOW.items():
                slowly = Counter(slow(facts, month, cast.TODAY))
                assert counted(name, month, [cast.TOWN]) == slowly, (name, month)
        db.session.remove()


@settings(max_examples=8, phases=(Phase.reuse, Phase.generate))
@given(data=st.data())
def test_every_sum_of_a_village_and_part_is_what_the_slow_count_says(stage, data, count, sums):
    stage.set_back()
    with stage.app.app_context():
        a_township(data)
        month = data.draw(st.sampled_from(MONTHS))
        count(month)

        facts, day = read_facts(), Window.of(month, cast.TODAY).as_of
        slowly = {
            (part, village, name): pair
            for name, slow in SLOW.items()
            for (part, village), pair in counts(facts, slow(facts, month, cast.TODAY), on=day).items()
        }
        assert {key: pair for key, pair in sums(month).items() if key[2] in SLOW} == slowly
        db.session.remove()
