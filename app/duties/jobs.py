"""What the calendar alone sets going: birthdays, benefits that end, enrolments and rules whose day has come."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.transaction import SYSTEM, transaction
from app.duties.queries import list_concerned
from app.duties.service import Reckoned, reckon, reckon_all
from app.policy import book

LOOK_BACK = timedelta(days=7)


def follow_calendar(day: date) -> Reckoned:
    """Reckon only those whom a date concerns; everybody where a rule has come into force.

    It looks back a week, so that a day on which nothing ran is made good. Run twice, it changes nothing.
    """
    since = day - LOOK_BACK
    rules = book.current().rules.values()
    with transaction("duties.calendar", by=SYSTEM):
        if any(since <= rule.effective_from <= day for rule in rules):
            return reckon_all(today=day)
        ages = {rule.owed_to.age_from for rule in rules if rule.owed_to.age_from is not None}
        return reckon(list_concerned(since, day, ages=sorted(ages)), today=day)
