"""Changing the trail as somebody with the database could, past the application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.service import note
from app.core.db import db
from app.core.transaction import SYSTEM, transaction


@pytest.fixture
def past(app: Flask) -> Callable[..., Any]:
    """Run statements on a connection of which the application knows nothing, and return what the last one found."""

    def _past(*statements: str, **values: Any) -> Any:
        db.session.rollback()
        engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.begin() as connection:
            for statement in statements:
                found = connection.execute(sa.text(statement), values)
            rows = found.all() if found.returns_rows else found.rowcount
        engine.dispose()
        return rows

    return _past


@pytest.fixture
def tamper(past: Callable[..., Any]) -> Callable[..., Any]:
    """A trail of a few entries, and the way to change it."""
    for number in range(5):
        with transaction("some.deed", by=SYSTEM):
            note("person", number)
    return past
