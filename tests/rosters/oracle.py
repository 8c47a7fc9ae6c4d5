"""The truth a mutated roster is held against: read off the file and the tables, past the code that imports it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.regions import lies_within
from app.people.models import Person
from app.rosters.models import RosterMember
from app.rosters.queries import index_of
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.report import Item, Report
from app.rosters.service import Roster
from tests.rosters.mutation import PEOPLE, Case

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LISTED = ("new", "changed", "left", "doubtful", "refused")


@dataclass(frozen=True)
class World:
    """What stands in the tables at one moment."""

    counts: dict[str, int]
    people: dict[int, tuple[Any, ...]]
    indexes: dict[str, int]
    members: frozenset[int]

    @classmethod
    def now(cls, kind: ListKind) -> World:
        """Look at the tables."""
        rows = db.session.execute(
            sa.select(Person.id, Person.identity_index, Person.name, Person.area_code, Person.born_on)
        )
        people = {row[0]: tuple(row[1:]) for row in rows}
        standing = sa.select(RosterMember.person_id).where(
            RosterMember.list_kind == kind, RosterMember.left_on.is_(None)
        )
        return cls(
            counted(),
            people,
            {row[0]: person_id for person_id, row in people.items() if row[0]},
            frozenset(db.session.scalars(standing)),
        )


def counted() -> dict[str, int]:
    """Return how many rows each table holds."""
    return dict(db.session.execute(_counting()).one()._mapping)


@lru_cache
def _counting() -> sa.TextClause:
    """Return the statement that counts every table."""
    counts = (
        f'(SELECT count(*) FROM "{table.name}") AS "{table.name}"' for table in db.metadata.sorted_tables
    )
    return sa.text(f"SELECT {', '.join(counts)}")


def numbers_in(cell: object) -> str | None:
    """Return the identity number a cell of text holds, by the printed standard and not by the house's code."""
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell).upper()
    kept = "".join("X" if c in "XХ×✕Χ" else c for c in text if c.isdigit() or c in "XХ×✕Χ")
    whole = f"{kept[:6]}19{kept[6:]}" if len(kept) == 15 else kept
    if not re.fullmatch(r"\d{17}[\dX]?", whole, re.ASCII):
        return None
    check = "10X98765432"[sum(int(d) * w for d, w in zip(whole[:17], WEIGHTS, strict=True)) % 11]
    if len(whole) == 18 and whole[17] != check:
        return None
    try:
        date(int(whole[6:10]), int(whole[10:12]), int(whole[12:14]))
    except ValueError:
        return None
    return whole[:17] + check


def faults_of(case: Case, roster: Roster, report: Report, before: World, after: World) -> list[str]:
    """Return everything in which an import that went through is not right."""
    numbers = {n for sheet in case.sheets for row in sheet.rows for cell in row if (n := numbers_in(cell))}
    indexes = {index_of(number) for number in numbers}
    faults = [
        *_told(case, report, before),
        *_rows(case, roster, report, after),
        *_sound(case, report, before),
    ]
    faults += _people(case, report, before, after, indexes)
    if case.kind is ListKind.VISITS:
        grown = after.counts["visit"] - before.counts["visit"]
        return faults + (
            [] if grown == len(report.new) else [f"{len(report.new)} visits told, {grown} filed"]
        )
    return [*faults, *_members(case, report, before, after)]


def _told(case: Case, report: Report, before: World) -> Iterator[str]:
    """Every sentence is whole in both languages, every place named exists in the file."""
    json.dumps(report.as_json(), ensure_ascii=False).encode()
    spoilt = any(
        "{" in str(cell) for sheet in case.sheets for row in [[sheet.name], *sheet.rows] for cell in row
    ) or any("{" in name for _, name, *_ in before.people.values())  # somebody of that name was let in before
    for item in _items(report):
        if not (item.reason.zh.strip() and item.reason.en.strip()):
            yield f"{item} is told without a reason"
        if item.row is not None and not _cells(case, item):
            yield f"{item.sheet}!{item.row} is not in the file"
    for text in [*report.warnings, *(item.reason for item in _items(report))]:
        if not spoilt and re.search(r"\{\w*\}", text.zh + text.en):
            yield f"unfilled: {text.zh}"


def _rows(case: Case, roster: Roster, report: Report, after: World) -> Iterator[str]:
    """Every data row is accounted for: standing, held back, refused, or named as ended."""
    kept = len(roster.people) + len(roster.repeated) + len(roster.visits) + len(roster.refused)
    if not roster.rows == report.rows == kept:
        yield f"{roster.rows} rows read, {kept} kept, {report.rows} told"
    sent_back = (*report.doubtful, *report.refused)
    held = {place for item in sent_back for place in (item.key, *item.along)}
    notes = "".join(text.zh for text in report.warnings) + "".join(item.name for item in report.left)
    for row in roster.people:
        stands = after.indexes.get(index_of(row.identity.number)) in after.members
        if not (stands or (row.where.sheet, row.where.row) in held or row.name in notes):
            yield f"row {row.where.row} of “{row.where.sheet}” vanished"
    if case.kind is ListKind.VISITS:
        told = report.unchanged + len(report.new) + len(report.doubtful) + len(report.refused)
        if told != report.rows:
            yield f"{report.rows} rows of visits, {told} accounted for"


def _sound(case: Case, report: Report, before: World) -> Iterator[str]:
    """What nobody spoilt is taken whole; a log only leaves out whom nobody knows."""
    if case.done:
        return
    known = {index_of(number) for _, number, _ in PEOPLE} & before.indexes.keys()
    rows = [row for sheet in case.sheets for row in sheet.rows[1:]]
    strangers = [row for row in rows if not any(index_of(str(cell)) in known for cell in row)]
    refused = len(strangers) if case.kind is ListKind.VISITS else 0
    if report.rows != len(rows) or len(report.refused) != refused:
        yield f"a sound roster of {len(rows)} rows was not taken whole: {report.counts}"


def _people(case: Case, report: Report, before: World, after: World, indexes: set[str]) -> Iterator[str]:
    """Nobody comes in under a number that is not in the file, and nobody changes whom the file does not name."""
    opened = after.people.keys() - before.people.keys()
    told = 0 if case.kind is ListKind.VISITS else len(report.new)
    if len(opened) > told:
        yield f"{len(opened)} records opened, {told} told"
    for index, name, area, _ in (after.people[person_id] for person_id in opened):
        if index not in indexes:
            yield f"{name} came in under a number that is not in the file"
        if not lies_within(area, case.area):
            yield f"{name} came in outside the area"
    yield from _untouched(before, after, named=set() if case.kind is ListKind.VISITS else indexes)


def _untouched(before: World, after: World, *, named: set[str]) -> Iterator[str]:
    for person_id, row in before.people.items():
        now = after.people.get(person_id)
        if now != row and row[0] not in named:
            yield f"{row[1]} is not in the file and changed to {now}"
        if now is None or now[0] != row[0]:
            yield f"{row[1]} lost the record or the number"


def _members(case: Case, report: Report, before: World, after: World) -> Iterator[str]:
    """Who stands on the list now is who stood there, less who left, and who is new."""
    gone, come = before.members - after.members, after.members - before.members
    if len(gone) != len(report.left):
        yield f"{len(report.left)} told to have left, {len(gone)} left"
    moved_in = case.accept_doubtful and len(come) <= len(report.new)  # from another area's list
    if len(come) != len(report.new) and not moved_in:
        yield f"{len(report.new)} told to be new, {len(come)} came"


def _items(report: Report) -> list[Item]:
    return [item for which in LISTED for item in getattr(report, which)]


def _cells(case: Case, item: Item) -> list[list[Any]]:
    found = []
    for sheet in case.sheets:
        at = (item.row or 0) - sheet.first_row
        if sheet.name == item.sheet and 0 <= at < len(sheet.rows):
            found.append(sheet.rows[at])
    return found
