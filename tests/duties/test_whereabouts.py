"""Leaving and coming back: what is owed, excused, withdrawn, and owed again."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.core import clock
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_duties, list_excuses, list_lines
from app.duties.service import record_back, record_leave
from app.people.rules import PersonState
from app.policy.terms import ExcuseReason, Outcome
from tests.cast import TODAY

PRESSURE, ROUND = "hypertension-followup", "scattered-weekly-round"
LATER = date(2026, 6, 20)


def _leave(person, state, **said):
    with transaction("person.leave", by=COMMAND_LINE):
        record_leave(person, state, **{"on": TODAY} | said)


def _back(person, on):
    with clock.standing_at(on), transaction("person.back", by=COMMAND_LINE):
        record_back(person, on=on, note="打错了")


def test_who_is_away_is_excused_until_the_return(granny_chen):
    _leave(granny_chen, PersonState.AWAY, until=LATER, note="去合肥")

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert (duty.excused_until, duty.excuse_reason) == (LATER, ExcuseReason.AWAY_FOR_WORK)
    assert [excuse.note for excuse in list_excuses(granny_chen.id)] == ["去合肥"]


@pytest.mark.parametrize("state", [PersonState.MOVED, PersonState.LOST, PersonState.DIED])
def test_who_is_gone_is_owed_nothing_and_back_they_are_owed_as_before(granny_chen, state):
    before = {duty.rule_id for duty in list_duties(granny_chen.id)}
    _leave(granny_chen, state, on=date(2026, 5, 10))
    assert list_duties(granny_chen.id) == []

    _back(granny_chen, TODAY)

    assert {duty.rule_id for duty in list_duties(granny_chen.id)} == before


def test_the_time_away_counts_as_excused_and_not_as_missed(granny_chen):
    """Lost from Monday 25 May to Sunday 14 June: three whole weeks in which no round could be done."""
    with clock.standing_at(date(2026, 5, 25)):
        _leave(granny_chen, PersonState.LOST, on=date(2026, 5, 25))
    _back(granny_chen, date(2026, 6, 15))

    (excuse,) = list_excuses(granny_chen.id)
    assert (excuse.from_on, excuse.return_on) == (date(2026, 5, 25), date(2026, 6, 14))
    assert excuse.reason is ExcuseReason.UNREACHABLE
    with clock.standing_at(date(2026, 6, 16)):
        _seen(granny_chen, date(2026, 6, 16))
    rounds = {line.due_on: line.outcome for line in list_lines(granny_chen.id) if line.rule_id == ROUND}
    assert [rounds[date(2026, 5, 31) + timedelta(weeks=week)] for week in range(3)] == [Outcome.EXCUSED] * 3
    assert Outcome.WITHDRAWN not in rounds.values()


def test_years_away_are_cut_into_excuses_of_a_year_at_most(granny_chen):
    _leave(granny_chen, PersonState.MOVED, on=date(2024, 1, 1))

    _back(granny_chen, TODAY)

    spans = sorted((excuse.from_on, excuse.return_on) for excuse in list_excuses(granny_chen.id))
    assert (spans[0][0], spans[-1][1]) == (date(2024, 1, 1), TODAY - timedelta(days=1))
    assert all(one[1] + timedelta(days=1) == other[0] for one, other in pairwise(spans))
    assert all(last - first <= timedelta(days=366) for first, last in spans)


def test_a_mistake_put_right_on_its_day_leaves_no_excuse(granny_chen):
    before = list_duties(granny_chen.id)
    _leave(granny_chen, PersonState.DIED)

    _back(granny_chen, TODAY)

    assert list_duties(granny_chen.id) == before
    assert list_excuses(granny_chen.id) == []


def test_who_is_back_early_is_owed_from_that_day(granny_chen):
    _leave(granny_chen, PersonState.AWAY, on=date(2026, 5, 10), until=LATER)

    _back(granny_chen, TODAY)

    assert find_open_duty(granny_chen.id, ROUND).excused_until == TODAY - timedelta(days=1)


def test_a_stay_of_more_than_a_year_is_refused_and_nothing_is_kept(granny_chen):
    with pytest.raises(Refused, match="最长一年"):
        _leave(granny_chen, PersonState.AWAY, until=date(2028, 1, 1))

    assert granny_chen.away_until is None
    assert list_excuses(granny_chen.id) == []


def _seen(person, on):
    from app.duties.rules import EvidenceNote
    from app.duties.service import note_evidence
    from app.policy.terms import Kind, Mode

    with transaction("visit.file", by=COMMAND_LINE):
        note_evidence([EvidenceNote(person.id, on, Kind.WEEKLY_ROUND, Mode.HOME)])
