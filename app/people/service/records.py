"""One resident at a time: opening a record, and changing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.words import Text
from app.people.models import Household, Person, PersonInitial
from app.people.queries import find_by_identity
from app.people.rules import PersonEntry
from app.people.service.columns import columns_of, readings_of, sealed_columns

ELSEWHERE = Text("外村居民", "somebody of another village")


def register(entry: PersonEntry) -> Person:
    """Open the record of a resident; refuse a second record under the same identity number.

    A record that was withdrawn is opened again: the resident has one, whatever became of the list that brought it.
    """
    known = _refuse_twice(entry, None)
    if known is not None:
        return _open_again(known, entry)
    person = Person(**columns_of(entry), household_id=_household(entry), created_at=clock.now())
    with _one_number(entry, None):
        db.session.add(person)
    spell(person)
    return person


def revise(person: Person, entry: PersonEntry, *, version: int) -> Person:
    """Change a resident's record, if it is still the one that was shown."""
    db.session.refresh(person, with_for_update=True)
    if person.version != version:
        raise Conflict(
            Text(
                "您填写的时候，有人改过这份档案，还没有保存。请对照下面两栏，核对后再保存。",
                "Somebody changed this record meanwhile; nothing is saved yet. Compare both and save again.",
            )
        )
    _refuse_twice(entry, person.id)
    _write(person, entry)
    return person


def _write(person: Person, entry: PersonEntry) -> None:
    household_id = _household(entry)
    with _one_number(entry, person.id):
        for column, value in columns_of(entry).items():
            if not column.endswith("_sealed"):
                setattr(person, column, value)
        _reseal(person, entry)
        person.household_id = household_id
    spell(person)


def _open_again(person: Person, entry: PersonEntry) -> Person:
    person.withdrawn_at = None
    _write(person, entry)
    return person


def _reseal(person: Person, entry: PersonEntry) -> None:
    """Seal anew only what changed: sealing is randomised, and an unchanged field must not look changed."""
    for field, plain in (("identity", entry.identity or ""), ("phone", entry.phone)):
        changed = sa.inspect(person).attrs[f"{field}_index"].history.has_changes()
        if changed:
            setattr(person, f"{field}_sealed", sealed_columns(field, plain)[f"{field}_sealed"])


def _refuse_twice(entry: PersonEntry, own_id: int | None) -> Person | None:
    """Refuse a number that speaks for somebody else; return the withdrawn record it stands in, if one does."""
    known = find_by_identity(entry.identity) if entry.identity else None
    if known is None or known.id == own_id:
        return None
    if known.withdrawn_at is not None and own_id is None:
        return known
    raise Refused(
        Text(
            "这个身份证号已有档案（{name}）。请查找该居民，不要重复建档。",
            "This identity number already has a record ({name}). Please look it up instead.",
        ).filled(name=known.name if known.area_code == entry.area_code else ELSEWHERE),
    )


@contextmanager
def _one_number(entry: PersonEntry, own_id: int | None) -> Iterator[None]:
    """Write within a savepoint: who enters a number at the same moment as somebody else is told, and nothing breaks."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError:
        _refuse_twice(entry, own_id)
        raise Refused(
            Text(
                "这个身份证号记在已并入本档案的另一份档案里。要改用它，请先撤销合并，再合并一次并选这个号码。",
                "This number stands in a record merged into this one. To use it, undo the merge and merge again with it.",
            )
        ) from None


def _household(entry: PersonEntry) -> int | None:
    if not entry.head_name:
        return None
    same = sa.select(Household).filter_by(
        area_code=entry.area_code, head_name=entry.head_name, group_name=entry.group_name
    )
    household = db.session.scalar(same.limit(1))
    if household is None:
        household = Household(
            area_code=entry.area_code,
            head_name=entry.head_name,
            group_name=entry.group_name,
            address=entry.address,
            created_at=clock.now(),
        )
        db.session.add(household)
        db.session.flush()
    return household.id


def spell(person: Person, *, is_found: bool = True) -> None:
    """Keep the readings of the name that a search by initials walks along; a hidden record has none."""
    db.session.execute(sa.delete(PersonInitial).where(PersonInitial.person_id == person.id))
    rows = readings_of(person.id, person.initials, person.area_code)
    if rows and is_found:
        db.session.execute(sa.insert(PersonInitial), rows)
