"""The board: how an appointment stands, and the order of the round."""

from __future__ import annotations

from datetime import timedelta

from app.policy.terms import Sex
from app.schedule.rules import DayPlan, Meeting, Standing
from tests import cast


def a_meeting(number, **changes):
    stated = {
        "id": number, "person_id": number, "on_day": cast.TODAY, "by_hand": False, "note": "", "name": "陈桂英",
        "sex": Sex.FEMALE, "born_on": None, "area_code": cast.LIUTANG, "village": "柳塘村", "group": "一组",
        "household_id": None, "seen": False,
    }  # fmt: skip
    return Meeting(**stated | changes)


def test_an_appointment_is_planned_until_its_day_is_over_and_seen_once_somebody_came():
    tomorrow = cast.TODAY + timedelta(days=1)

    assert a_meeting(1).standing_on(cast.TODAY) is Standing.PLANNED
    assert a_meeting(1).standing_on(tomorrow) is Standing.UNSEEN
    assert a_meeting(1, seen=True).standing_on(tomorrow) is Standing.SEEN


def test_who_is_added_at_the_end_still_stands_with_their_group_and_household():
    day = DayPlan(
        cast.TODAY,
        [
            a_meeting(1, household_id=4),
            a_meeting(2),
            a_meeting(3, group="二组"),
            a_meeting(4, household_id=4, seen=True),
        ],
    )

    assert [(place.group, [one.id for one in place.meetings]) for place in day.places] == [
        ("一组", [1, 4, 2]),
        ("二组", [3]),
    ]
    assert day.seen == 1
