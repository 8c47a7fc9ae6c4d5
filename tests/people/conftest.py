"""Watching what is sent to the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.db import db


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Keep the statements sent within a block: `with counted() as sent: ...`."""

    @contextmanager
    def _counted() -> Iterator[list[str]]:
        sent: list[str] = []

        def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", keep)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", keep)

    return _counted
