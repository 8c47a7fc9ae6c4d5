"""What doctors owe on a morning, counted village by village for all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.scope import covers, within
from app.core.db import db
from app.core.regions import Level, level_of
from app.duties.models import Duty, table_of
from app.duties.queries.sections import (
    BELONGS,
    DAY,
    EXCUSED,
    NEAR,
    OPEN,
    PRESENT,
    ROUND,
    ROUND_DONE,
    SUNDAY,
    days,
)
from app.duties.rules import Section
from app.reminders.rules import DoctorDigest
from app.reviews.queries.dialogue import count_returned

A_STATEMENT = 400
duty = table_of(Duty).c


class Tally(NamedTuple):
    """What is owed in one village on a morning; the figures of several villages add up, since nobody lives in two."""

    overdue: int = 0
    overdue_people: int = 0
    due_today: int = 0
    due: int = 0
    due_people: int = 0
    rounds_done: int = 0
    rounds_all: int = 0
    excuses_ending: int = 0
    oldest: date | None = None

    def __add__(self, other: object) -> Tally:
        """Return the figures of both."""
        if not isinstance(other, Tally):
            return NotImplemented
        oldest = min((day for day in (self.oldest, other.oldest) if day is not None), default=None)
        figures = (one + more for one, more in zip(self[:-1], other[:-1], strict=True))
        return Tally._make((*figures, oldest))


class DoctorDigests:
    """What the doctors owe on a morning: counted village by village in one statement, whoever is asked about first.

    What came back to each is counted in a second one.
    """

    def __init__(self, readers: Iterable[Reader], *, day: date) -> None:
        self.day = day
        self._doctors = list(readers)
        self._areas = sorted({area for reader in self._doctors for area in reader.areas})
        self._tallies: dict[str, Tally] | None = None
        self._returned: Counter[int] = Counter()

    def __call__(self, reader: Reader) -> DoctorDigest:
        """Return what one doctor owes."""
        if self._tallies is None:
            with db.session.begin_nested():
                self._tallies = tallies(self._areas, day=self.day)
                self._returned = count_returned(self._doctors)
        total = Tally()
        for code in _villages_in(self._tallies, reader.areas):
            total += self._tallies[code]
        figures = total._asdict()
        oldest = figures.pop("oldest")
        return DoctorDigest(
            self.day,
            oldest_days=0 if oldest is None else (self.day - oldest).days,
            returned=self._returned[reader.id],
            **figures,
        )


def doctor_digest(reader: Reader, *, day: date) -> DoctorDigest:
    """Return what one doctor owes on a morning."""
    return DoctorDigests([reader], day=day)(reader)


def tallies(areas: Sequence[str], *, day: date) -> dict[str, Tally]:
    """Return the figures of every village in some areas where anything is owed, by the village's code."""
    overdue, due, today = (
        BELONGS[Section.OVERDUE],
        BELONGS[Section.DUE],
        sa.and_(duty.due_on == DAY, OPEN, PRESENT),
    )
    ending = sa.and_(EXCUSED, OPEN, duty.excused_until <= SUNDAY)
    parts = {
        "overdue": overdue,
        "today": today,
        "due": due,
        "done": ROUND_DONE,
        "rounds": ROUND,
        "ending": ending,
    }
    found: dict[str, Tally] = {}
    for some in _ranges(areas):
        by_person = (
            sa.select(
                duty.area_code,
                _oldest().label("oldest"),
                *(count_where(part).label(name) for name, part in parts.items()),
            )
            .where(some, NEAR)
            .group_by(duty.area_code, duty.person_id)
            .subquery()
        )
        sums = {name: sa.func.sum(by_person.c[name]) for name in parts}
        people = {name: count_where(by_person.c[name] > 0) for name in ("overdue", "due")}
        columns = (
            sums["overdue"], people["overdue"], sums["today"], sums["due"], people["due"],
            sums["done"], sums["rounds"], sums["ending"], sa.func.min(by_person.c.oldest),
        )  # fmt: skip
        wanted = sa.select(by_person.c.area_code, *columns).group_by(by_person.c.area_code)
        found.update((row[0], Tally(*row[1:])) for row in db.session.execute(wanted, days(day)))
    return found


def _villages_in(tallied: Mapping[str, Tally], areas: Sequence[str]) -> set[str]:
    """Return the villages of some areas, each once, however the areas overlap."""
    whole = {area for area in areas if level_of(area) is Level.VILLAGE}
    wide = [area for area in areas if area not in whole]
    return {area for area in whole if area in tallied} | {
        code for code in tallied if wide and covers(wide, code)
    }


def _ranges(areas: Sequence[str]) -> Iterator[sa.ColumnElement[bool]]:
    """Return the areas as index ranges: villages some hundred at a time, wider ones by themselves."""
    villages = [area for area in areas if level_of(area) is Level.VILLAGE]
    for at in range(0, len(villages), A_STATEMENT):
        yield duty.area_code.in_(villages[at : at + A_STATEMENT])
    for area in set(areas) - set(villages):
        yield within(duty.area_code, [area])


def _oldest() -> sa.ColumnElement[date | None]:
    return sa.func.min(sa.case((BELONGS[Section.OVERDUE], duty.due_on)))


def count_where(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Return how many rows meet a condition, as a column."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)
