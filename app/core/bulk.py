"""Many rows at once, as a list of a county brings them: one prepared statement, values made ready column by column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from app.core.db import db

# So many rows are made ready at a time: they stand in memory three times while they are.
PORTION = 5000
Column = Sequence[Any]
Rows = Sequence[tuple[Any, ...]]


def insert_rows(table: sa.Table, names: Sequence[str], rows: Rows) -> None:
    """Insert rows whose values stand in the order of the names; columns left out have their default.

    The library looks at every value of every row by itself; a day or a term that comes again is made ready here once.
    """
    if not rows:
        return
    connection = db.session.connection()
    write = _prepared if connection.dialect.name == "sqlite" else _by_the_library
    for at in range(0, len(rows), PORTION):
        write(connection, table, names, rows[at : at + PORTION])


def _by_the_library(connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Rows) -> None:
    connection.execute(sa.insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _prepared(connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Rows) -> None:
    columns: dict[str, Column] = dict(zip(names, zip(*rows, strict=True), strict=True))
    columns |= {
        column.name: [column.default.arg] * len(rows)
        for column in table.columns
        if column.name not in columns and isinstance(column.default, ScalarElementColumnDefault)
    }
    statement = sa.insert(table).compile(connection, column_keys=list(columns))
    ready = {name: _ready(table.c[name], values, connection.dialect) for name, values in columns.items()}
    in_order = zip(*(ready[name] for name in statement.positiontup or ()), strict=True)
    connection.exec_driver_sql(str(statement), list(in_order))


def _ready(column: sa.Column[Any], values: Column, dialect: sa.Dialect) -> Column:
    """Return the values of one column as the driver takes them."""
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    if isinstance(column.type, sa.JSON):
        return [process(value) for value in values]
    made = {value: process(value) for value in set(values)}
    return [made[value] for value in values]
