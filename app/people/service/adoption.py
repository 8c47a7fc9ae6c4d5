"""What belongs to a resident, handed from one record to another and back: enrolments, contacts, allergies, contracts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import Model, db
from app.core.words import Text
from app.people.models import (
    Allergy,
    Contact,
    Contract,
    Drug,
    Person,
    PersonCategory,
    PersonCondition,
    StateRecord,
)
from app.people.rules import Span, united
from app.people.service.snapshots import plain, typed
from app.policy.terms import Category, Condition

Journal = dict[str, Any]
BENEFIT = ("benefit_from", "benefit_until")
SPAN = ("started_on", "ended_on")
HELD: tuple[tuple[type[Model], str, tuple[str, ...]], ...] = (
    (PersonCategory, "category", SPAN),
    (PersonCondition, "condition", SPAN + BENEFIT),
)
CARRIED: tuple[type[Model], ...] = (StateRecord, Contact, Allergy, Drug, Contract)
SAME_CONTRACT = ("team", "doctor_name", "package", "starts_on", "ends_on", "closed_on")


def table_of(model: type[Model]) -> sa.Table:
    """Return the table of a record, for writes that need no objects."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


def adopt(kept: Person, other: Person) -> Journal:
    """Hand what belongs to one resident to the record that stays, and return what was moved and changed.

    What both held at the same time becomes one row; the other row says nothing any more.
    """
    changed: dict[str, list[dict[str, Any]]] = {}
    for model, term, columns in HELD:
        changed[table_of(model).name] = _unite(table_of(model), term, columns, (kept.id, other.id))
    changed[Contract.__tablename__] = _silence_doubled_contracts(kept.id, other.id)
    tables = [table_of(model) for model in (*CARRIED, *(model for model, *_ in HELD))]
    moved = {table.name: hand_over(table, other.id, kept.id) for table in tables}
    moved[Person.__tablename__] = _move_merged(other.id, kept.id)
    return {"moved": moved, "changed": changed}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand everything back, and let each row say again what it said."""
    for name, ids in journal["moved"].items():
        column = "merged_into_id" if name == Person.__tablename__ else "person_id"
        hand_back(_table(name), ids, other.id, column=column)
    for name, rows in journal["changed"].items():
        _write(_table(name), [(row["id"], typed(_table(name), row["before"])) for row in rows])


def changed_since(journal: Journal) -> list[Text]:
    """Return what a merge joined and somebody changed afterwards, by its name."""
    names: list[Text] = []
    for name, rows in journal["changed"].items():
        table = _table(name)
        for row in rows:
            now = db.session.execute(sa.select(table).where(table.c.id == row["id"])).mappings().one()
            if plain({column: now[column] for column in row["after"]}) != row["after"]:
                names.append(_name_of(name, now))
    return names


def hand_over(table: sa.Table, from_id: int, to_id: int) -> list[int]:
    """Give every row of one person in a table to another, and return which; the trail has one entry for them."""
    ids = list(
        db.session.scalars(sa.select(table.c.id).where(table.c.person_id == from_id).order_by(table.c.id))
    )
    if ids:
        note_bulk(table.name, count=len(ids), details={"person": to_id, "from": from_id})
        db.session.execute(sa.update(table).where(table.c.person_id == from_id).values(person_id=to_id))
    return ids


def hand_back(table: sa.Table, ids: Sequence[int], to_id: int, *, column: str = "person_id") -> None:
    """Give some rows of a table to a person."""
    if ids:
        note_bulk(table.name, count=len(ids), details={"person": to_id})
        _write(table, [(number, {column: to_id}) for number in ids])


def _unite(
    table: sa.Table, term: str, columns: tuple[str, ...], ids: tuple[int, int]
) -> list[dict[str, Any]]:
    """Make one history of what both held in a table; return each changed row before and after."""
    wanted = sa.select(table).where(table.c.person_id.in_(ids), sa.not_(table.c.withdrawn))
    rows = {row["id"]: row for row in db.session.execute(wanted).mappings()}
    spans = [
        Span(row["id"], row[term].value, **{column: row[column] for column in columns})
        for row in rows.values()
    ]
    whole = united(spans, own={row["id"] for row in rows.values() if row["person_id"] == ids[0]})
    after = {span.id: {column: getattr(span, column) for column in columns} for span in whole.speaking}
    after |= {number: {"withdrawn": True} for number in whole.silent}
    return _change(table, rows, after)


def _silence_doubled_contracts(kept_id: int, other_id: int) -> list[dict[str, Any]]:
    """Let one of two rows of the same contract speak."""
    table = table_of(Contract)
    wanted = sa.select(table).where(table.c.person_id.in_((kept_id, other_id)), sa.not_(table.c.withdrawn))
    rows = {row["id"]: row for row in db.session.execute(wanted).mappings()}
    own = {_contract(row) for row in rows.values() if row["person_id"] == kept_id}
    doubled = [n for n, row in rows.items() if row["person_id"] == other_id and _contract(row) in own]
    return _change(table, rows, {number: {"withdrawn": True} for number in doubled})


def _contract(row: sa.RowMapping) -> tuple[Any, ...]:
    return tuple(row[column] for column in SAME_CONTRACT)


def _change(
    table: sa.Table, rows: dict[int, sa.RowMapping], after: dict[int, dict[str, Any]]
) -> list[dict[str, Any]]:
    """Write what differs, and return it as a journal keeps it."""
    kept: list[dict[str, Any]] = []
    written: list[tuple[int, dict[str, Any]]] = []
    for number, values in after.items():
        before = {column: rows[number][column] for column in values}
        if before != values:
            kept.append({"id": number, "before": plain(before), "after": plain(values)})
            written.append((number, values))
    _write(table, written)
    return kept


def _write(table: sa.Table, rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    written = list(rows)
    if not written:
        return
    note_bulk(table.name, count=len(written), details={"changed": sorted(written[0][1])})
    for number, values in written:
        db.session.execute(sa.update(table).where(table.c.id == number).values(values))


def _move_merged(other_id: int, kept_id: int) -> list[int]:
    """Let the records merged into the other one earlier lead to the record that stays."""
    table = table_of(Person)
    ids = list(db.session.scalars(sa.select(table.c.id).where(table.c.merged_into_id == other_id)))
    _write(table, [(number, {"merged_into_id": kept_id}) for number in ids])
    return ids


def _table(name: str) -> sa.Table:
    return Model.metadata.tables[name]


def _name_of(table_name: str, row: sa.RowMapping) -> Text:
    terms: dict[str, type[Category | Condition]] = {
        PersonCategory.__tablename__: Category,
        PersonCondition.__tablename__: Condition,
    }
    if table_name not in terms:
        return Text("签约", "the contract")
    return terms[table_name](row["category" if "category" in row else "condition"]).text
