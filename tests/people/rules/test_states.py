"""Where somebody is, read off the record, and what cannot follow what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import Refused
from app.people.rules import PersonState, Whereabouts, refuse_back, refuse_change, refuse_days
from tests.cast import TODAY

TOMORROW = TODAY + timedelta(days=1)
DIED, MOVED, LOST, AWAY, HERE = (
    PersonState.DIED,
    PersonState.MOVED,
    PersonState.LOST,
    PersonState.AWAY,
    PersonState.HERE,
)


@pytest.mark.parametrize(
    ("whereabouts", "state"),
    [
        (Whereabouts(), HERE),
        (Whereabouts(away_until=TODAY), AWAY),
        (Whereabouts(away_until=TODAY - timedelta(days=1)), HERE),
        (Whereabouts(lost_on=date(2026, 5, 1)), LOST),
        (Whereabouts(lost_on=date(2026, 4, 1), moved_on=date(2026, 5, 1)), MOVED),
        (Whereabouts(moved_on=date(2026, 5, 1), died_on=date(2026, 5, 10), away_until=TOMORROW), DIED),
    ],
)
def test_the_gravest_word_on_record_speaks_and_a_stay_away_ends_by_itself(whereabouts, state):
    assert whereabouts.state_on(TODAY) is state


def test_who_was_lost_and_then_moved_is_gone_since_the_first_of_the_two():
    whereabouts = Whereabouts(lost_on=date(2026, 4, 1), moved_on=date(2026, 5, 1))

    assert whereabouts.gone_on == date(2026, 4, 1)
    assert Whereabouts(away_until=TOMORROW).gone_on is None


@pytest.mark.parametrize(
    ("now", "wanted"),
    [(DIED, MOVED), (DIED, DIED), (DIED, AWAY), (MOVED, AWAY), (MOVED, LOST), (LOST, AWAY), (LOST, LOST)],
)
def test_what_cannot_follow_is_refused_with_both_states_named(now, wanted):
    with pytest.raises(Refused) as refused:
        refuse_change(now, wanted)

    assert now.zh in refused.value.text.zh and wanted.zh in refused.value.text.zh


@pytest.mark.parametrize(
    ("now", "wanted"), [(HERE, AWAY), (AWAY, AWAY), (AWAY, DIED), (LOST, DIED), (LOST, MOVED), (MOVED, DIED)]
)
def test_what_can_follow_is_allowed(now, wanted):
    refuse_change(now, wanted)


@pytest.mark.parametrize(
    ("on", "until", "words"),
    [
        (TOMORROW, None, "不可能"),
        (date(1949, 12, 31), None, "不可能"),
        (TODAY, TODAY - timedelta(days=1), "已经过去"),
    ],
)
def test_impossible_days_are_refused(on, until, words):
    with pytest.raises(Refused, match=words):
        refuse_days(on=on, until=until, born_on=date(1950, 1, 1), today=TODAY)


def test_nobody_comes_back_who_never_left_or_before_they_left():
    with pytest.raises(Refused, match="本来就登记为在村"):
        refuse_back(state=HERE, since=None, on=TODAY)
    with pytest.raises(Refused, match="不能早于"):
        refuse_back(state=LOST, since=date(2026, 5, 10), on=date(2026, 5, 9))
    refuse_back(state=LOST, since=date(2026, 5, 10), on=date(2026, 5, 10))
