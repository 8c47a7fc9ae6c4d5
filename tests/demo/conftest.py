"""A stage without the cast."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import db
from app.policy.book import load_book


@pytest.fixture
def empty_database(app: Flask) -> None:
    """Take the cast and their areas away again, past the guard that keeps everybody else from doing so."""
    connection = db.engine.raw_connection()
    for table in reversed(db.metadata.sorted_tables):
        if table.name not in ("audit_entry", "audit_head"):
            connection.cursor().execute(f'DELETE FROM "{table.name}"')
    connection.commit()
    connection.close()


@pytest.fixture(scope="session")
def figures():
    """The figures of the shipped packs."""
    return load_book(("national", "luan-2024-24", "jinan-district-2023-19")).figures
