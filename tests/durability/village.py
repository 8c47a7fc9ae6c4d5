"""A village at work on a disk whose power fails again and again: `python -m tests.durability.village`.

It reads one order as JSON, files visits by the services the pages use, from two threads at once, and at moments nobody chose
lays down what would be left of the disk, with the visits that had been acknowledged by then.
"""

from __future__ import annotations

import json
import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import find_reader
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.people.queries import get_person
from app.visits.service import file_visit
from tests import cast
from tests.durability.disk import Disk
from tests.stage import Stage

PEOPLE = 8
WRITERS = 2
# Pages in the log before it is carried over into the database, fewer than usual so that cuts meet that too.
CARRIED_OVER_AT = 120
# How often a write or a sync is the last one; a visit takes some sixty of them.
OFTEN = 0.01


@dataclass
class Cuts:
    """The cuts still to come, and what had been acknowledged at each."""

    folder: Path
    wanted: int
    dice: random.Random
    disk: Disk
    made: int = 0
    acknowledged: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def on_event(self) -> None:
        """Perhaps the power fails now."""
        with self.lock:
            if self.made >= self.wanted or self.dice.random() > OFTEN:
                return
            place = self.folder / f"cut-{self.made}"
            place.mkdir()
            (place / "acknowledged.json").write_text(json.dumps(self.acknowledged))
            self.disk.cut(place, self.dice)
            self.made += 1


def main() -> None:
    """Work until every cut was made."""
    order: dict[str, Any] = json.load(sys.stdin)
    folder = Path(order["folder"])
    disk = Disk()
    stage = Stage(folder, None)
    stage.set_back()
    with stage.app.app_context(), clock.standing_at(cast.MORNING):
        _pragmas(order["synchronous"])
        people = [cast.a_person(name=f"陈{n}", conditions=("hypertension",)).id for n in range(PEOPLE)]
        db.session.remove()
        disk.settle()
        cuts = Cuts(folder, order["cuts"], random.Random(order["seed"]), disk)
        disk.on_event = cuts.on_event
        with ThreadPoolExecutor(WRITERS) as writers:
            for done in [writers.submit(_work, stage.app, people, cuts) for _ in range(WRITERS)]:
                done.result()
    json.dump({"acknowledged": len(cuts.acknowledged)}, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # open connections would close through a disk that is taken down with the interpreter


def _work(app: Any, people: list[int], cuts: Cuts) -> None:
    while cuts.made < cuts.wanted:
        with app.app_context():
            visit, doctor = cast.a_visit(), find_reader(cast.DR_LI.username)
            assert doctor is not None
            with transaction("visit.file", by=doctor):
                person = get_person(people[len(cuts.acknowledged) % PEOPLE], reader=doctor)
                file_visit(visit, person=person, doctor=doctor)
            with cuts.lock:
                cuts.acknowledged.append(visit.client_key.hex)


def _pragmas(synchronous: str) -> None:
    """Set what an order asks for on every connection to come; the usual order leaves what the application chose."""

    @sa.event.listens_for(db.engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA wal_autocheckpoint={CARRIED_OVER_AT}")
        if synchronous:
            connection.execute(f"PRAGMA synchronous={synchronous}")

    db.engine.dispose()


if __name__ == "__main__":
    main()
