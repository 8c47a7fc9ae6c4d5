"""A process that writes into the trail by several threads at once: `python -m tests.audit.writing`, its order on stdin."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from app import create_app
from app.accounts.queries import find_reader
from app.audit.service import note, note_read
from app.core.db import db
from app.core.transaction import transaction
from tests import cast


def main(order: dict[str, Any]) -> None:
    """Write as many deeds of two entries and as many reads as ordered, from every thread."""
    app = create_app(order["settings"])

    def write(number: int) -> None:
        with app.app_context():
            reader = find_reader(cast.DR_LI.username)
            assert reader is not None
            for turn in range(order["turns"]):
                with transaction("many.note", by=reader):
                    note("person", number, details={"turn": turn})
                    note("visit", number, details={"turn": turn})
                note_read("person", number * 1000 + turn, by=reader)
                db.session.info.clear()
            db.session.remove()

    with ThreadPoolExecutor(order["threads"]) as pool:
        list(pool.map(write, range(order["threads"])))


if __name__ == "__main__":
    main(json.load(sys.stdin))
