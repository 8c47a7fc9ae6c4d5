"""What was built since on the records that an import opened: care, papers, other lists."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from app.core.db import Model, db
from app.core.words import Text
from app.duties.models import Duty, DutyLine, EvidenceRecord, ExcuseRecord
from app.people.models import Person, PersonInitial, PersonMerge
from app.rosters.models import RosterImport, RosterMember
from app.rosters.service.journal import chunks
from app.rosters.service.written import Written, names_of
from app.visits.models import Visit, VisitReading

# Reckoned anew from what people decided, read off a visit, or spelled from the name: nothing of their own.
DERIVED = frozenset(model.__tablename__ for model in (Duty, DutyLine, VisitReading, PersonInitial))
SAID = {
    Visit.__tablename__: Text("已有随访记录", "has visits"),
    EvidenceRecord.__tablename__: Text("已有随访记录", "has visits"),
    ExcuseRecord.__tablename__: Text("已登记暂缓", "has an excuse"),
    RosterMember.__tablename__: Text("又进了别的名单", "stands on another list"),
    PersonMerge.__tablename__: Text("已合并档案", "was merged with another record"),
    Person.__tablename__: Text("已合并档案", "was merged with another record"),
}
OTHERWISE = Text("已有后来的登记", "has later entries")


def list_built_on(record: RosterImport, written: dict[str, Written]) -> Iterator[tuple[str, Text]]:
    """Yield the names of those whose record the import opened and somebody has used since, and how.

    Every table that points at a resident is asked, so that a new kind of entry is never taken away with the record.
    """
    people = written.get(Person.__tablename__, Written())
    opened = {*people.opened, *(key for key, row in people.before.items() if row.get("withdrawn_at"))}
    for table in Model.metadata.sorted_tables if opened else ():
        if table.name in DERIVED:
            continue
        for column in _pointers(table):
            owners = _used(table, column, opened, record, written.get(table.name, Written()))
            for name in names_of(owners).values():
                yield name, SAID.get(table.name, OTHERWISE)


def _pointers(table: sa.Table) -> Iterator[sa.Column[int]]:
    target = Person.__table__.c.id
    return (key.parent for key in table.foreign_keys if key.column is target)


def _used(
    table: sa.Table, column: sa.Column[int], opened: set[int], record: RosterImport, own: Written
) -> set[int]:
    mine = {*own.opened, *own.before}
    found: set[int] = set()
    for some in chunks(opened):
        wanted = sa.select(column).where(column.in_(some), *_still_says(table))
        if table.name == RosterMember.__tablename__:
            wanted = wanted.where(table.c.list_kind != record.list_kind)
            found |= set(db.session.scalars(wanted))
            continue
        rows = db.session.execute(wanted.add_columns(table.c.id))
        found |= {owner for owner, key in rows if key not in mine}
    return found


def _still_says(table: sa.Table) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions that a row was not voided, withdrawn or taken back."""
    for name in ("withdrawn", "voided"):
        if name in table.c:
            yield sa.not_(table.c[name])
    for name in ("voided_at", "undone_at"):
        if name in table.c:
            yield table.c[name].is_(None)
