"""What the calendar alone sets going: birthdays, benefits that end, enrolments and rules whose day has come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from app.core.transaction import SYSTEM, Actor, transaction
from app.duties.queries import list_concerned
from app.duties.service import Reckoned, carry_out, conclude, prepare, reckon
from app.policy import book

LOOK_BACK = timedelta(days=7)


def follow_calendar(day: date) -> Reckoned:
    """Reckon only those whom a date concerns; all that a rule concerns where one has come into force.

    It looks back a week, so that a day on which nothing ran is made good. Run twice, it changes nothing.
    """
    since = day - LOOK_BACK
    rules = book.current().rules.values()
    if any(since <= rule.effective_from <= day for rule in rules):
        return reckon_everything("duties.calendar", by=SYSTEM, today=day)
    with transaction("duties.calendar", by=SYSTEM):
        ages = {rule.owed_to.age_from for rule in rules if rule.owed_to.age_from is not None}
        return reckon(list_concerned(since, day, ages=sorted(ages)), today=day)


def reckon_everything(
    deed: str,
    *,
    by: Actor,
    today: date | None = None,
    from_facts: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Reckoned:
    """Work out anew whatever a changed rule concerns, each part in a deed of its own, and conclude in one that says so.

    Broken off half-way it is begun again as if nothing had been done: what is right already is left alone.
    """
    task, done = prepare(today=today, from_facts=from_facts), Reckoned()
    for number, part in enumerate(task.parts, 1):
        with transaction(deed, by=by):
            done += carry_out(part, task)
        if tell is not None:
            tell(number, len(task.parts))
    with transaction(deed, by=by):
        return conclude(task, done)
