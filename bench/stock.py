"""The database of one size: made once, remade when its shape changed, served as a fresh copy by either database."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
import sqlalchemy as sa
from flask import Flask

import config
from app import create_app
from bench import people
from bench.making import fill, shape
from bench.postgres import Postgres
from bench.rows import START

FOLDER = config.ROOT / "instance" / "bench"


@dataclass(frozen=True, slots=True)
class Stock:
    """Where the database of one size lies; without a PostgreSQL it is a file."""

    size: int
    postgres: Postgres | None = None

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
    def url(self) -> str:
        """The address of the copy that is served."""
        return self.postgres.address(self.name) if self.postgres else f"sqlite:///{self.served}"

    @property
    def name(self) -> str:
        """What the copy is called on a PostgreSQL server."""
        return f"xunhu_bench_{self.size}"

    @property
    def environment(self) -> dict[str, str]:
        """The settings under which it is served: the clock stands, so that the same people are owed a visit."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("XUNHU_")}
        own = {"XUNHU_INSTANCE": str(self.folder), "XUNHU_CLOCK": people.TODAY.isoformat()}
        own |= {"XUNHU_OWED_FROM": START.isoformat()}
        return kept | own | {"XUNHU_DATABASE_URL": self.url, "PYPINYIN_NO_PHRASES": "true"}

    def rows(self, statement: str, values: Mapping[str, object] | None = None) -> Sequence[sa.Row[Any]]:
        """Ask the copy that is served."""
        # One library for a file in one process: a second one would let go of the first one's locks.
        engine = sa.create_engine(self.url, **({} if self.postgres else {"module": pysqlite3.dbapi2}))
        try:
            with engine.connect() as connection:
                return connection.execute(sa.text(statement), values or {}).all()
        finally:
            engine.dispose()

    def renew(self) -> None:
        """Lay a fresh copy in the place of the one that is served; nobody may be at it."""
        if self.postgres is not None:
            self.postgres.renew(self.name)
            return
        for ending in ("", "-wal", "-shm"):
            self.served.with_name(self.served.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self.made, self.served)
        with self.served.open(
            "rb+"
        ) as copy:  # what the copy costs the disk is over before anything is measured
            os.fsync(copy.fileno())


def prepare(size: int, *, postgres: Postgres | None = None) -> Stock:
    """Return the database of a size, made anew where it is missing or its shape is another, as a fresh copy."""
    stock, now = Stock(size, postgres), shape()
    stamp = stock.folder / "shape"
    if not stamp.exists() or stamp.read_text() != now:
        shutil.rmtree(stock.folder, ignore_errors=True)
        stock.folder.mkdir(parents=True)
        _make(stock)
        stamp.write_text(now)
    if postgres is not None and not postgres.holds(stock.name, now):
        print(f"taking {size:,} residents over into PostgreSQL ...", flush=True)
        begun = time.monotonic()
        postgres.take_over(stock.made, name=stock.name, shape=now)
        print(f"taken over in {time.monotonic() - begun:.0f} s", flush=True)
    stock.renew()
    return stock


def open_app(stock: Stock, url: str | None = None) -> Flask:
    """Return the application over the copy that is served, or over another database."""
    settings = config.load(stock.environment)
    return create_app(settings | {"SQLALCHEMY_DATABASE_URI": url or settings["SQLALCHEMY_DATABASE_URI"]})


def _make(stock: Stock) -> None:
    print(f"making {stock.size:,} residents ...", flush=True)
    begun = time.monotonic()
    fill(open_app(stock, f"sqlite:///{stock.made}"), size=stock.size)
    print(f"made in {time.monotonic() - begun:.0f} s, {stock.made.stat().st_size / 1e6:,.0f} MB", flush=True)
