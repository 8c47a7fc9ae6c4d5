"""How the work list is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.accounts.reader import Role
from app.core.leaf import Leaf
from app.core.words import Text
from app.duties.rules import VillageCounts, WorkDuty, WorkPerson
from app.duties.rules.work import WorkPersonCard
from app.policy.rule import AnsweredBy, Each, OwedTo, Period, Rule
from app.policy.spells import Holding
from app.policy.terms import Category, Condition, DutyState, Kind, Mode, Sex
from app.today.rules import PEOPLE, Card, by_town, grouped, place_of, shown_to
from tests.cast import LIUTANG, SHIQIAO, TODAY, TOWN

RULE = Rule(
    id="scattered-weekly-round", name=Text("每周巡查", "Weekly round"), article="5", source="luan-2024-24",
    owed_to=OwedTo(categories=frozenset({Category.DESTITUTE_SCATTERED})),
    answered_by=AnsweredBy(Kind.WEEKLY_ROUND, frozenset({Mode.HOME})),
    effective_from=date(2025, 1, 1), in_use=True, when=Each(Period.WEEK),
)  # fmt: skip


def a_duty(due_on: date, *, opens_on: date | None = None, excused_until: date | None = None) -> WorkDuty:
    return WorkDuty(
        person_id=1, rule=RULE, area_code=LIUTANG,
        opens_on=opens_on or due_on - timedelta(days=6), due_on=due_on, owed_from=date(2026, 1, 1),
        last_on=None, last_mode=None, last_result=None, last_text="",
        excused_until=excused_until, excuse_reason=None, emergency_on=None,
    )  # fmt: skip


def a_card(number: int, *, household: int | None = None, group: str = "新庄组", due_on: date = TODAY) -> Card:
    person = WorkPersonCard(
        number, f"第{number}人", Sex.FEMALE, date(1950, 1, 1), LIUTANG, "柳塘村", group, household
    )
    return Card(person, [a_duty(due_on)], urgent=False, held=(), day=TODAY)


def numbers(cards: Sequence[Card]) -> list[int]:
    return [card.person.id for card in cards]


def test_a_household_stands_where_its_worst_member_does() -> None:
    groups = grouped([a_card(1, household=7), a_card(2), a_card(3, household=7), a_card(4, household=8)])

    assert [numbers(group.cards) for group in groups] == [[1, 3], [2, 4]]
    assert str(groups[0].title) == "新庄组 · 第1人户（2 人应访）"
    assert str(groups[1].title) == "新庄组"


def test_the_worst_first_order_is_never_broken_for_a_heading() -> None:
    groups = grouped([a_card(1), a_card(2, group="上湾组"), a_card(3)])

    assert [numbers(group.cards) for group in groups] == [[1], [2], [3]]


def test_where_a_reader_has_several_villages_the_heading_names_the_village() -> None:
    groups = grouped([a_card(1)], several_villages=True)

    assert str(groups[0].title) == "柳塘村 · 新庄组"


def test_a_card_takes_its_colour_from_the_worst_duty() -> None:
    late, due = a_card(1, due_on=TODAY - timedelta(days=20)), a_card(2, due_on=TODAY + timedelta(days=1))

    assert (late.state, late.tone, late.days) == (DutyState.OVERDUE, "late", 20)
    assert (due.state, due.tone, due.days) == (DutyState.DUE, "due", 1)


def test_a_disease_is_shown_only_to_those_who_treat_it() -> None:
    found = [WorkPerson(a_card(1).person, [a_duty(TODAY)], urgent=False)]
    holdings = {1: [Holding(Condition.MENTAL_DISORDER, TODAY, None), Holding(Condition.STROKE, TODAY, None)]}

    doctor = shown_to(Role.VILLAGE_DOCTOR, found, holdings=holdings, day=TODAY)
    supervisor = shown_to(Role.SUPERVISOR, found, holdings=holdings, day=TODAY)

    assert [str(told) for told in doctor[0].conditions] == ["严重精神障碍", "脑卒中"]
    assert [str(told) for told in supervisor[0].conditions] == ["脑卒中"]


def test_what_ended_is_no_longer_shown() -> None:
    card = Card(
        a_card(1).person,
        [a_duty(TODAY)],
        False,
        [Holding(Category.MINIMUM_LIVING, date(2025, 1, 1), TODAY)],
        TODAY,
    )

    assert card.categories == []


def test_villages_add_up_to_towns_the_worst_first() -> None:
    villages = [VillageCounts(LIUTANG, "柳塘村", 2, 1, 0, 5), VillageCounts(SHIQIAO, "石桥村", 3, 4, 1, 0)]
    villages.append(VillageCounts("341502110201", "椿树村", 9, 0, 0, 0))

    towns = by_town(villages, names={TOWN: "三十铺镇", "341502110000": "椿树镇"})

    told = [(town.name, town.overdue, town.due, town.done_this_week) for town in towns]
    assert told == [("椿树镇", 9, 0, 0), ("三十铺镇", 5, 5, 5)]


def test_many_places_are_told_in_short() -> None:
    names = {"1": "甲村", "2": "乙村", "3": "丙村", "4": "丁村"}

    assert str(place_of(["1", "2"], names=names)) == "甲村、乙村"
    assert str(place_of(list(names), names=names)) == "甲村、乙村、丙村等 4 处"


def test_a_page_knows_its_neighbours_and_what_it_shows() -> None:
    page = Leaf(2, 30, 12, False, lambda number: f"?page={number}", PEOPLE)

    assert (page.earlier, page.later) == ("?page=1", None)
    assert str(page.told) == "第 31–42 人"


def test_medicine_is_given_out_under_a_plan_and_by_no_visit() -> None:
    refill = replace(a_duty(TODAY), rule=replace(RULE, answered_by=AnsweredBy(Kind.REFILL, frozenset())))
    person = a_card(1).person

    alone = Card(person, [refill], urgent=False, held=(), day=TODAY)
    both = Card(person, [a_duty(TODAY), refill], urgent=False, held=(), day=TODAY)

    assert (alone.refills, alone.count) == (True, 0)
    assert (both.refills, both.count) == (True, 1)
    assert not a_card(2).refills
