"""The months of the supervisor's desk lived through: what the clock does at night and what she does by day, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final

from app.core import clock
from app.core.claims import claim
from app.core.transaction import COMMAND_LINE, transaction
from app.demo.rules import TOWN
from app.demo.rules.supervised import STORIES, months_reviewed, saturdays
from app.demo.service.measures import plan_measure, settle_share
from app.demo.service.residents import reader_of
from app.demo.service.reviews import afternoon_of, go_through, talk_over, tell_story
from app.duties.jobs import follow_calendar
from app.indicators.jobs import count_indicators, monthly_analysis
from app.indicators.rules.months import months_before
from app.indicators.rules.warnings import ends_quarter
from app.indicators.service.warnings import acknowledge
from app.reviews.jobs import find_signals, seal_samples

DEED: Final = "demo.load"
FOLLOWED: Final = "follow-calendar"
AT_NIGHT, READ_AFTER = time(1, 10), timedelta(days=2)
SUPERVISOR: Final = "zhao"
Event = tuple[datetime, Callable[[], object]]


def supervise() -> None:
    """Live through the last months of the desk and leave it as it stands now, so that the timetable finds all of it done."""
    today, now = clock.today(), clock.now()
    follow_calendar(today)
    find_signals(today, True)
    spared = _stories(today)
    for at, happens in sorted(_events(today, now, spared), key=lambda event: event[0]):
        if at < now:
            with clock.standing_at(at):
                happens()
    seal_samples(today, False)
    count_indicators(today)
    with transaction(DEED, by=COMMAND_LINE):
        supervisor = reader_of(SUPERVISOR)
        talk_over(by=supervisor)
        plan_measure(by=supervisor)
        claim(FOLLOWED, slot=today.isoformat())
    find_signals(today, True)
    count_indicators(today)


def _stories(today: date) -> set[int]:
    with transaction(DEED, by=COMMAND_LINE):
        supervisor = reader_of(SUPERVISOR)
        return {tell_story(story, today=today, by=supervisor) for story in STORIES}


def _events(today: date, now: datetime, spared: set[int]) -> Iterator[Event]:
    """Yield what happened when: a month counted and told at night, the logs gone through, a quarter's warnings read."""
    months = months_reviewed(today)
    told_from = max(month for month in months if ends_quarter(months_before(month, 1)))
    for month in months:
        at = datetime.combine(month, AT_NIGHT, clock.CHINA)
        yield at, partial(_night, month, first=month == months[0], told=month >= told_from)
        if month == told_from:
            yield at + READ_AFTER, _read_warnings
    for at in map(afternoon_of, saturdays(today)):
        yield at, partial(_afternoon, at, now, spared)


def _night(month: date, *, first: bool, told: bool) -> None:
    seal_samples(month, False)
    if first:
        with transaction(DEED, by=COMMAND_LINE):
            settle_share(by=reader_of(SUPERVISOR))
    if told:
        count_indicators(month)
        monthly_analysis(month, again=True)


def _afternoon(at: datetime, now: datetime, spared: set[int]) -> None:
    with transaction(DEED, by=COMMAND_LINE):
        go_through(at, now=now, spared=spared, by=reader_of(SUPERVISOR))


def _read_warnings() -> None:
    with transaction(DEED, by=COMMAND_LINE):
        acknowledge([TOWN], by=reader_of(SUPERVISOR))
