"""Reading what a list is compared with: one statement a table, plain rows, however long the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.queries import list_former_names
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, lies_within, parent_of
from app.core.sealing import blind, indexer
from app.core.words import Text
from app.people.models import Household, Person
from app.rosters.models import RosterMember
from app.rosters.queries.last_list import LastList, load_last_list, mark_key
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.places import Gazetteer, Place, shorten
from app.rosters.rules.register import MARK_LENGTH, Known, Register

CHUNK = 500
Value = TypeVar("Value", int, str)
_KNOWN = (
    Person.id,
    Person.name,
    Person.born_on,
    Person.area_code,
    Person.identity_index,
    Person.phone_index,
    Person.group_name,
    Person.address,
    Household.head_name,
    Person.kinship,
    Person.self_care,
    Person.insurance,
    Person.doctor_name,
    Person.died_on,
    Person.moved_on,
    Person.withdrawn_at,
)
_DIED = Text(
    "档案已登记 {day} 死亡。如登记有误，请先在居民详情更正。",
    "Recorded as having died on {day}. If that is wrong, correct the person's page first.",
)
_MOVED = Text(
    "档案已登记 {day} 迁出。如已迁回，请先在居民详情更正。",
    "Recorded as having moved away on {day}. If they are back, correct the person's page first.",
)


def load_gazetteer(area: str) -> Gazetteer:
    """Return the villages of the tree, those under the area told from the rest.

    A list may still call a village by a former name, or by that of one that was merged into it.
    """
    wanted = sa.select(Area.code, Area.name, Area.level).where(Area.ended_on.is_(None))
    rows = db.session.execute(wanted).all()
    villages = [Place(row.code, row.name) for row in rows if row.level is Level.VILLAGE]
    others = [Place(row.code, row.name) for row in rows if row.level is not Level.VILLAGE]
    former = list(_former(villages))
    return Gazetteer.of(
        area=area,
        villages=[*(place for place, _ in former), *villages],
        others=others,
        joined=[place for place, was_merged in former if was_merged],
    )


def _former(villages: Sequence[Place]) -> Iterator[tuple[Place, bool]]:
    """Yield the names and codes that villages went by, and whether it was one merged into the village of today.

    A name that a village of the same town bears today is left out.
    """
    current = {village.code for village in villages}
    taken = {(parent_of(village.code), village.name) for village in villages}
    taken |= {(village.code, shorten(village.name)) for village in villages}
    for former in list_former_names():
        for name in (former.name, former.code):
            marks = {(parent_of(former.code), name), (former.current_code, shorten(name))}
            if former.current_code in current and former.current_code != name and not marks & taken:
                taken.add((former.current_code, shorten(name)))
                yield Place(former.current_code, name), former.code != former.current_code


def load_register(
    kind: ListKind,
    *,
    area: str,
    numbers: Iterable[str],
    names: Iterable[str] | None = None,
    last: LastList | None = None,
) -> Register:
    """Return everybody on record in the area, whoever else has one of the numbers, and the members of the last list.

    Where ``names`` are given, only those of the area who bear one of them: enough for a list of few.
    """
    index_of = indexer("person.identity")
    register = Register(index_of=index_of, phone_index_of=phone_index_of, mark=_marker())
    register.doctor_yields = kind is ListKind.CONTRACTS
    for row in _people_of(area, names):
        register.by_index[row.identity_index or f"#{row.id}"] = _known(row, foreign=False)
    elsewhere = {index for number in set(numbers) if (index := index_of(number)) not in register.by_index}
    for some in _chunks(sorted(elsewhere)):
        for row in _people(Person.identity_index.in_(some)):
            register.by_index[row.identity_index] = _known(row, foreign=not lies_within(row.area_code, area))
    _add_merged(register, elsewhere, area)
    if kind.is_snapshot:
        register.members = (last or load_last_list(kind, area)).members
    return register


def _add_merged(register: Register, indexes: Iterable[str], area: str) -> None:
    """Let the number of a record that was merged into another lead to the one that stays."""
    leads: dict[Any, list[Any]] = {}
    for some in _chunks(sorted(indexes)):
        merged = sa.select(Person.identity_index, Person.merged_into_id).where(
            Person.identity_index.in_(some), Person.merged_into_id.is_not(None)
        )
        for index, kept_id in db.session.execute(merged):
            leads.setdefault(kept_id, []).append(index)
    for ids in _chunks(sorted(leads)):
        for row in _people(Person.id.in_(ids)):
            known = _known(row, foreign=not lies_within(row.area_code, area))
            register.by_index |= dict.fromkeys(leads[row.id], known)


def members_ever(kind: ListKind, person_ids: Iterable[int]) -> set[int]:
    """Return which of some people stand or once stood on a list."""
    found: set[int] = set()
    for some in _chunks(sorted(person_ids)):
        chosen = sa.select(RosterMember.person_id)
        found |= set(
            db.session.scalars(chosen.where(RosterMember.list_kind == kind, RosterMember.person_id.in_(some)))
        )
    return found


def index_of(number: str) -> str:
    """Return the keyed index of an identity number."""
    return blind(number, purpose="person.identity")


def phone_index_of(phone: str) -> str:
    """Return the keyed index of a phone number, nothing for none."""
    return blind(phone, purpose="person.phone") if phone else ""


def _marker() -> Callable[[str], str]:
    key = mark_key()

    @lru_cache(maxsize=65_536)
    def mark(value: str) -> str:
        return blake2b(value.encode(), key=key, digest_size=MARK_LENGTH // 2).hexdigest()

    return mark


def _people_of(area: str, names: Iterable[str] | None) -> Iterator[sa.Row[Any]]:
    here = within(Person.area_code, [area])
    if names is None:
        yield from _people(here)
        return
    for some in _chunks(sorted(set(names))):
        yield from _people(sa.and_(here, Person.name.in_(some)))


def _people(where: sa.ColumnElement[bool]) -> Iterator[sa.Row[Any]]:
    statement = sa.select(*_KNOWN).outerjoin(Household, Household.id == Person.household_id)
    statement = statement.where(where, Person.merged_into_id.is_(None))
    rows: Iterator[sa.Row[Any]] = iter(db.session.execute(statement))
    yield from rows


def _known(row: sa.Row[Any], *, foreign: bool) -> Known:
    gone = (
        _DIED.filled(day=row.died_on)
        if row.died_on
        else _MOVED.filled(day=row.moved_on)
        if row.moved_on
        else None
    )
    facts = {
        "name": row.name,
        "area_code": row.area_code,
        "phone": row.phone_index or "",
        "group_name": row.group_name,
        "address": row.address,
        "head_name": row.head_name or "",
        "kinship": row.kinship,
        "self_care": row.self_care.value if row.self_care else "",
        "insurance": row.insurance,
        "doctor_name": row.doctor_name,
    }
    return Known(row.id, row.name, row.born_on, row.area_code, facts, gone, row.died_on, foreign,
                 withdrawn=row.withdrawn_at is not None)  # fmt: skip


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
