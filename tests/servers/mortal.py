"""The application with its death foretold: it kills every process of its server at a named moment of a commit.

The order is a file beside the database, read at each commit and used up by the one it is for:
``{"statement": "INSERT INTO inbox_item", "moment": "before", "number": 1, "milliseconds": 0}``.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.core.db import db
from app.web import assets

# Another release: the same scripts and styles from another folder, with something changed in them.
if "XUNHU_TEST_STATIC" in os.environ:
    assets.STATIC = Path(os.environ["XUNHU_TEST_STATIC"])

from wsgi import app

ORDER = Path(os.environ["XUNHU_INSTANCE"]) / "die.json"
# What was said over each connection since it began.
said: dict[int, list[str]] = defaultdict(list)


def die() -> None:
    """End the server at once, as a fault of the machine would."""
    os.killpg(os.getpgrp(), signal.SIGKILL)


def ordered(statements: list[str]) -> dict[str, Any]:
    """Return the order this commit is meant by, used up; nothing where it is not."""
    with suppress(FileNotFoundError, ValueError):
        order: dict[str, Any] = json.loads(ORDER.read_text("utf-8"))
        if not any(one.startswith(order["statement"]) for one in statements):
            return {}
        if order["number"] > 1:
            ORDER.write_text(json.dumps(order | {"number": order["number"] - 1}), "utf-8")
            return {}
        ORDER.unlink()
        return order
    return {}


def committed(commit: Callable[[Any], None], connection: Any) -> None:
    """Commit, or die before it, while it goes on, or after it."""
    order = ordered(said.pop(id(connection.dbapi_connection), []))
    if order.get("moment") == "before":
        die()
    if order.get("moment") == "in":
        threading.Thread(target=die_in, args=(order["milliseconds"] / 1000,)).start()
    commit(connection)
    if order:
        die()


def die_in(seconds: float) -> None:
    """End the server a little later."""
    time.sleep(seconds)
    die()


def foretell() -> None:
    """Listen to what is said to the database, and stand at its commits."""
    with app.app_context():
        dialect, commit = db.engine.dialect, db.engine.dialect.do_commit

        @event.listens_for(db.engine, "before_cursor_execute")
        def _listen(connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
            said[id(connection.connection.dbapi_connection)].append(statement)

        @event.listens_for(db.engine, "rollback")
        def _forget(connection: Any) -> None:
            said.pop(id(connection.connection.dbapi_connection), None)

        dialect.do_commit = lambda connection: committed(commit, connection)


foretell()
