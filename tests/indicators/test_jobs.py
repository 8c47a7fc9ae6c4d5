"""The minute's job: what it counts, what it leaves alone."""

from __future__ import annotations

from datetime import date

from app.audit.service import note_read
from app.core import clock
from app.core.db import db
from app.indicators.jobs import count_indicators
from app.indicators.models import TallyMonth
from app.indicators.queries.numbers import counted_at, read_numbers
from app.indicators.rules.numbers import Number
from tests import cast

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def test_the_first_turn_counts_every_month_since_the_first_visit_and_closes_the_old_ones(
    granny_chen, visited
):
    visited(granny_chen, date(2026, 3, 15))

    count_indicators(cast.TODAY)

    months = {each.month: each.closed_at is not None for each in db.session.query(TallyMonth)}
    assert months == {MARCH: True, APRIL: False, MAY: False}
    assert read_numbers([cast.TOWN], month=MARCH)["management"] == Number(1, 1)


def test_a_turn_with_nothing_new_writes_nothing(granny_chen, visited, dr_li):
    visited(granny_chen)
    count_indicators(cast.TODAY)
    note_read("person", granny_chen.id, by=dr_li)

    with clock.standing_at(cast.MORNING.replace(hour=15)):
        done = count_indicators(cast.TODAY)

    assert done == {"months": 0, "sums": 0}
    assert clock.local(counted_at(MAY).counted_at).hour == cast.MORNING.hour


def test_a_visit_is_counted_at_the_next_turn(granny_chen, visited):
    count_indicators(cast.TODAY)
    visited(granny_chen)

    done = count_indicators(cast.TODAY)

    assert done["months"] == 1
    assert read_numbers([cast.LIUTANG], month=MAY)["management"] == Number(1, 1)


def test_a_new_day_counts_everything_since_more_is_overdue(granny_chen, visited):
    count_indicators(cast.TODAY)
    before = read_numbers([cast.LIUTANG], month=MAY)["weekly-round"]

    count_indicators(date(2026, 5, 25))

    after = read_numbers([cast.LIUTANG], month=MAY)["weekly-round"]
    assert after.denominator == before.denominator + 1


def test_a_late_entry_of_the_month_just_closed_shows_at_the_next_turn(granny_chen, visited, close):
    visited(granny_chen, date(2026, 4, 10))
    count_indicators(cast.TODAY)
    close(APRIL)

    visited(granny_chen, date(2026, 4, 11), entered=cast.TODAY)
    count_indicators(cast.TODAY)

    assert read_numbers([cast.LIUTANG], month=APRIL)["late-entries"] == Number(0, 1, 1, 1)


def test_a_month_that_begins_has_its_own_numbers_and_the_last_one_goes_on_until_it_closes(
    granny_chen, visited
):
    count_indicators(cast.TODAY)
    visited(granny_chen)

    count_indicators(date(2026, 6, 1))

    assert read_numbers([cast.LIUTANG], month=MAY)["management"] == Number(1, 1)
    assert read_numbers([cast.LIUTANG], month=date(2026, 6, 1))["management"] == Number(1, 1)
    assert counted_at(MAY).closed_at is None
