"""Making the database of one size: areas and accounts by the services, residents by executemany, in SQLite."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

import config
from app.accounts.areas import AreaRow
from app.accounts.models import User, UserArea
from app.accounts.passwords import hash_password
from app.accounts.reader import Role
from app.accounts.service import NewAccount, add_user, import_areas
from app.audit.service import note_bulk
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import take_as_reckoned
from app.policy import book
from app.web.health import heads
from bench import people
from bench.rows import Rows

PASSWORD = "zhi-an-xun-hu-8"
DOCTOR, VISITOR, LONELY, READER = "doctor", "visitor", "lonely", "reader"
SUPERVISOR, COUNTY = "supervisor", "county"
SEATS = {VISITOR: people.VISITED, LONELY: people.LONELY, READER: people.SEEN}
A_DEED = 5000
COMMITS = "CREATE TABLE bench_commit (id INTEGER PRIMARY KEY, said VARCHAR(80) NOT NULL)"
# Making, not serving: a lost draft is made again.
QUICKLY = ("synchronous=OFF", "cache_size=-600000", "foreign_keys=OFF")


def fill(app: Flask, *, size: int) -> None:
    """Fill an empty SQLite database with the residents of a size and the accounts that look after them."""
    with app.app_context():
        sa.event.listen(db.engine, "connect", _hurry)
        db.create_all()
        _stamp()
        _seat(size)
        if size:
            _settle(size)
        db.session.remove()
        with db.engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()


def doctor_of(village: int) -> str:
    """Return the user name of a village's doctor, counted from nothing."""
    return f"doctor-{village:04}"


def shape() -> str:
    """Return what the data follows from: the tables with their indexes, the rules, and how residents are invented."""
    for module in ("core/claims.py", *sorted(config.ROOT.glob("app/*/models.py"))):
        import_module(".".join(Path("app", module).with_suffix("").parts[-3:]))
    tables = db.metadata.sorted_tables
    made: list[ExecutableDDLElement] = [CreateTable(table) for table in tables]
    made += [CreateIndex(index) for table in tables for index in table.indexes]
    lines = sorted(line.strip(" ,") for one in made for line in str(one).splitlines())
    digest = hashlib.sha256("\n".join(lines).encode())
    packs = book.load_book(tuple(config.DEFAULT_PACKS.split(",")), None)
    digest.update(packs.fingerprint.encode())
    for name in ("people.py", "rows.py", "making.py"):
        digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


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
    codes = people.villages(size)
    for code in (*codes, people.VISITED, people.LONELY, people.SEEN):
        places[f"{code[:9]}000"] = f"第{int(code[6:9]) - 100}镇"
        places[code] = f"第{int(code[6:9]) - 100}镇{int(code[9:]) - 200}村"
    first = people.village_code(0)
    with transaction("bench.make", by=COMMAND_LINE):
        import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate(sorted(places.items()), 2)])
        for name, code in {DOCTOR: first, **SEATS}.items():
            add_user(NewAccount(name, Role.VILLAGE_DOCTOR, (code,), PASSWORD, "李医生"))
        add_user(NewAccount(SUPERVISOR, Role.SUPERVISOR, (f"{first[:9]}000",), PASSWORD, "赵督导"))
        add_user(NewAccount(COUNTY, Role.COUNTY, (people.COUNTY,), PASSWORD, "县级管理"))
        _seat_doctors(codes)


def _seat_doctors(codes: Iterable[str]) -> None:
    """Open an account with an address for every village; they share a password, whose hash is slow to make."""
    known = hash_password(PASSWORD)
    for number, code in enumerate(codes):
        doctor = User(
            username=doctor_of(number),
            full_name=f"医生{number}",
            role=Role.VILLAGE_DOCTOR,
            email=f"doctor-{number}@example.org",
            password_hash=known,
        )
        db.session.add(doctor)
        db.session.flush()
        db.session.add(UserArea(user_id=doctor.id, area_code=code))


def _settle(size: int) -> None:
    rows, everybody = Rows(), _residents(size)
    while some := list(islice(everybody, A_DEED)):
        for resident in some:
            rows.add(resident)
        with transaction("bench.make", by=COMMAND_LINE):
            for name, written in rows.taken().items():
                note_bulk(name, count=len(written))
                db.session.connection().execute(sa.insert(db.metadata.tables[name]), written)
    with transaction("bench.make", by=COMMAND_LINE):
        take_as_reckoned()


def _residents(size: int) -> Iterator[people.Resident]:
    codes = people.villages(size)
    counted = (people.invent_village(code, first=1 + at * people.A_VILLAGE) for at, code in enumerate(codes))
    beside: Iterable[people.Resident] = people.invent_beside(first=1 + len(codes) * people.A_VILLAGE)
    return chain(chain.from_iterable(counted), beside)
