"""Who is to be called on in a week: those overdue, those due by its Sunday, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.accounts.reader import Reader
from app.duties.queries import WorkFilter, list_work_people
from app.duties.rules import WorkPerson
from app.schedule.rules import Due

# How many of the most pressing are looked at, for every place of the week: a household's others are mostly among them.
LOOK_AHEAD = 3
LEAST = 60


def list_due(reader: Reader, *, day: date, places: int) -> list[Due]:
    """Return who is overdue or due by the Sunday of a day's week, as many as a week of so many places may concern."""
    limit = max(LEAST, places * LOOK_AHEAD)
    return as_due(list_work_people(reader, day=day, wanted=WorkFilter(), limit=limit))


def as_due(people: Iterable[WorkPerson]) -> list[Due]:
    """Return people of the work list as the plan sees them."""
    return [
        Due(
            found.person.id, found.person.area_code, found.person.group_name, found.person.household_id,
            found.worst.due_on, found.urgent,
        )
        for found in people
    ]  # fmt: skip
