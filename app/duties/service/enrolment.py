"""Who holds what: each verb changes the person below and reckons what follows.

The forms for many write in bulk and leave the reckoning to the caller, who does it once at the end of a roster.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core import clock
from app.core.bulk import insert_rows
from app.core.db import db
from app.core.errors import Refused
from app.core.words import Text
from app.duties.models import table_of
from app.duties.rules import Enrolment, Leaving
from app.duties.service.reckoning import reckon
from app.people import service as people
from app.people.models import Person, PersonCategory, PersonCondition
from app.people.queries import find_open_category, find_open_condition
from app.policy.terms import Category, Condition

CHUNK = 1000
BASIS_LENGTH = 200
category_table, condition_table = table_of(PersonCategory), table_of(PersonCondition)


def enrol(  # noqa: PLR0913 - an enrolment says as much as its row of the list
    person: Person,
    *,
    starts_on: date,
    basis: str,
    category: Category | None = None,
    condition: Condition | None = None,
    benefit_from: date | None = None,
    source_list: str = "",
    original_text: str = "",
) -> None:
    """Note that a person holds a category or a condition from a day, and owe what follows from it."""
    basis = basis.strip()[:BASIS_LENGTH]
    if category is not None:
        people.add_category(person, category, starts_on=starts_on, basis=basis, source_list=source_list)
    if condition is not None:
        facts = {"basis": basis, "source_list": source_list, "original_text": original_text}
        people.add_condition(person, condition, starts_on=starts_on, benefit_from=benefit_from, **facts)
    reckon([person.id])


def withdraw(  # noqa: PLR0913 - what ends, when and why
    person: Person,
    *,
    on: date,
    reason: str,
    category: Category | None = None,
    condition: Condition | None = None,
    benefit_only: bool = False,
) -> None:
    """End a category, a condition, or only the benefit of a condition; what was owed by it alone is withdrawn."""
    held = find_open_category(person.id, category) if category else None
    ill = find_open_condition(person.id, condition) if condition else None
    if held is None and ill is None:
        raise Refused(
            Text("这项登记已经结束或不存在。", "This enrolment has ended already or does not exist.")
        )
    if held is not None:
        held.basis = _with_reason(held.basis, reason)
        people.close_category(held, on=on)
    if ill is not None:
        ill.basis = _with_reason(ill.basis, reason)
        end = _end_benefit if benefit_only else people.close_condition
        end(ill, on=on)
    reckon([person.id])


def record_death(person: Person, *, on: date) -> None:
    """Record that a person died: everything owed is withdrawn."""
    people.set_death(person, on=on)
    reckon([person.id])


def record_move(person: Person, *, on: date) -> None:
    """Record that a person moved away: everything owed is withdrawn."""
    people.set_move(person, on=on)
    reckon([person.id])


def enrol_many(rows: Sequence[Enrolment]) -> set[int]:
    """Enrol many in bulk and return whom it touched; what somebody holds already stays as it is.

    The caller reckons them once at the end.
    """
    touched = _add_categories([row for row in rows if row.category is not None])
    return touched | _add_conditions([row for row in rows if row.condition is not None])


def withdraw_many(rows: Sequence[Leaving]) -> set[int]:
    """End what many held, in bulk, and return whom it touched; the caller reckons them once at the end."""
    categories, conditions = (_open(table, rows) for table in (category_table, condition_table))
    ended: list[dict[str, Any]] = []
    ended_ill: list[dict[str, Any]] = []
    touched: set[int] = set()
    for row in rows:
        held = categories.get((row.person_id, row.category))
        ill = conditions.get((row.person_id, row.condition))
        if held is not None:
            ended.append({**_ending(held, row), "new_ended_on": max(row.on, held.started_on)})
        if ill is not None:
            ended_ill.append(_ending_condition(ill, row))
        if held is not None or ill is not None:
            touched.add(row.person_id)
    _update(category_table, ended)
    _update(condition_table, ended_ill)
    return touched


def _add_categories(rows: Sequence[Enrolment]) -> set[int]:
    held = _open(category_table, rows)
    fresh = {(row.person_id, row.category): row for row in rows if (row.person_id, row.category) not in held}
    _insert(category_table, [{**_columns(row), "category": row.category} for row in fresh.values()])
    return {row.person_id for row in fresh.values()}


def _add_conditions(rows: Sequence[Enrolment]) -> set[int]:
    held = _open(condition_table, rows)
    fresh: dict[tuple[int, Condition | None], dict[str, Any]] = {}
    approved: dict[int, dict[str, Any]] = {}
    touched: set[int] = set()
    for row in rows:
        ill = held.get((row.person_id, row.condition))
        if ill is None:
            columns = {"benefit_from": row.benefit_from, "original_text": row.original_text[:BASIS_LENGTH]}
            fresh.setdefault(
                (row.person_id, row.condition), {**_columns(row), **columns, "condition": row.condition}
            )
        elif row.benefit_from is not None and (ill.benefit_from is None or ill.benefit_until is not None):
            approved[ill.id] = {
                "number": ill.id,
                "new_benefit_from": row.benefit_from,
                "new_benefit_until": None,
            }
        else:
            continue
        touched.add(row.person_id)
    _insert(condition_table, list(fresh.values()))
    _update(condition_table, list(approved.values()))
    return touched


def _open(table: sa.Table, rows: Iterable[Enrolment | Leaving]) -> dict[tuple[int, Any], sa.Row[Any]]:
    """Return what people still hold in one table, by person and term."""
    term = table.c.category if table is category_table else table.c.condition
    ids = sorted({row.person_id for row in rows})
    found: dict[tuple[int, Any], sa.Row[Any]] = {}
    for at in range(0, len(ids), CHUNK):
        held = sa.select(term.label("term"), *table.c).where(
            table.c.person_id.in_(ids[at : at + CHUNK]),
            table.c.ended_on.is_(None),
            sa.not_(table.c.withdrawn),
        )
        found.update({(row.person_id, row.term): row for row in db.session.execute(held)})
    return found


def _columns(row: Enrolment) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "started_on": row.starts_on,
        "basis": row.basis[:BASIS_LENGTH],
        "source_list": row.source_list,
        "created_at": clock.now(),
    }


def _ending(held: sa.Row[Any], row: Leaving) -> dict[str, Any]:
    return {"number": held.id, "new_basis": _with_reason(held.basis, row.reason)}


def _ending_condition(ill: sa.Row[Any], row: Leaving) -> dict[str, Any]:
    """Return what ends: the benefit alone, or the condition and its benefit with it."""
    until = ill.benefit_until
    if ill.benefit_from is not None and until is None:
        until = max(row.on, ill.benefit_from)
    ended_on = None if row.benefit else max(row.on, ill.started_on)
    return {**_ending(ill, row), "new_benefit_until": until, "new_ended_on": ended_on}


def _insert(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        note_bulk(table.name, count=len(rows), details={"new": True})
        names = list(rows[0])
        insert_rows(table, names, list(map(itemgetter(*names), rows)))


def _update(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        changed = [name.removeprefix("new_") for name in rows[0] if name != "number"]
        note_bulk(table.name, count=len(rows), details={"changed": changed})
        values = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in changed}
        db.session.execute(sa.update(table).where(table.c.id == sa.bindparam("number")).values(values), rows)


def _end_benefit(ill: PersonCondition, *, on: date) -> None:
    if ill.benefit_from is not None and ill.benefit_until is None:
        ill.benefit_until = max(on, ill.benefit_from)


def _with_reason(basis: str, reason: str) -> str:
    return "；".join(part for part in (basis, reason.strip()) if part)[:BASIS_LENGTH]
