"""Watching what is sent to the database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from app.core.db import db


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement sent from here on; beginning and ending a transaction is none."""
    sent: list[str] = []

    def keep(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    yield sent
    event.remove(db.engine, "before_cursor_execute", keep)
