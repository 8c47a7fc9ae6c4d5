"""A closed month stands as it closed; what comes in late stands beside it."""

from __future__ import annotations

from datetime import date

from app.core import clock
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service.moving import move_duties
from app.indicators.queries.numbers import counted_at, read_numbers, read_places, read_trend
from app.indicators.rules.numbers import Number
from app.people.queries.places import Move
from app.people.service.moving import move_people
from app.visits.service.moving import move_visits
from tests import cast

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
IN_APRIL = date(2026, 4, 10)


def test_late_entries_leave_a_closed_month_as_it_was_and_show_beside_it(granny_chen, visited, count, close):
    visited(granny_chen, IN_APRIL)
    close(APRIL)

    visited(cast.a_person(conditions=("diabetes",)), IN_APRIL, entered=cast.TODAY)
    count(APRIL)

    numbers = read_numbers([cast.LIUTANG], month=APRIL)
    assert numbers["management"] == Number(1, 1, 0, 1)
    assert numbers["late-entries"] == Number(0, 1, 1, 1)


def test_what_falls_away_after_the_closing_shows_beside_it_too(granny_chen, visited, count, close, dr_li):
    from app.core.db import db
    from app.core.transaction import transaction
    from app.visits.service import void_visit

    visit = visited(granny_chen, IN_APRIL)
    close(APRIL)

    with transaction("visit.void", by=dr_li):
        void_visit(db.session.merge(visit), reason="记错了人", by=dr_li)
    count(APRIL)

    assert read_numbers([cast.LIUTANG], month=APRIL)["management"] == Number(1, 1, -1, 0)


def test_a_village_that_had_nothing_when_the_month_closed_has_late_entries_only(app, visited, count, close):
    close(APRIL)

    visited(cast.a_person(area_code=cast.SHIQIAO), IN_APRIL, entered=cast.TODAY)
    count(APRIL)

    told = read_places([cast.TOWN], month=APRIL)[cast.SHIQIAO]["late-entries"]
    assert told == Number(0, 0, 1, 1)


def test_a_sum_that_moves_twice_after_the_closing_keeps_what_it_closed_with(
    granny_chen, visited, count, close
):
    visited(granny_chen, IN_APRIL)
    close(APRIL)

    for day in (date(2026, 4, 11), date(2026, 4, 12)):
        visited(granny_chen, day, entered=cast.TODAY)
        count(APRIL)

    assert read_numbers([cast.LIUTANG], month=APRIL)["late-entries"] == Number(0, 1, 2, 2)


def test_a_month_is_closed_once(granny_chen, close):
    first = close(APRIL)

    with clock.standing_at(date(2026, 5, 21)):
        second = close(APRIL, today=date(2026, 5, 21))

    assert (first, second) == (True, False)
    assert clock.local(counted_at(APRIL).closed_at).date() == cast.TODAY


def test_what_was_touched_since_the_last_count_is_in_the_closed_month(granny_chen, visited, count, close):
    count(APRIL)
    visited(granny_chen, IN_APRIL, entered=cast.TODAY)

    close(APRIL)

    assert read_numbers([cast.LIUTANG], month=APRIL)["management"] == Number(1, 1)


def test_an_open_month_has_no_late_entries(granny_chen, visited, count):
    count(MAY)
    visited(granny_chen)
    count(MAY)

    assert read_numbers([cast.LIUTANG], month=MAY)["management"] == Number(1, 1)


def test_a_month_never_counted_is_no_zero(granny_chen, visited, close):
    visited(granny_chen, IN_APRIL)
    close(APRIL)

    trend = read_trend([cast.LIUTANG], "management", months=[date(2026, 3, 1), APRIL])

    assert trend == [None, Number(1, 1)]


def test_a_village_that_moves_to_another_town_changes_no_closed_number(granny_chen, visited, count, close):
    visited(granny_chen, IN_APRIL)
    close(APRIL)
    before = read_numbers([cast.LIUTANG], month=APRIL)

    with transaction("area.move", by=COMMAND_LINE):
        move = Move(cast.ELSEWHERE, cast.LIUTANG)
        move_people(move)
        move_visits(move)
        move_duties(move)
    count(APRIL)

    left, reached = (read_numbers([code], month=APRIL) for code in (cast.LIUTANG, cast.ELSEWHERE))
    for name, number in before.items():
        assert (left[name].numerator, left[name].denominator) == (number.numerator, number.denominator)
        assert reached[name].denominator == 0
        assert reached[name].late_denominator == -left[name].late_denominator == number.denominator
