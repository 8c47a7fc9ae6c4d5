"""Filing the rounds of a walk from house to house: one visit a person, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.reader import Reader
from app.audit.service import note_read
from app.core.db import db
from app.core.errors import Conflict
from app.core.words import Text
from app.people.models import Person
from app.people.queries import visible_to
from app.visits.rules import VisitEntry
from app.visits.service import file_visit

CHANGED = Text(
    "名单刚刚有变动（有人迁出或档案合并），没有保存。请核对后再存。",
    "The list has just changed (somebody moved, or a record was merged); nothing was saved. Please check and save again.",
)


def file_rounds(entries: Sequence[tuple[int, VisitEntry]], *, doctor: Reader) -> int:
    """File a visit for everybody who was seen; sent twice it changes nothing. Return how many people they were.

    In the order of the people's numbers, so that two doctors saving at once wait for each other and never crosswise.
    """
    wanted = visible_to(doctor).where(Person.id.in_([number for number, _ in entries]))
    people: dict[int, Person] = {person.id: person for person in db.session.scalars(wanted)}
    if people.keys() != {number for number, _ in entries}:
        raise Conflict(CHANGED)
    for number, entry in sorted(entries, key=lambda each: each[0]):
        note_read("person", number, by=doctor)
        file_visit(entry, person=people[number], doctor=doctor)
    return len(people)
