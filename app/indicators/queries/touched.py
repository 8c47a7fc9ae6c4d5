"""What the trail says was touched since a month was counted: the villages to count again, or everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from app.audit.models import AuditEntry, AuditHead
from app.core.db import db
from app.duties.models import table_of
from app.people.models import Person

CHUNK = 500
# Of more villages than that it is quicker to count everything.
MOST_VILLAGES = 60
# What many rows at once may have changed of a number: the tables the statements read.
READ = (
    *("person", "person_category", "person_condition", "contract", "visit", "evidence", "duty", "duty_line"),
    *("duty_event", "excuse", "care_plan", "plan_check", "plan_medicine", "review", "call_back"),
)
entry, person = table_of(AuditEntry), table_of(Person)


def last_entry() -> int:
    """Return the number of the last entry of the trail."""
    return db.session.scalar(sa.select(sa.func.max(AuditHead.last_id))) or 0


def touched_since(counted_to: int) -> list[str] | None:
    """Return the villages of whomever the trail speaks of after an entry; None where it may be everybody.

    Somebody who came from another village changes the count of that one too, and the trail does not say which it was.
    """
    people = _named_by_many(counted_to)
    if people is None or _somebody_moved(counted_to):
        return None
    villages = _villages_of(people | _written_about(counted_to))
    return None if len(villages) > MOST_VILLAGES else sorted(villages)


def _written_about(counted_to: int) -> set[int]:
    wanted = sa.select(entry.c.subject_id).where(*_of_people(counted_to)).distinct()
    return set(db.session.scalars(wanted))


def _somebody_moved(counted_to: int) -> bool:
    moved = sa.cast(entry.c.details, sa.String).contains('"area_code"')
    return (
        db.session.execute(sa.select(entry.c.id).where(*_of_people(counted_to), moved).limit(1)).first()
        is not None
    )


def _of_people(counted_to: int) -> Iterator[sa.ColumnElement[bool]]:
    yield entry.c.id > counted_to
    yield entry.c.subject == person.name
    yield entry.c.subject_id.is_not(None)
    # To be read changes nobody.
    yield sa.not_(entry.c.action.endswith(".read"))


def _named_by_many(counted_to: int) -> set[int] | None:
    """Return whom the entries about many rows name; None where one of them names nobody."""
    wanted = sa.select(entry.c.details).where(
        entry.c.id > counted_to, entry.c.subject_id.is_(None), entry.c.subject.in_(READ)
    )
    found: set[int] = set()
    for details in db.session.scalars(wanted):
        named = {details[key] for key in ("person", "from") if isinstance(details.get(key), int)}
        if not named or "area_code" in details.get("changed", ()):
            return None
        found |= named
    return found


def _villages_of(people: Iterable[int]) -> set[str]:
    numbers, found = sorted(people), set[str]()
    for at in range(0, len(numbers), CHUNK):
        some = person.c.id.in_(numbers[at : at + CHUNK])
        found.update(db.session.scalars(sa.select(person.c.area_code).where(some).distinct()))
    return found
