"""`python -m bench.trail --entries 10000000`: a trail of that length with a valid chain, and what asking it costs."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as the application does, before anything reads a name

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

import config
from app import create_app
from app.audit.chain import BEGINNING, START, kept_form, kept_hash
from app.audit.lookups import Question, count_readers, count_seen, list_lines
from app.audit.models import AuditEntry, AuditHead
from app.audit.places import first_since, stretch_of
from app.audit.queries import find_head, verify
from app.audit.retention import purge_batch
from app.audit.vocabulary import Kind
from app.audit.walk import PURGE
from app.core.db import db
from app.core.transaction import SYSTEM, transaction

FOLDER = config.ROOT / "instance" / "bench"
PEOPLE, ACCOUNTS, DAYS = 100_000, 500, 430
BUSY, HOT, COLD, HOT_READS = 1, 900_001, 900_002, 5_000
BEGUN = datetime(2025, 3, 16, tzinfo=UTC)
A_LOAD, A_PAGE, ROUNDS, BATCHES = 20_000, 50, 5, 20
DEEDS = (("person.read",) * 15 + ("visit.file",) * 3 + ("account.sign-in", "person.reveal"))  # fmt: skip
FROM, TO = date(2025, 8, 1), date(2025, 8, 31)
LIMIT = 5.0
COLUMNS = [column.name for column in AuditEntry.__table__.columns]


def main() -> int:
    """Make the trail, ask it, and return 1 where an answer took more than five seconds."""
    parser = argparse.ArgumentParser(prog="python -m bench.trail", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true", help="on a real PostgreSQL instead of SQLite")
    asked = parser.parse_args()
    with ExitStack() as up:
        app = _open(asked.entries, _address(up, asked.entries, asked.postgres))
        with app.app_context():
            _timed(f"making {asked.entries:,} entries", lambda: _make(asked.entries))
            worst = max([_timed(name, ask) for name, ask in _questions()])
            rate = _timed("verify()", _verified)
            print(f"  {asked.entries / rate:,.0f} entries a second")
            _purge()
            _timed("verify() after a purge", _verified)
            db.session.remove()
            db.engine.dispose()
    print(f"worst answer {worst:.2f} s, limit {LIMIT:.0f} s")
    return int(worst > LIMIT)


def _address(up: ExitStack, entries: int, postgres: bool) -> str:
    if not postgres:
        folder = FOLDER / f"trail-{entries}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        up.callback(shutil.rmtree, folder)
        return f"sqlite:///{folder / config.DATABASE_NAME}"
    from tests import postgres as server  # noqa: PLC0415 - only where it is asked for

    base = up.enter_context(server.server())
    server.administer(base, "CREATE DATABASE trail")
    return server.address(base, "trail")


def _open(entries: int, url: str) -> Flask:
    settings = config.load({"XUNHU_INSTANCE": str(FOLDER / f"trail-{entries}-instance")})
    return create_app(settings | {"SQLALCHEMY_DATABASE_URI": url})


def _make(entries: int) -> None:
    """Fill an empty database; the indexes are laid over the rows at the end, as one sorted run each."""
    db.create_all()
    indexes = AuditEntry.__table__.indexes  # type: ignore[attr-defined]  # a table has them
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _driver(connection).execute("PRAGMA synchronous=OFF")
        for index in indexes:
            index.drop(connection)
        link = _fill(connection, entries)
        for index in indexes:
            index.create(connection)
        connection.execute(sa.insert(AuditHead), [{"id": 1, "last_id": entries, "hash": link}])
        connection.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM ANALYZE audit_entry"))


def _fill(connection: Connection, entries: int) -> str:
    """Lay the entries down and return the hash of the last."""
    dice, link = random.Random(7), BEGINNING
    hot = set(dice.sample(range(entries), min(HOT_READS, entries // 4)))
    lay = _insert if connection.dialect.name == "sqlite" else _copy
    for start in range(0, entries, A_LOAD):
        rows = []
        for number in range(start + 1, min(start + A_LOAD, entries) + 1):
            row = kept_form(_row(number, entries, dice, hot=number - 1 in hot) | {"previous_hash": link})
            link = row["hash"] = kept_hash(row) or ""
            rows.append(tuple(row[name] for name in COLUMNS))
        lay(_driver(connection), rows)
        connection.commit()
    return link


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _insert(driver: Any, rows: list[tuple[Any, ...]]) -> None:
    driver.executemany(
        f"INSERT INTO audit_entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})", rows
    )


def _copy(driver: Any, rows: list[tuple[Any, ...]]) -> None:
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY audit_entry ({', '.join(COLUMNS)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(
                [
                    f"{value}+00:00" if name == "at" else value
                    for name, value in zip(COLUMNS, row, strict=True)
                ]
            )


def _row(number: int, entries: int, dice: random.Random, *, hot: bool) -> dict[str, Any]:
    """One entry: a tenth are the busy account's, the hot person's reads lie everywhere, the cold one's at the beginning."""
    action = "person.read" if hot or number <= 3 else dice.choice(DEEDS)
    person = HOT if hot else COLD if number <= 3 else dice.randrange(1, PEOPLE)
    actor = BUSY if dice.random() < 0.1 else dice.randrange(2, ACCOUNTS)
    return {
        "id": number,
        "at": BEGUN + timedelta(days=DAYS) * number / entries,
        "actor_id": actor,
        "actor_name": f"医生{actor}",
        "action": action,
        "subject": "user" if action.startswith("account.") else "person",
        "subject_id": actor if action.startswith("account.") else person,
        "details": {"reason": "call"} if action == "person.reveal" else {},
    }


def _questions() -> Iterator[tuple[str, Callable[[], object]]]:
    """Every question of the page, over the whole trail and over a month, by kind where it narrows most."""
    month = lambda: stretch_of(FROM, TO)  # noqa: E731 - asked anew each time, as the page does
    everything = lambda: stretch_of(None, None)  # noqa: E731 - the same
    for name, stretch in (("all", everything), ("a month", month)):
        for who, number in (("hot", HOT), ("cold", COLD)):
            yield f"who saw the {who} person, {name}", lambda n=number, s=stretch: _about((n,), s(), None)
        for kind in (None, *Kind):
            told = f"what did the busy account see, {name}, {kind or 'every kind'}"
            yield told, lambda k=kind, s=stretch: _of(s(), k)


def _about(people: tuple[int, ...], stretch: Any, kind: Kind | None) -> object:
    question = Question(people=people, kind=kind, stretch=stretch)
    return count_readers(question), list_lines(question, limit=A_PAGE)


def _of(stretch: Any, kind: Kind | None) -> object:
    question = Question(actor_id=BUSY, kind=kind, stretch=stretch)
    return count_seen(question), list_lines(question, limit=A_PAGE)


def _verified() -> None:
    assert verify() == [], "the trail does not hold"
    assert verify(since=find_head()) == [] and find_head() != START


def _purge() -> None:
    """Take out a few batches of the oldest reads; what counts is how long one holds up the other writers."""
    before, held = BEGUN + timedelta(days=200), []
    end = first_since(before)
    for _ in range(BATCHES):
        begun = time.monotonic()
        with transaction(PURGE, by=SYSTEM) as deed:
            purge_batch(deed, before=before, end=end)
        held.append(time.monotonic() - begun)
    print(f"{'one batch of a purge, the longest of ' + str(BATCHES):<70}{max(held):>9.3f} s", flush=True)


def _timed(name: str, ask: Callable[[], object]) -> float:
    """Ask several times and return the worst, the first and coldest among them."""
    rounds = ROUNDS if "account" in name or "person" in name else 1
    spent = []
    for _ in range(rounds):
        begun = time.monotonic()
        ask()
        db.session.rollback()
        spent.append(time.monotonic() - begun)
    print(f"{name:<70}{max(spent):>9.3f} s", flush=True)
    return max(spent)


if __name__ == "__main__":
    sys.exit(main())
