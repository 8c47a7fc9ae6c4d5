"""One resident at a time: opening a record, changing it, and how it ends."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

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
    """Open the record of a resident; refuse a second record under the same identity number."""
    _refuse_twice(entry, None)
    person = Person(**columns_of(entry), household_id=_household(entry), created_at=clock.now())
    db.session.add(person)
    db.session.flush()
    _spell(person)
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
    for column, value in columns_of(entry).items():
        if not column.endswith("_sealed"):
            setattr(person, column, value)
    _reseal(person, entry)
    person.household_id = _household(entry)
    db.session.flush()
    _spell(person)
    return person


def _reseal(person: Person, entry: PersonEntry) -> None:
    """Seal anew only what changed: sealing is randomised, and an unchanged field must not look changed."""
    for field, plain in (("identity", entry.identity or ""), ("phone", entry.phone)):
        changed = sa.inspect(person).attrs[f"{field}_index"].history.has_changes()
        if changed:
            setattr(person, f"{field}_sealed", sealed_columns(field, plain)[f"{field}_sealed"])


def _refuse_twice(entry: PersonEntry, own_id: int | None) -> None:
    known = find_by_identity(entry.identity) if entry.identity else None
    if known is not None and known.id != own_id:
        raise Refused(
            Text(
                "这个身份证号已有档案（{name}）。请查找该居民，不要重复建档。",
                "This identity number already has a record ({name}). Please look it up instead.",
            ).filled(name=known.name if known.area_code == entry.area_code else ELSEWHERE),
        )


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


def _spell(person: Person) -> None:
    """Keep the readings of the name that a search by initials walks along."""
    db.session.execute(sa.delete(PersonInitial).where(PersonInitial.person_id == person.id))
    rows = readings_of(person.id, person.initials, person.area_code)
    if rows:
        db.session.execute(sa.insert(PersonInitial), rows)


def set_death(person: Person, *, on: date) -> None:
    """Record the day a resident died."""
    _refuse_impossible(person, on)
    person.died_on = on


def set_move(person: Person, *, on: date) -> None:
    """Record the day a resident moved away."""
    _refuse_impossible(person, on)
    person.moved_on = on


def _refuse_impossible(person: Person, on: date) -> None:
    if on > clock.today() or (person.born_on is not None and on < person.born_on):
        raise Refused(
            Text("日期 {on} 不可能，请核对。", "The day {on} is impossible; please check.").filled(on=on)
        )
