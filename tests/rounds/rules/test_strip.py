"""The strip of the last twelve weeks."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.policy.engine import Absence as Away
from app.policy.engine import Evidence, reckon
from app.policy.rule import AnsweredBy, Each, OwedTo, Period, Rule
from app.policy.terms import Category, Kind, Mode, Outcome
from app.rounds.rules import Absence, WeekLine, WeekState, strip_of, tally, week_of, weeks_before

DAY = date(2027, 1, 20)
MONDAYS = weeks_before(week_of(DAY), count=12)
ROUND = Rule(
    "round", Text("巡查", "Round"), "pack", "5", OwedTo(frozenset({Category.DESTITUTE_SCATTERED})),
    AnsweredBy(Kind.WEEKLY_ROUND, frozenset({Mode.HOME})), Each(Period.WEEK), date(2020, 1, 1),
)  # fmt: skip
DAYS = st.dates(date(2026, 10, 1), DAY)


def _marks(**known):
    stated = {"lines": (), "open_from": None, "absences": (), "day": DAY} | known
    return "".join(week.state.mark for week in strip_of(MONDAYS, **stated))


def test_nobody_owed_anything_shows_twelve_dashes():
    assert _marks() == "–" * 12


def test_weeks_since_the_first_unanswered_one_are_missed_and_this_one_is_open():
    assert _marks(open_from=MONDAYS[9]) == "–––––––––✗✗○"


def test_who_is_away_today_is_excused_this_week_but_not_for_the_weeks_before():
    assert (
        _marks(open_from=MONDAYS[9], absences=[Absence(date(2027, 1, 19), date(2027, 2, 1))])
        == "–––––––––✗✗△"
    )


def test_only_an_absence_all_through_a_week_excuses_a_week_gone_by():
    whole = Absence(MONDAYS[9], MONDAYS[9] + timedelta(days=6))
    short = Absence(MONDAYS[10], MONDAYS[10] + timedelta(days=5))

    assert _marks(open_from=MONDAYS[9], absences=[whole, short]) == "–––––––––△✗○"


def test_a_week_withdrawn_is_no_longer_owed_and_a_new_spell_counts_from_its_own_start():
    lines = [WeekLine(MONDAYS[2], Outcome.DONE), WeekLine(MONDAYS[3], Outcome.MISSED)]

    assert _marks(lines=lines, open_from=MONDAYS[8]) == "––✓✗––––✗✗✗○"


def test_the_words_beside_the_strip_count_what_happened_and_nothing_else():
    strip = strip_of(
        MONDAYS, lines=[WeekLine(MONDAYS[0], Outcome.DONE)], open_from=MONDAYS[10], absences=[], day=DAY
    )

    assert tally(strip) == {
        WeekState.DONE: 1,
        WeekState.MISSED: 1,
        WeekState.OPEN: 1,
        WeekState.NOT_OWED: 9,
    }


@given(
    owed_from=DAYS,
    visits=st.lists(DAYS, max_size=8),
    absences=st.lists(st.tuples(DAYS, st.integers(0, 40)), max_size=3),
)
def test_the_strip_says_of_every_week_what_counting_the_visits_says(owed_from, visits, absences):
    visits = [day for day in visits if day >= owed_from]
    away = [Away(begins, begins + timedelta(days=length)) for begins, length in absences]
    evidence = [Evidence(n, day, Kind.WEEKLY_ROUND, Mode.HOME) for n, day in enumerate(visits)]

    account = reckon(ROUND, owed_from=owed_from, evidence=evidence, absences=away)
    strip = strip_of(
        MONDAYS,
        lines=[WeekLine(line.opens_on, line.outcome) for line in account.lines],
        open_from=account.open.opens_on,
        absences=[Absence(each.from_on, each.return_on) for each in away],
        day=DAY,
    )

    assert [week.state for week in strip] == [_counted(monday, owed_from, visits, away) for monday in MONDAYS]


def _counted(monday, owed_from, visits, away):
    sunday = monday + timedelta(days=6)
    if any(monday <= day <= sunday for day in visits):
        return WeekState.DONE
    if sunday < owed_from:
        return WeekState.NOT_OWED
    if monday <= DAY <= sunday:
        return WeekState.EXCUSED if any(each.return_on >= DAY for each in away) else WeekState.OPEN
    whole = any(each.from_on <= monday and each.return_on >= sunday for each in away)
    return WeekState.EXCUSED if whole else WeekState.MISSED
