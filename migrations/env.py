"""How migrations run: one transaction each, on the database of the configuration."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from app.core.db import WRITES, Instant, db


def render(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write column types so that a migration never imports the application, which will have moved on."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def migrate(connection: Connection, *, commit: bool = True) -> None:
    """Run what is missing; SQLite rebuilds a table to change it, so references are checked at the end instead.

    A restore has a connection of its own and commits everything at once.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        _plainly(connection, "PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    if commit:
        connection.commit()
    if on_sqlite:
        if broken := _plainly(connection, "PRAGMA foreign_key_check"):
            raise RuntimeError(f"the migration broke references: {broken[:5]}")
        _plainly(connection, "PRAGMA foreign_keys=ON")


def _plainly(connection: Connection, statement: str) -> list[Any]:
    """Run a statement that SQLite takes outside a transaction only."""
    return list(connection.connection.cursor().execute(statement).fetchall())


if (given := context.config.attributes.get("connection")) is not None:
    migrate(given, commit=False)
else:
    with current_app.extensions["migrate"].db.engine.connect() as line:
        migrate(line.execution_options(**{WRITES: True}))
