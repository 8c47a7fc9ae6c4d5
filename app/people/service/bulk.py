"""Many residents at once, as a list brings them: few statements, one note in the trail for each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core import clock
from app.core.bulk import insert_rows
from app.core.db import Model, db
from app.people.models import Household, Person, PersonInitial
from app.people.rules import PersonEntry
from app.people.service.columns import columns_of, readings_of, sealing_many

CHUNK = 500
# So many rows are made ready at a time: a list of a county would not fit at once.
PORTION = 5000
HouseholdKey = tuple[str, str, str]


def register_many(entries: Sequence[PersonEntry]) -> list[int]:
    """Open a record for each entry and return their ids in the same order.

    Every entry has an identity number, by which its fresh record is found again; numbers already on record are
    the caller's to sort out.
    """
    if not entries:
        return []
    households = _households(entries)
    note_bulk("person", count=len(entries))
    ids: list[int] = []
    for at in range(0, len(entries), PORTION):
        ids += _open_records(entries[at : at + PORTION], households)
    return ids


def _open_records(entries: Sequence[PersonEntry], households: Mapping[HouseholdKey, int]) -> list[int]:
    now = clock.now()
    stated = {"version": 1, "created_at": now}
    rows = [row | stated for row in _rows(entries, households)]
    _insert(Person, rows)
    known = _ids_by_index([row["identity_index"] for row in rows])
    ids = [known[row["identity_index"]] for row in rows]
    _insert_readings(zip(ids, rows, strict=True))
    return ids


def revise_many(changes: Mapping[int, PersonEntry]) -> None:
    """Write what a list states over the records of these people."""
    if not changes:
        return
    households = _households(list(changes.values()))
    rows = dict(zip(changes, _rows(changes.values(), households), strict=True))
    note_bulk("person", count=len(rows))
    table = Person.__table__
    assert isinstance(table, sa.Table)
    columns: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in next(iter(rows.values()))}
    update = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row_id"))
        .values(columns | {"version": table.c.version + 1})
    )
    named = [
        {"row_id": key} | {f"new_{name}": value for name, value in row.items()} for key, row in rows.items()
    ]
    db.session.connection().execute(update, named)
    for chunk in _chunks(list(rows)):
        db.session.execute(sa.delete(PersonInitial).where(PersonInitial.person_id.in_(chunk)))
    _insert_readings(rows.items())


def revive_many(changes: Mapping[int, PersonEntry]) -> None:
    """Open records again that were withdrawn, as a list states them now."""
    revise_many(changes)
    for chunk in _chunks(list(changes)):
        db.session.execute(sa.update(Person).where(Person.id.in_(chunk)).values(withdrawn_at=None))


def withdraw_people(ids: Sequence[int]) -> None:
    """Withdraw records that an import opened: kept, but hidden, and found by no search."""
    if not ids:
        return
    note_bulk("person", count=len(ids), details={"withdrawn": True})
    table = Person.__table__
    assert isinstance(table, sa.Table)
    values = {"withdrawn_at": clock.now(), "version": table.c.version + 1}
    for chunk in _chunks(list(ids)):
        db.session.execute(sa.update(table).where(table.c.id.in_(chunk)).values(values))
        db.session.execute(sa.delete(PersonInitial).where(PersonInitial.person_id.in_(chunk)))


def respell(ids: Sequence[int]) -> None:
    """Keep the readings of some people's names as their records stand now; a hidden record has none."""
    for chunk in _chunks(list(ids)):
        db.session.execute(sa.delete(PersonInitial).where(PersonInitial.person_id.in_(chunk)))
        stated = sa.select(Person.id, Person.initials, Person.area_code).where(
            Person.id.in_(chunk), Person.withdrawn_at.is_(None), Person.merged_into_id.is_(None)
        )
        _insert_readings(
            (row.id, {"initials": row.initials, "area_code": row.area_code})
            for row in db.session.execute(stated)
        )


def _rows(entries: Iterable[PersonEntry], households: Mapping[HouseholdKey, int]) -> Iterator[dict[str, Any]]:
    sealed = sealing_many()
    for entry in entries:
        yield columns_of(entry, sealed=sealed) | {"household_id": households.get(_key(entry))}


def _key(entry: PersonEntry) -> HouseholdKey:
    return entry.area_code, entry.head_name, entry.group_name


def _ids_by_index(indexes: list[str]) -> dict[str, int]:
    """Return the id of each record by its keyed index: a bulk insert cannot tell its ids in order everywhere."""
    found: dict[str, int] = {}
    for chunk in _chunks(indexes):
        chosen = sa.select(Person.identity_index, Person.id).where(Person.identity_index.in_(chunk))
        found |= {str(index): person_id for index, person_id in db.session.execute(chosen)}
    return found


def _households(entries: Sequence[PersonEntry]) -> dict[HouseholdKey, int]:
    """Return the household of every head the entries name; those not yet known are opened."""
    named = {_key(entry): entry for entry in entries if entry.head_name}
    areas = sorted({area for area, _, _ in named})
    known = _known_households(areas)
    absent = [_household(entry) for key, entry in named.items() if key not in known]
    if not absent:
        return known
    note_bulk("household", count=len(absent))
    _insert(Household, absent)
    return _known_households(areas)


def _known_households(areas: list[str]) -> dict[HouseholdKey, int]:
    known: dict[HouseholdKey, int] = {}
    for chunk in _chunks(areas):
        chosen = sa.select(Household.area_code, Household.head_name, Household.group_name, Household.id)
        for area, head, group, household_id in db.session.execute(
            chosen.where(Household.area_code.in_(chunk))
        ):
            known.setdefault((area, head, group), household_id)
    return known


def _household(entry: PersonEntry) -> dict[str, Any]:
    return {
        "area_code": entry.area_code,
        "head_name": entry.head_name,
        "group_name": entry.group_name,
        "address": entry.address,
        "created_at": clock.now(),
    }


def _insert_readings(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    readings = [
        spelled for key, row in rows for spelled in readings_of(key, row["initials"], row["area_code"])
    ]
    _insert(PersonInitial, readings)


def _insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows to the table itself: the records of the session cost more than the rows."""
    if rows:
        table = model.__table__
        assert isinstance(table, sa.Table)
        names = list(rows[0])
        insert_rows(table, names, list(map(itemgetter(*names), rows)))


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[at : at + CHUNK] for at in range(0, len(values), CHUNK))
