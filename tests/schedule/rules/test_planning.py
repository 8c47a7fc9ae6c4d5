"""A week laid out: the pressing first, homes and places together, nothing unmade that a doctor set by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.schedule.rules import Due, Kept, WorkDay, plan_week

MONDAY = date(2026, 5, 18)
WEEK = [WorkDay(MONDAY + timedelta(days=ahead)) for ahead in range(5)]


def due(number, *, village="柳塘村", group="一组", home=None, waits=0, urgent=False):
    return Due(number, village, group, home, MONDAY - timedelta(days=waits), urgent)


def day_of(plan, number):
    return next((one.day for one in plan.placed if one.person_id == number), None)


def test_who_has_waited_longest_comes_first_and_danger_before_all():
    people = [due(1, waits=3), due(2, waits=30), due(3, urgent=True)]

    plan = plan_week(people, days=WEEK[:1], capacity=2)

    assert {one.person_id for one in plan.placed} == {2, 3}
    assert plan.left == (1,)


def test_a_household_is_called_on_together():
    people = [due(1, waits=40, home=7), due(2, waits=30), due(3, waits=20), due(4, waits=1, home=7)]

    plan = plan_week(people, days=WEEK, capacity=2)

    assert day_of(plan, 1) == day_of(plan, 4)


def test_a_village_goes_on_one_day_where_a_day_has_room_for_it():
    people = [
        *(due(n, village="柳塘村", waits=n) for n in range(6)),
        *(due(n, village="石桥村", waits=n) for n in range(10, 16)),
    ]

    plan = plan_week(people, days=WEEK, capacity=8)

    days = {(one.person_id < 10, one.day) for one in plan.placed}
    assert len(days) == 2
    assert len({day for _, day in days}) == 2


def test_a_village_too_large_for_a_day_is_divided_by_its_groups():
    people = [due(n, group=f"{n // 3}组", waits=n) for n in range(12)]

    plan = plan_week(people, days=WEEK, capacity=7)

    by_group = {(one.person_id // 3, one.day) for one in plan.placed}
    assert len(by_group) == 4
    assert len(plan.placed) == 12


def test_a_household_larger_than_a_day_is_divided_and_no_other():
    people = [*(due(n, home=1, waits=5) for n in range(5)), *(due(n, home=2) for n in range(10, 12))]

    plan = plan_week(people, days=WEEK, capacity=3)

    assert len(plan.placed) == 7
    assert len({day_of(plan, n) for n in range(5)}) == 2
    assert day_of(plan, 10) == day_of(plan, 11)


def test_nobody_is_sent_to_a_village_on_its_market_day():
    days = [WorkDay(MONDAY, frozenset({"柳塘村"})), WEEK[1]]

    plan = plan_week([due(1), due(2, village="石桥村")], days=days, capacity=5)

    assert day_of(plan, 1) == MONDAY + timedelta(days=1)
    assert day_of(plan, 2) == MONDAY


def test_what_was_set_by_hand_stays_takes_its_room_and_draws_its_household_along():
    thursday = MONDAY + timedelta(days=3)
    kept = [Kept(1, thursday, "柳塘村", 7)]
    people = [due(1, home=7, waits=9), due(2, home=7), due(3), due(4, village="石桥村")]

    plan = plan_week(people, days=WEEK, capacity=2, kept=kept)

    assert day_of(plan, 1) is None
    assert day_of(plan, 2) == thursday
    assert thursday not in {day_of(plan, 3), day_of(plan, 4)}


def test_the_round_of_a_day_goes_from_group_to_group_and_door_to_door():
    people = [
        due(1, group="一组", home=1, waits=9),
        due(2, group="二组", waits=8),
        due(3, group="一组", waits=7),
        due(4, group="一组", home=1),
    ]

    plan = plan_week(people, days=WEEK[:1], capacity=9)

    assert [one.person_id for one in plan.placed] == [1, 4, 3, 2]
    assert [one.place for one in plan.placed] == [1, 2, 3, 4]


def test_a_week_of_a_hundred_and_twenty_people_in_six_villages_finds_room_for_all():
    people = [
        due(n, village=f"{n % 6}村", group=f"{n % 6}-{n // 36}", home=n % 6 * 100 + n // 18, waits=n % 40)
        for n in range(120)
    ]
    days = [*WEEK[:2], WorkDay(WEEK[2].day, frozenset({"3村"})), *WEEK[3:]]

    plan = plan_week(people, days=days, capacity=30)

    assert len(plan.placed) == 120
    assert not plan.left
    assert max(Counter(one.day for one in plan.placed).values()) <= 30
    homes = {(people[one.person_id].home, one.day) for one in plan.placed}
    assert len(homes) == len({person.home for person in people})
    assert WEEK[2].day not in {one.day for one in plan.placed if one.person_id % 6 == 3}
    whole = Counter(village for village, _ in {(one.person_id % 6, one.day) for one in plan.placed})
    assert sum(days == 1 for days in whole.values()) >= 5


villages = st.sampled_from(["甲村", "乙村", "丙村"])
some_due = st.builds(
    Due,
    person_id=st.integers(1, 60),
    village=villages,
    group=st.sampled_from(["", "一组", "二组"]),
    household_id=st.none() | st.integers(1, 12),
    due_on=st.dates(MONDAY - timedelta(days=60), MONDAY + timedelta(days=6)),
    urgent=st.booleans(),
)
some_days = st.lists(
    st.builds(
        WorkDay,
        day=st.sampled_from([MONDAY + timedelta(days=ahead) for ahead in range(7)]),
        shut=st.frozensets(villages, max_size=3),
    ),
    unique_by=lambda one: one.day,
    max_size=7,
)
some_kept = st.lists(
    st.builds(
        Kept,
        person_id=st.integers(1, 60),
        day=st.sampled_from([MONDAY + timedelta(days=ahead) for ahead in range(7)]),
        village=villages,
        household_id=st.none() | st.integers(1, 12),
    ),
    unique_by=lambda one: one.person_id,
    max_size=8,
)


@given(st.lists(some_due, max_size=40), some_days, st.integers(1, 6), some_kept, st.randoms())
def test_a_plan_keeps_its_promises(people, days, capacity, kept, dice):
    people = list({one.person_id: one for one in people}.values())

    plan = plan_week(people, days=days, capacity=capacity, kept=kept)

    placed = [one.person_id for one in plan.placed]
    staying = {one.person_id for one in kept}
    assert len(set(placed)) == len(placed)
    assert not staying & set(placed)
    assert {*placed, *plan.left} == {one.person_id for one in people} - staying
    shut = {one.day: one.shut for one in days}
    whose = {one.person_id: one for one in people}
    assert all(whose[one.person_id].village not in shut[one.day] for one in plan.placed)
    for day in days:
        already = sum(one.day == day.day for one in kept)
        assert sum(one.day == day.day for one in plan.placed) <= max(0, capacity - already)
    assert not _divided(plan, whose, capacity)
    dice.shuffle(people)
    assert plan_week(people, days=days, capacity=capacity, kept=kept) == plan


def _divided(plan, whose, capacity):
    """Households of which some are on one day and others elsewhere, though a day would hold them all."""
    days = {one.person_id: one.day for one in plan.placed}
    homes = {}
    for number in [*days, *plan.left]:
        homes.setdefault(whose[number].home, []).append(days.get(number))
    return [home for home, found in homes.items() if len(found) <= capacity and len(set(found)) > 1]
