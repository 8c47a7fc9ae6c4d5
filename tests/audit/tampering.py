"""The tamperings: what somebody with the database could do to the trail, each with dice of its own."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.audit.chain import hash_of
from app.audit.models import AuditAnchor, AuditEntry, AuditHead

TABLES = {model.__tablename__: model.__table__ for model in (AuditEntry, AuditAnchor, AuditHead)}
entry, anchor, head = TABLES.values()
Tamper = Callable[[Connection, random.Random], None]


def flip(connection: Connection, dice: random.Random) -> None:
    """Turn round one bit of one value of one row; where the database refuses the result, another one."""
    while True:
        table = dice.choices([entry, anchor, head], [6, 2, 1])[0]
        key = next(iter(table.primary_key))
        row = dice.choice(connection.execute(sa.select(table).order_by(key)).all())
        column = dice.choice(list(table.columns))
        value = _flipped(connection, table, column, getattr(row, key.name), dice)
        if value is None:
            continue
        try:
            with connection.begin_nested():
                connection.execute(
                    sa.text(f'UPDATE {table.name} SET "{column.name}" = {value} WHERE {key.name} = :row'),
                    {"row": getattr(row, key.name)},
                )
            return
        except sa.exc.DBAPIError:  # a number that is taken, JSON that is none
            continue


def delete(connection: Connection, dice: random.Random) -> None:
    """Take one entry out."""
    connection.execute(sa.delete(entry).where(entry.c.id == dice.choice(_numbers(connection))))


def insert_after_the_end(connection: Connection, dice: random.Random) -> None:
    """Write one more entry that fits the last."""
    last = _rows(connection)[-1]
    connection.execute(sa.insert(entry), [_linked({**_forged(dice), "id": last["id"] + 1}, last["hash"])])


def insert_between(connection: Connection, dice: random.Random) -> None:
    """Push the entries from one on up by one and write another in its place."""
    rows = _rows(connection)
    place = dice.randrange(1, len(rows))
    for row in reversed(rows[place:]):
        connection.execute(sa.update(entry).where(entry.c.id == row["id"]).values(id=row["id"] + 1))
    before = rows[place]["previous_hash"]
    connection.execute(sa.insert(entry), [_linked({**_forged(dice), "id": rows[place]["id"]}, before)])
    connection.execute(sa.update(head).values(last_id=head.c.last_id + 1))


def insert_under_an_anchor(connection: Connection, dice: random.Random) -> None:
    """Write an entry where reads were taken out."""
    held = dice.choice(connection.execute(sa.select(anchor).order_by(anchor.c.first_id)).all())
    number = dice.randint(held.first_id, held.last_id)
    connection.execute(sa.insert(entry), [_linked({**_forged(dice), "id": number}, held.previous_hash)])


def swap(connection: Connection, dice: random.Random) -> None:
    """Let two entries change places."""
    one, other = dice.sample(_numbers(connection), 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        connection.execute(sa.update(entry).where(entry.c.id == old).values(id=new))


def mend_one(connection: Connection, dice: random.Random) -> None:
    """Change an entry and reckon its own hash anew."""
    row = dice.choice(_rows(connection)[:-1])
    changed = _linked({**row, **_change(dice)}, row["previous_hash"])
    connection.execute(sa.update(entry).where(entry.c.id == row["id"]).values(changed))


def anchor_a_change(connection: Connection, dice: random.Random) -> None:
    """Take entries out as a purge would, and lay an anchor there in the name of one that was."""
    rows = _rows(connection)
    place = dice.randrange(1, len(rows) - 4)
    gone = [row for row in rows[place : place + dice.randint(1, 3)] if row["id"] - rows[place]["id"] < 3]
    gone = gone[:1] if gone[-1]["id"] - gone[0]["id"] != len(gone) - 1 else gone
    purges = sorted(set(connection.scalars(sa.select(anchor.c.purge_id))))
    laid = {"first_id": gone[0]["id"], "last_id": gone[-1]["id"], "purge_id": dice.choice(purges)}
    connection.execute(sa.delete(entry).where(entry.c.id.between(laid["first_id"], laid["last_id"])))
    ends = {"previous_hash": gone[0]["previous_hash"], "hash": gone[-1]["hash"]}
    connection.execute(sa.insert(anchor), [laid | ends])


def cut(connection: Connection, dice: random.Random) -> None:
    """Take the tail off."""
    connection.execute(sa.delete(entry).where(entry.c.id > dice.choice(_numbers(connection)[:-1])))


def cut_and_mend(connection: Connection, dice: random.Random) -> None:
    """Take the tail off and put the new end on record."""
    rows = _rows(connection)
    last = dice.choice(rows[_after_purges(rows) : -1])["id"]
    connection.execute(sa.delete(entry).where(entry.c.id > last))
    _mend_head(connection)


def rewrite(connection: Connection, dice: random.Random) -> None:
    """Change an entry and reckon every hash from there on anew, the end on record too."""
    rows = _rows(connection)
    place = dice.randrange(_after_purges(rows), len(rows) - 1)
    link = rows[place]["previous_hash"]
    for row in [{**rows[place], **_change(dice)}, *rows[place + 1 :]]:
        mended = _linked(row, link)
        link = mended["hash"]
        connection.execute(sa.update(entry).where(entry.c.id == row["id"]).values(mended))
    _mend_head(connection)


# Found by the walk alone; the last two leave a sound chain, which a head kept outside tells from the real one.
FOUND: tuple[Tamper, ...] = (
    flip, flip, flip, delete, insert_after_the_end, insert_between, insert_under_an_anchor, swap, mend_one,
    anchor_a_change, cut,
)  # fmt: skip
FOUND_BY_HEAD: tuple[Tamper, ...] = (cut_and_mend, rewrite)


def _flipped(connection: Connection, table: Any, column: Any, row: int, dice: random.Random) -> str | None:
    """Return the value with one bit turned round, as SQL; None where it has none, or the database would not take it."""
    key, name = next(iter(table.primary_key)).name, f'"{column.name}"'
    if isinstance(column.type.python_type, type) and column.type.python_type is int:
        found = connection.execute(
            sa.text(f"SELECT {name} FROM {table.name} WHERE {key} = :row"), {"row": row}
        ).scalar_one()
        return str((found or 0) ^ (1 << dice.randrange(31)))
    if connection.dialect.name == "postgresql":
        return _flipped_on_postgres(connection, table, column, row, dice)
    kept = connection.execute(
        sa.text(f"SELECT CAST({name} AS BLOB) FROM {table.name} WHERE {key} = :row"), {"row": row}
    ).scalar_one()
    return f"CAST(x'{_turned(kept, dice).hex()}' AS TEXT)"


def _flipped_on_postgres(
    connection: Connection, table: Any, column: Any, row: int, dice: random.Random
) -> str | None:
    key, name = next(iter(table.primary_key)).name, f'"{column.name}"'
    if column.name == "at":
        return f"{name} + interval '{1 << dice.randrange(31)} microseconds'"
    kept = connection.execute(
        sa.text(f"SELECT CAST({name} AS TEXT) FROM {table.name} WHERE {key} = :row"), {"row": row}
    ).scalar_one()
    turned = _turned(kept.encode(), dice).decode("utf-8", "replace")
    if "\0" in turned or "\ufffd" in turned:
        return None
    literal = turned.replace("'", "''").replace(":", "\\:")
    return f"CAST('{literal}' AS {'JSON' if column.name == 'details' else 'TEXT'})"


def _turned(kept: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(kept))
    return kept[:place] + bytes([kept[place] ^ (1 << dice.randrange(8))]) + kept[place + 1 :]


def _rows(connection: Connection) -> list[dict[str, Any]]:
    return [row._asdict() for row in connection.execute(sa.select(entry).order_by(entry.c.id))]


def _after_purges(rows: list[dict[str, Any]]) -> int:
    return max(place for place, row in enumerate(rows) if row["action"] == "audit.purge") + 1


def _numbers(connection: Connection) -> list[int]:
    return list(connection.scalars(sa.select(entry.c.id).order_by(entry.c.id)))


def _linked(row: Mapping[str, Any], link: str) -> dict[str, Any]:
    linked = {**row, "previous_hash": link}
    return linked | {"hash": hash_of(linked)}


def _forged(dice: random.Random) -> dict[str, Any]:
    from tests import cast

    return {
        "at": cast.MORNING + timedelta(seconds=dice.randrange(10**6)),
        "actor_id": dice.randrange(9),
        "actor_name": "王建国",
        "action": "visit.file",
        "subject": "person",
        "subject_id": dice.randrange(99),
        "details": {},
    }


def _change(dice: random.Random) -> dict[str, Any]:
    forged = _forged(dice)
    name = dice.choice(("at", "actor_name", "subject_id"))
    return {"subject_id": 10**6} if name == "subject_id" else {name: forged[name]} | {"actor_id": 10**6}


def _mend_head(connection: Connection) -> None:
    last = _rows(connection)[-1]
    connection.execute(sa.update(head).values(last_id=last["id"], hash=last["hash"]))
