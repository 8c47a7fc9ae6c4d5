"""Many rows written in one go: each by its number, or all that have the same facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.core.db import db

# What stands for nothing where facts are compared: an index finds equal values only.
NEVER, NOTHING = date(1, 1, 1), ""
Columns = Mapping[str, sa.types.TypeEngine[Any]]
Row = tuple[Any, ...]


def given(columns: Columns, rows: Sequence[Row]) -> sa.FromClause:
    """Return rows as a table to join with: arrays on PostgreSQL, JSON on SQLite."""
    if db.session.connection().dialect.name == "postgresql":
        return _from_arrays(columns, rows)
    every = sa.func.json_each(sa.bindparam("given", json.dumps(rows, default=str))).table_valued("value")
    values = (
        sa.type_coerce(sa.cast(sa.func.json_extract(every.c.value, f"$[{at}]"), _plain(of)), of).label(name)
        for at, (name, of) in enumerate(columns.items())
    )
    # Kept apart, so that the database lays an index over it.
    return sa.select(*values).cte("given").prefix_with("MATERIALIZED")


def rewrite(table: sa.Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write columns of many rows anew: their values, then the row's number."""
    if rows:
        columns = {name: _type_of(table.c[name]) for name in names} | {"number": sa.Integer()}
        new = given(columns, rows)
        values = {name: sa.type_coerce(new.c[name], table.c[name].type) for name in names}
        db.session.connection().execute(sa.update(table).where(table.c.id == new.c.number).values(values))


def _from_arrays(columns: Columns, rows: Sequence[Row]) -> sa.FromClause:
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - 2 MB that a worker on SQLite never needs

    arrays = [
        sa.bindparam(f"all_{name}", list(values), type_=postgresql.ARRAY(of))
        for (name, of), values in zip(columns.items(), zip(*rows, strict=True), strict=True)
    ]
    named = [sa.column(name, of) for name, of in columns.items()]
    return sa.func.unnest(*arrays).table_valued(*named, name="given").render_derived()


def _type_of(column: sa.Column[Any]) -> sa.types.TypeEngine[Any]:
    return sa.String() if isinstance(column.type, sa.Enum) else column.type


def _plain(of: sa.types.TypeEngine[Any]) -> sa.types.TypeEngine[Any]:
    return of if isinstance(of, sa.Integer) else sa.String()
