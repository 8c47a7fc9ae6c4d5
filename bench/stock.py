"""The database of one size: made once by executemany, remade when its shape changed, served as a fresh copy."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

import config
from app import create_app
from app.accounts.areas import AreaRow
from app.accounts.reader import Role
from app.accounts.service import NewAccount, add_user, import_areas
from app.audit.service import note_bulk
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties import models as _duty_tables  # noqa: F401 - every table belongs to the shape
from app.policy import book
from app.rosters import models as _roster_tables  # noqa: F401 - the same
from app.visits import models as _visit_tables  # noqa: F401 - the same
from app.web.health import heads
from bench import people
from bench.rows import Rows

FOLDER = config.ROOT / "instance" / "bench"
PASSWORD = "zhi-an-xun-hu-8"
DOCTOR, VISITOR, LONELY, SUPERVISOR, COUNTY = "doctor", "visitor", "lonely", "supervisor", "county"
A_DEED = 5000
COMMITS = "CREATE TABLE bench_commit (id INTEGER PRIMARY KEY, said VARCHAR(80) NOT NULL)"
# Making, not serving: a lost draft is made again.
QUICKLY = ("synchronous=OFF", "cache_size=-600000", "foreign_keys=OFF")


@dataclass(frozen=True, slots=True)
class Stock:
    """Where the database of one size lies."""

    size: int

    @property
    def folder(self) -> Path:
        """The instance folder of its server."""
        return FOLDER / str(self.size)

    @property
    def made(self) -> Path:
        """The database as it was made, never served."""
        return self.folder / "made.sqlite3"

    @property
    def served(self) -> Path:
        """The copy that one run serves and changes."""
        return self.folder / config.DATABASE_NAME

    @property
    def environment(self) -> dict[str, str]:
        """The settings under which it is served: the clock stands, so that the same people are owed a visit."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XUNHU_")}
        return kept | {"XUNHU_INSTANCE": str(self.folder), "XUNHU_CLOCK": people.TODAY.isoformat()}


def prepare(size: int) -> Stock:
    """Return the database of a size, made anew where it is missing or its shape is another, as a fresh copy."""
    stock, stamp = Stock(size), FOLDER / str(size) / "shape"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not stamp.exists() or stamp.read_text() != _shape():
        shutil.rmtree(stock.folder, ignore_errors=True)
        _make(stock)
        stamp.write_text(_shape())
    for ending in ("", "-wal", "-shm"):
        stock.served.with_name(stock.served.name + ending).unlink(missing_ok=True)
    shutil.copyfile(stock.made, stock.served)
    return stock


def open_app(stock: Stock, database: Path) -> Flask:
    """Return the application over one of the two files."""
    settings = config.load(stock.environment)
    return create_app(settings | {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{database}"})


def _make(stock: Stock) -> None:
    print(f"making {stock.size:,} residents ...", flush=True)
    begun = time.monotonic()
    app = open_app(stock, stock.made)
    with app.app_context():
        sa.event.listen(db.engine, "connect", _hurry)
        db.create_all()
        _stamp()
        _seat(stock.size)
        _settle(stock.size)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    print(f"made in {time.monotonic() - begun:.0f} s, {stock.made.stat().st_size / 1e6:,.0f} MB", flush=True)


def _hurry(connection: Any, _record: object) -> None:
    for pragma in QUICKLY:
        connection.execute(f"PRAGMA {pragma}")


def _stamp() -> None:
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        for revision in heads():
            connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.exec_driver_sql(COMMITS)


def _seat(size: int) -> None:
    """Take in the areas and open the accounts that sign in."""
    places = {"340000000000": "安徽省", "341500000000": "六安市", people.COUNTY: "金安区"}
    for code in (*people.villages(size), people.VISITED, people.LONELY):
        places[f"{code[:9]}000"] = f"第{int(code[6:9]) - 100}镇"
        places[code] = f"第{int(code[6:9]) - 100}镇{int(code[9:]) - 200}村"
    first = people.village_code(0)
    seats = {DOCTOR: first, VISITOR: people.VISITED, LONELY: people.LONELY}
    with transaction("bench.make", by=COMMAND_LINE):
        import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate(sorted(places.items()), 2)])
        for name, code in seats.items():
            add_user(NewAccount(name, Role.VILLAGE_DOCTOR, (code,), PASSWORD, "李医生"))
        add_user(NewAccount(SUPERVISOR, Role.SUPERVISOR, (f"{first[:9]}000",), PASSWORD, "赵督导"))
        add_user(NewAccount(COUNTY, Role.COUNTY, (people.COUNTY,), PASSWORD, "县级管理"))


def _settle(size: int) -> None:
    rows, everybody = Rows(), _residents(size)
    while some := list(islice(everybody, A_DEED)):
        for resident in some:
            rows.add(resident)
        with transaction("bench.make", by=COMMAND_LINE):
            for name, written in rows.taken().items():
                note_bulk(name, count=len(written))
                db.session.connection().execute(sa.insert(db.metadata.tables[name]), written)


def _residents(size: int) -> Iterator[people.Resident]:
    codes = people.villages(size)
    counted = (people.invent_village(code, first=1 + at * people.A_VILLAGE) for at, code in enumerate(codes))
    beside: Iterable[people.Resident] = people.invent_visited(first=1 + len(codes) * people.A_VILLAGE)
    return chain(chain.from_iterable(counted), beside)


def _shape() -> str:
    """Return what the data follows from: the tables with their indexes, the rules, and how residents are invented."""
    tables = db.metadata.sorted_tables
    made: list[ExecutableDDLElement] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in table.indexes]
    lines = sorted(line.strip(" ,") for one in made for line in str(one).splitlines())
    digest = hashlib.sha256("\n".join(lines).encode())
    packs = book.load_book(tuple(config.DEFAULT_PACKS.split(",")), None)
    digest.update(packs.fingerprint.encode())
    for name in ("people.py", "rows.py", "stock.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()
