"""A new key, everything resealed under it in small portions, and old keys dropped once nothing needs them.

The key of the indexes is not among them: every look-up compares indexes, so all of them would have to change in one
moment, and nobody could work meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.audit.models import Audited
from app.audit.service import note, note_bulk
from app.core.db import db
from app.core.errors import Refused
from app.core.keyring import Keyring
from app.core.sealing import Unsealable, keys, reseal
from app.core.words import Text
from app.keys.queries import SealedColumn, count_sealed, journals_of, values_of
from app.keys.rules import SETTLED_AFTER, key_named, resealed_in, sealed_in

SUBJECT = "data_key"
GIVEN = Text(
    "密钥是用设置 XUNHU_DATA_KEYS 给定的，请在那里改：`flask keys new --print` 给出新的值。",
    "The keys are given by the setting XUNHU_DATA_KEYS and are changed there: `flask keys new --print` tells the value.",
)


@dataclass(frozen=True, slots=True)
class Portion:
    """What one portion came to: how many rows were looked at and resealed, which do not open, and where to go on."""

    seen: int
    done: int
    shut: int
    last: Any


def add_key() -> str:
    """Let a new key seal from now on, and return its id; the others go on opening what they sealed."""
    refuse_given()
    ring = keys().change(Keyring.with_new)
    note(SUBJECT, None, details={"key": ring.newest})
    return ring.newest


def drop_key(key_id: str, *, at_once: bool = False) -> None:
    """Take a key out for good; refused while a value may still need it."""
    refuse_given()
    ring = keys().current()
    if key_id not in ring.sealing:
        raise Refused(Text("没有密钥 {key}。", "There is no key {key}.").filled(key=key_id))
    if key_id == ring.newest:
        raise Refused(
            Text(
                "{key} 是现在用来加密的密钥，不能删除。", "{key} is the key in use and cannot be dropped."
            ).filled(key=key_id)
        )
    if not at_once and keys().seconds_unchanged() < SETTLED_AFTER:
        raise Refused(
            Text(
                "密钥不到一小时前才换过，正在进行的工作可能还在用旧的。请一小时后再删，或停下全部服务后加 --at-once。",
                "The keys were changed less than an hour ago, and work under way may still use an older one. Drop it"
                " an hour later, or stop every server and add --at-once.",
            )
        )
    _refuse_needed(key_id)
    dropped = ring.sealing[key_id]
    keys().change(lambda ring: ring.without(key_id))
    try:
        _refuse_needed(key_id)
    except Refused:
        keys().change(lambda ring: Keyring({**ring.sealing, key_id: dropped}, ring.index))
        raise
    note(SUBJECT, None, details={"key": key_id, "dropped": True})


def reseal_some(place: SealedColumn, *, after: Any = None, limit: int | None = None) -> Portion:
    """Reseal one portion of a column under the newest key: rows are held from the reading to the commit.

    ``after`` is the number of the last row of the portion before; there is none before the first.
    """
    newest = keys().current().newest
    wanted = (journals_of if place.is_journal else values_of)(
        place, after=after, limit=limit or place.portion
    )
    rows = db.session.execute(wanted.with_for_update()).all()
    changed, shut = _resealed(place, rows, newest)
    if changed:
        _write(place, changed, newest)
    return Portion(len(rows), len(changed), shut, rows[-1].number if rows else after)


def refuse_given() -> None:
    """Refuse where the keys do not lie in a file that may be changed."""
    if keys().file is None:
        raise Refused(GIVEN)


def _refuse_needed(key_id: str) -> None:
    needed = {title: counts[key_id] for title, counts in count_sealed(key_id).items() if counts[key_id]}
    if needed:
        told = ", ".join(f"{title} {n}" for title, n in needed.items())
        raise Refused(
            Text(
                "还有数据是用 {key} 加密的（{told}），请先运行 `flask keys rotate`。",
                "Values are still sealed under {key} ({told}): run `flask keys rotate` first.",
            ).filled(key=key_id, told=told)
        )


def _resealed(place: SealedColumn, rows: Sequence[sa.Row[Any]], newest: str) -> tuple[dict[Any, Any], int]:
    """Return the rows that come out differently, and how many values do not open."""
    changed: dict[Any, Any] = {}
    shut = 0
    for row in rows:
        try:
            value = _anew(place, row.kept, newest)
        except Unsealable:
            shut += 1
            continue
        if value is not row.kept:
            changed[row.number] = value
    return changed, shut


def _anew(place: SealedColumn, kept: Any, newest: str) -> Any:
    if not place.is_journal:
        return reseal(kept, context=place.contexts[place.column.name])
    if all(key_named(value) == newest for _, value in sealed_in(kept, place.contexts)):
        return kept
    return resealed_in(kept, place.contexts, lambda value, context: reseal(value, context=context))


def _write(place: SealedColumn, changed: dict[Any, Any], newest: str) -> None:
    table = place.table
    if table.name in Audited.audited_tables:
        note_bulk(table.name, count=len(changed), details={"column": place.column.name, "key": newest})
    statement = (
        sa.update(table)
        .where(place.key == sa.bindparam("row_key"))
        .values({place.column.name: sa.bindparam("anew", type_=place.column.type)})
    )
    rows = [{"row_key": number, "anew": value} for number, value in changed.items()]
    db.session.connection().execute(statement, rows)
