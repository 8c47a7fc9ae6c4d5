"""The database: one declarative base, and the engine settings durability rests on.

SQLite: write-ahead log, ``synchronous=FULL``, foreign keys, writers begin IMMEDIATE so that two of them queue
instead of failing half-way.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pysqlite3.dbapi2
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, registry

BUSY_MILLISECONDS = 15_000
WRITES = "xunhu_writes"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(sa.types.TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive instant, store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(vocabulary: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in vocabulary]


class Model(DeclarativeBase):
    """The base of every record."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=NAMING),
        type_annotation_map={
            enum.Enum: sa.Enum(
                enum.Enum, native_enum=False, create_constraint=False, length=40, values_callable=_values
            ),
            datetime: Instant(),
            dict[str, Any]: sa.JSON(),
            list[str]: sa.JSON(),
        },
    )


db = SQLAlchemy(model_class=Model)


def insert_of(dialect: str) -> Callable[..., Any]:
    """Return what makes an insert of one database's own kind, without loading the other's dialect."""
    own: Callable[..., Any] = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return own


def insert_into(table: Any) -> Any:
    """Return an insert that can say what becomes of a row that is there already."""
    return insert_of(db.session.connection().dialect.name)(table)


def init(app: Flask) -> None:
    """Bind the database the configuration names."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    options: dict[str, Any] = {"pool_pre_ping": True}
    if url.get_backend_name() == "sqlite":
        options = {"module": pysqlite3.dbapi2, "connect_args": {"timeout": BUSY_MILLISECONDS / 1000}}
    # An error goes to the log with its statement; the values in it are health data and stay out.
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", options | {"hide_parameters": True})
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma, expected in (
            ("journal_mode=WAL", None),
            ("synchronous=FULL", None),
            ("foreign_keys=ON", None),
            (f"busy_timeout={BUSY_MILLISECONDS}", None),
            ("foreign_keys", 1),
            ("synchronous", 2),
        ):
            answer = connection.execute(f"PRAGMA {pragma}").fetchone()
            if expected is not None and answer[0] != expected:
                raise RuntimeError(f"SQLite refused PRAGMA {pragma}={expected}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
