"""Where a resident is: kept as rows, the newest speaks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries import list_states, search_people, whereabouts_of
from app.people.rules import PersonState
from app.people.service import set_back, set_state
from tests.cast import TODAY

LATER = TODAY + timedelta(days=30)


def _leave(person, state, *, on=TODAY, **said):
    with transaction("person.leave", by=COMMAND_LINE):
        set_state(person, state, on=on, **said)


def _back(person, *, on=TODAY, note="认错人"):
    with transaction("person.back", by=COMMAND_LINE):
        return set_back(person, on=on, note=note)


def test_every_state_is_kept_with_its_days_and_who_said_so(granny_chen):
    _leave(granny_chen, PersonState.AWAY, on=date(2026, 5, 1), until=LATER, note=" 去合肥带孙子 ")
    _leave(granny_chen, PersonState.LOST, on=date(2026, 5, 18))

    newest, oldest = list_states(granny_chen.id)
    assert (newest.state, newest.from_on, newest.until_on) == (PersonState.LOST, date(2026, 5, 18), None)
    assert (oldest.state, oldest.until_on, oldest.note) == (PersonState.AWAY, LATER, "去合肥带孙子")
    assert oldest.by_name == COMMAND_LINE.name
    assert granny_chen.away_until is None
    assert whereabouts_of(granny_chen).state_on(TODAY) is PersonState.LOST


def test_a_death_recorded_by_mistake_is_put_right_and_stays_in_the_history(granny_chen):
    _leave(granny_chen, PersonState.DIED, on=date(2026, 5, 10))

    assert _back(granny_chen) == (PersonState.DIED, date(2026, 5, 10))

    assert granny_chen.died_on is None
    assert [row.state for row in list_states(granny_chen.id)] == [PersonState.HERE, PersonState.DIED]


def test_a_stay_away_that_is_over_needs_no_return(granny_chen):
    _leave(granny_chen, PersonState.AWAY, on=date(2026, 5, 1), until=TODAY)
    granny_chen_away = whereabouts_of(granny_chen)

    assert granny_chen_away.state_on(TODAY) is PersonState.AWAY
    assert granny_chen_away.state_on(TODAY + timedelta(days=1)) is PersonState.HERE


def test_nobody_who_died_moves_away_and_nothing_is_written(granny_chen):
    _leave(granny_chen, PersonState.DIED, on=date(2026, 5, 10))

    with pytest.raises(Refused, match="先更正"):
        _leave(granny_chen, PersonState.MOVED)

    assert granny_chen.moved_on is None
    assert len(list_states(granny_chen.id)) == 1


def test_nobody_is_back_who_never_left(granny_chen):
    with pytest.raises(Refused, match="在村"):
        _back(granny_chen)


def test_the_lists_know_where_somebody_is(granny_chen, dr_li):
    _leave(granny_chen, PersonState.LOST, on=date(2026, 5, 10))

    (row,) = search_people("陈桂英", reader=dr_li)

    assert row.state_on(TODAY) is PersonState.LOST
