"""家庭医生签约, many at once as a list brings them: opened, renewed, closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core import clock
from app.core.db import db
from app.people.models import Contract
from app.people.rules import close_code_of

CHUNK = 500
RENEWED = "续签"
contract: Any = Contract.__table__


class ContractEntry(NamedTuple):
    """What a list says of somebody's contract; a blank says nothing."""

    person_id: int
    starts_on: date
    ends_on: date | None = None
    signed_on: date | None = None
    team: str = ""
    doctor_name: str = ""
    package: str = ""
    source_list: str = ""


class ContractEnd(NamedTuple):
    """That a contract ends: on which day, and why."""

    person_id: int
    on: date
    reason: str


def open_many(entries: Sequence[ContractEntry]) -> None:
    """Open the contracts of a list. One already on record from the same day is renewed; an earlier one ends by it."""
    running = _running(entry.person_id for entry in entries)
    fresh: list[ContractEntry] = []
    renewed: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for entry in entries:
        before = running.get(entry.person_id)
        if before is not None and before.starts_on == entry.starts_on:
            renewed.append(_renewal(before, entry))
            continue
        if before is not None:
            ended.append(_ending(before, ContractEnd(entry.person_id, entry.starts_on, RENEWED)))
        fresh.append(entry)
    _update(renewed)
    _update(ended)
    _insert(fresh)


def close_many(ends: Sequence[ContractEnd]) -> None:
    """Close the contracts that still run; one that ran out earlier ended on its own day."""
    running = _running(end.person_id for end in ends)
    _update([_ending(running[end.person_id], end) for end in ends if end.person_id in running])


def _running(person_ids: Iterable[int]) -> dict[int, sa.Row[Any]]:
    """Return the newest contract of each person that is not closed."""
    found: dict[int, sa.Row[Any]] = {}
    for some in _chunks(sorted(set(person_ids))):
        wanted = sa.select(contract).where(
            contract.c.person_id.in_(some), contract.c.closed_on.is_(None), sa.not_(contract.c.withdrawn)
        )
        ordered = wanted.order_by(contract.c.starts_on, contract.c.id)
        found |= {row.person_id: row for row in db.session.execute(ordered)}
    return found


def _renewal(before: sa.Row[Any], entry: ContractEntry) -> dict[str, Any]:
    return {
        "number": before.id,
        "new_ends_on": entry.ends_on or before.ends_on,
        "new_signed_on": entry.signed_on or before.signed_on,
        "new_team": entry.team or before.team,
        "new_doctor_name": entry.doctor_name or before.doctor_name,
        "new_package": entry.package or before.package,
    }


def _ending(before: sa.Row[Any], end: ContractEnd) -> dict[str, Any]:
    on = min(end.on, before.ends_on) if before.ends_on is not None else end.on
    return {
        "number": before.id,
        "new_closed_on": max(on, before.starts_on),
        "new_close_reason": end.reason[:200],
        "new_close_code": close_code_of(end.reason),
    }


def _insert(entries: Sequence[ContractEntry]) -> None:
    if entries:
        note_bulk(contract.name, count=len(entries), details={"new": True})
        opened = {"close_reason": "", "withdrawn": False, "created_at": clock.now()}
        db.session.execute(sa.insert(contract), [entry._asdict() | opened for entry in entries])


def _update(rows: list[dict[str, Any]]) -> None:
    if rows:
        changed = [name.removeprefix("new_") for name in rows[0] if name != "number"]
        note_bulk(contract.name, count=len(rows), details={"changed": changed})
        values = {name: sa.bindparam(f"new_{name}", type_=contract.c[name].type) for name in changed}
        statement = sa.update(contract).where(contract.c.id == sa.bindparam("number")).values(values)
        db.session.execute(statement, rows)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
