"""The country's holidays, laid by the clock."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

from app.schedule.jobs import holidays_of, lay_holidays
from app.schedule.queries import read_calendar
from app.schedule.rules import DayKind
from tests import cast
from tests.house import ROOT


def test_the_state_councils_days_of_2026_are_known():
    days = holidays_of(2026)

    assert days[date(2026, 2, 17)] == (DayKind.HOLIDAY, "春节")
    assert days[date(2026, 2, 20)] == (DayKind.HOLIDAY, "调休放假")
    assert days[date(2026, 2, 28)] == (DayKind.WORKDAY, "调休上班")
    assert date(2026, 3, 2) not in days


def test_this_year_and_the_next_are_laid_once(app):
    first, again = lay_holidays(cast.TODAY, False), lay_holidays(cast.TODAY, True)

    assert first["new"] > 30
    assert again == {"new": 0, "withdrawn": 0}
    calendar = read_calendar([cast.TOWN], first=date(2026, 6, 19), last=date(2026, 6, 19))
    assert not calendar.works_on(date(2026, 6, 19), cast.LIUTANG, weekdays=(5,))


def test_the_timetable_knows_the_job():
    from app.scheduler import TIMETABLE

    assert [job.run for job in TIMETABLE if job.name == "lay-holidays"] == [lay_holidays]


def test_a_web_worker_never_loads_the_library_of_holidays():
    ask = "import sys, app.scheduler, app.schedule.views; print({'holidays', 'icalendar'} & set(sys.modules))"

    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=ROOT)

    assert told.stdout.strip() == "set()"
