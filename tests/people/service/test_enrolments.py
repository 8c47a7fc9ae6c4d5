from __future__ import annotations

from datetime import date

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries import find_open_category, find_open_condition, list_categories, list_conditions
from app.people.service import add_category, add_condition, close_category, close_condition
from app.policy.terms import Category, Condition
from tests import cast

SINCE, LATER, EARLIER = date(2026, 2, 1), date(2026, 4, 1), date(2026, 1, 1)


@pytest.fixture
def person(app):
    """A resident who holds nothing, inside an open deed."""
    person = cast.a_person()
    with transaction("person.enrol", by=COMMAND_LINE):
        yield person


def test_a_category_is_held_until_it_is_closed_and_stays_in_the_history(person):
    held = add_category(person, Category.MINIMUM_LIVING, starts_on=SINCE, basis="认定书")
    assert find_open_category(person.id, Category.MINIMUM_LIVING) is held

    close_category(held, on=LATER)

    assert find_open_category(person.id, Category.MINIMUM_LIVING) is None
    assert [(one.started_on, one.ended_on) for one in list_categories(person.id)] == [(SINCE, LATER)]


def test_what_is_held_already_is_not_held_twice(person):
    first = add_category(person, Category.MINIMUM_LIVING, starts_on=SINCE)
    second = add_condition(person, Condition.COPD, starts_on=SINCE)

    assert add_category(person, Category.MINIMUM_LIVING, starts_on=LATER) is first
    assert add_condition(person, Condition.COPD, starts_on=LATER) is second
    assert first.started_on == second.started_on == SINCE


def test_a_condition_gains_a_benefit_and_a_running_one_keeps_its_first_day(person):
    held = add_condition(person, Condition.COPD, starts_on=SINCE)

    add_condition(person, Condition.COPD, starts_on=SINCE, benefit_from=LATER)
    add_condition(person, Condition.COPD, starts_on=SINCE, benefit_from=date(2026, 5, 1))

    assert (held.benefit_from, held.benefit_until) == (LATER, None)


def test_a_condition_takes_its_benefit_with_it(person):
    held = add_condition(person, Condition.COPD, starts_on=SINCE, benefit_from=SINCE)

    close_condition(held, on=LATER)

    assert find_open_condition(person.id, Condition.COPD) is None
    assert (held.ended_on, held.benefit_until) == (LATER, LATER)


def test_nothing_ends_before_it_began(person):
    category = add_category(person, Category.MINIMUM_LIVING, starts_on=SINCE)
    condition = add_condition(person, Condition.COPD, starts_on=SINCE, benefit_from=LATER)

    close_category(category, on=EARLIER)
    close_condition(condition, on=EARLIER)

    assert category.ended_on == condition.ended_on == SINCE
    assert condition.benefit_until == LATER


def test_the_newest_stands_first(person):
    add_condition(person, Condition.COPD, starts_on=SINCE)
    add_condition(person, Condition.DIABETES, starts_on=LATER)

    assert [held.condition for held in list_conditions(person.id)] == [Condition.DIABETES, Condition.COPD]
