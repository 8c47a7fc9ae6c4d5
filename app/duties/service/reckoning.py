"""Reckoning: facts in as tuples, the pure engine over them, and only what differs written back."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.audit.trail import noted_bulk
from app.core import clock
from app.core.bulk import insert_rows
from app.core.db import db
from app.core.transaction import current_deed
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries.facts import circumstances_of, stored_duties, stored_lines
from app.duties.rules import Alike, Circumstances, DutyRow, Ledger, LineRow, RuleIndex
from app.duties.service.start import start_for
from app.policy import book

CHUNK = 1000
Settled = tuple[int, str, int | None]
# From so many rows on a way of its own into the table pays.
MANY = 50
duty, line = table_of(Duty), table_of(DutyLine)
# Sent for every visit that is filed, so they are built once.
INSERTS = {table.name: sa.insert(table) for table in (duty, line)}
DELETE_DUTIES, DELETE_LINES = (sa.delete(t).where(t.c.id == sa.bindparam("number")) for t in (duty, line))
UPDATE_DUTIES = (
    sa.update(duty)
    .where(duty.c.id == sa.bindparam("number"))
    .values({name: sa.bindparam(f"new_{name}") for name in DutyRow._fields})
)


@dataclass(slots=True)
class Reckoned:
    """What a reckoning changed."""

    people: int = 0
    opened: int = 0
    changed: int = 0
    closed: int = 0
    lines_written: int = 0
    lines_removed: int = 0

    def __add__(self, other: Reckoned) -> Reckoned:
        """Return what two reckonings changed together."""
        return Reckoned(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


@dataclass(slots=True)
class Difference:
    """What must be written so that the tables say what the ledger says."""

    insert: list[DutyRow] = field(default_factory=list)
    update: list[tuple[int, DutyRow]] = field(default_factory=list)
    delete: list[int] = field(default_factory=list)
    new_lines: list[LineRow] = field(default_factory=list)
    gone_lines: list[int] = field(default_factory=list)
    places: dict[Settled, str] = field(default_factory=dict)


def reckon(person_ids: Sequence[int], *, today: date | None = None) -> Reckoned:
    """Work out anew what some people owe and have closed, and write only what differs.

    What begins after ``today`` waits for its day. A roster dated ahead of the clock is reckoned as of its own day.
    """
    db.session.flush()
    today = max(today or clock.today(), clock.today())
    alike = Alike(RuleIndex(book.current().rules.values()), start_for(today), today)
    total = Reckoned()
    for chunk in _chunks(person_ids):
        people = circumstances_of(chunk, hold=True)
        ledger = Ledger()
        for person in people.values():
            alike.add(person, into=ledger)
        _write(_difference(ledger, chunk), people, total)
    total.people = len(person_ids)
    if total.lines_written or total.lines_removed:
        note_bulk("duty_line", count=total.lines_written, details=_details(person_ids, total))
    return total


def _chunks(person_ids: Sequence[int]) -> Iterator[list[int]]:
    ordered = sorted(set(person_ids))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _difference(ledger: Ledger, person_ids: Sequence[int]) -> Difference:
    difference = Difference()
    on_record = stored_duties(person_ids)
    for row in ledger.duties:
        number, stored = on_record.pop((row.person_id, row.rule_id), (0, None))
        if stored is None:
            difference.insert.append(row)
        elif stored != row:
            difference.update.append((number, row))
    difference.delete = [number for number, _ in on_record.values()]
    _compare_lines(ledger, person_ids, difference)
    return difference


def _compare_lines(ledger: Ledger, person_ids: Sequence[int], difference: Difference) -> None:
    """Match lines as they are; those of a rule no longer in use stay as they were closed."""
    in_use = book.current().rules
    on_record: dict[LineRow, list[int]] = defaultdict(list)
    for number, place, row in stored_lines(person_ids):
        if row.rule_id in in_use:
            on_record[row].append(number)
            difference.places[_settled(row)] = place
    for row, count in Counter(ledger.lines).items():
        kept = on_record.pop(row, [])
        difference.new_lines += [row] * (count - len(kept))
        difference.gone_lines += kept[count:]
    difference.gone_lines += [number for numbers in on_record.values() for number in numbers]


def _write(difference: Difference, people: dict[int, Circumstances], total: Reckoned) -> None:
    _write_duties(difference)
    if difference.new_lines or difference.gone_lines:
        _write_lines(difference, people)
    total.opened += len(difference.insert)
    total.changed += len(difference.update)
    total.closed += len(difference.delete)
    total.lines_written += len(difference.new_lines)
    total.lines_removed += len(difference.gone_lines)


def _write_duties(difference: Difference) -> None:
    if difference.delete:
        _execute(DELETE_DUTIES, [{"number": n} for n in difference.delete])
    if difference.update:
        rows = [
            {"number": number, **{f"new_{name}": value for name, value in row._asdict().items()}}
            for number, row in difference.update
        ]
        _execute(UPDATE_DUTIES, rows)
    if difference.insert:
        _insert(duty, DutyRow._fields, difference.insert)


def _write_lines(difference: Difference, people: dict[int, Circumstances]) -> None:
    """Write lines in bulk; the entry in the trail that covers them follows at the end of the reckoning."""
    deed = current_deed()
    if deed is not None:
        noted_bulk(deed).add(line.name)
    if difference.gone_lines:
        _execute(DELETE_LINES, [{"number": n} for n in difference.gone_lines])
    if difference.new_lines:
        rows = [(*row, _place(row, difference, people)) for row in difference.new_lines]
        _insert(line, (*LineRow._fields, "area_code"), rows)


def _place(row: LineRow, difference: Difference, people: dict[int, Circumstances]) -> str:
    """Return where a line is closed: one that evidence closed before stays with the place of then."""
    now = people[row.person_id].area_code
    return now if row.evidence_id is None else difference.places.get(_settled(row), now)


def _settled(row: LineRow) -> Settled:
    return row.person_id, row.rule_id, row.evidence_id


def _insert(table: sa.Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    if len(rows) > MANY:
        insert_rows(table, names, rows)
    else:
        _execute(INSERTS[table.name], [dict(zip(names, row, strict=True)) for row in rows])


def _execute(statement: sa.Executable, rows: list[dict[str, Any]]) -> None:
    db.session.execute(statement, rows)


def _details(person_ids: Sequence[int], total: Reckoned) -> dict[str, int]:
    about = {"person": person_ids[0]} if len(person_ids) == 1 else {"people": total.people}
    return {**about, "removed": total.lines_removed}
