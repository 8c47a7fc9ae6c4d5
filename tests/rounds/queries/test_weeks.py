"""The strip of a person on record, counted by hand."""

from __future__ import annotations

import pytest

from app.rounds.queries import Asked, areas_of, list_standing, list_strips, round_rules, which_delivered
from app.rounds.rules import week_of, weeks_before
from tests import cast

MONDAYS = weeks_before(week_of(cast.TODAY), count=12)


@pytest.fixture
def marks(dr_li):
    """The strips of 柳塘村 by name, as marks."""

    def _marks(day=cast.TODAY):
        people = list_standing(Asked(areas_of(dr_li), round_rules(), week_of(cast.TODAY), day))
        strips = list_strips(people, mondays=MONDAYS, day=day)
        return {one.name: "".join(week.state.mark for week in strips[one.person_id]) for one in people}

    return _marks


def test_the_strip_agrees_with_a_count_by_hand(marks, twelve_weeks):
    # 2 March not yet owed; 13 March seen; 25 March; away 30 March to 12 April; 15 April; 9 May; this week still open.
    assert marks() == {"仇金宝": "–✓✗✓△△✓✗✗✓✗○"}


def test_a_visit_today_writes_the_weeks_before_as_they_were_shown(marks, twelve_weeks, seen):
    before = marks()["仇金宝"]

    seen(twelve_weeks, cast.TODAY)

    assert marks()["仇金宝"] == before[:-1] + "✓"


def test_a_visit_entered_for_a_week_gone_by_mends_that_week_alone(marks, twelve_weeks, seen):
    seen(twelve_weeks, MONDAYS[7])

    assert marks()["仇金宝"] == "–✓✗✓△△✓✓✗✓✗○"


def test_the_strips_of_nobody_are_none(app):
    assert list_strips([], mondays=MONDAYS, day=cast.TODAY) == {}
    assert which_delivered([]) == set()
