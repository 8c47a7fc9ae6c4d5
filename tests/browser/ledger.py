"""What was typed, held against what became of it: exactly once on the server, or waiting on a tablet where it is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pysqlite3.dbapi2 as sqlite3
import sqlalchemy as sa

from app.core.db import db
from app.tablet.models import InboxItem
from app.tablet.service.opening import open_item
from tests.browser.filled import Filled
from tests.browser.outpost import Outpost
from tests.browser.tablets import Tablet

# A record that answers for an item: what was typed is looked for in it, whatever number it came under.
VISITS = "SELECT answers, note FROM visit WHERE person_id = ? AND voided_at IS NULL"
ATTEMPTS = "SELECT '{}', note FROM contact_attempt WHERE person_id = ?"
PEOPLE = "SELECT '{}', note FROM person WHERE id = ?"
RECORDS = {"visit": VISITS, "round": VISITS, "attempt": ATTEMPTS, "edit": PEOPLE}
INBOX = "SELECT id, state FROM inbox_item WHERE uuid = ?"
ROUNDS_OF_JUDGING = 40
FIGURES = ("systolic", "diastolic")


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was filled in: its number on the tablet, and the values by which it is known again."""

    uuid: str
    kind: str
    person: int
    values: Mapping[str, str]

    def is_told_by(self, answers: str, note: str) -> bool:
        """Tell whether a record says what was typed."""
        told = json.loads(answers)
        figures = all(str(told.get(name)) == self.values[name] for name in FIGURES if name in self.values)
        noted = told.get("round_note", "") if self.kind == "round" else note
        return bool(self.values) and figures and self.values.get("note", noted) == noted


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one item is: rows of the inbox by state, records that say what was typed, tablets on which it waits."""

    received: tuple[str, ...]
    recorded: int
    waiting: int
    sent: int

    def faults(self) -> Iterator[str]:
        """Say everything that may not be."""
        if len(self.received) > 1:
            yield f"received {len(self.received)} times"
        if self.recorded > 1:
            yield f"on record {self.recorded} times"
        if not self.received and not self.recorded and not self.waiting:
            yield "lost"
        if self.sent and not self.received:
            yield "told to be sent, but the server does not have it"
        yield from self._of_the_verdict()

    def _of_the_verdict(self) -> Iterator[str]:
        is_filed = self.received in (("filed",), ("mended",))
        if is_filed and not self.recorded:
            yield "told to be filed, but not on record"
        if self.received == ("to-mend",) and self.recorded:
            yield "to be mended and on record at once"


@dataclass
class Ledger:
    """Everything typed in a scenario."""

    clinic: Outpost
    lines: list[Typed] = field(default_factory=list)

    def note(self, uuid: str, kind: str, person: int, **values: str) -> Typed:
        """Write down what somebody typed and was told is kept."""
        self.lines.append(Typed(uuid, kind, person, values))
        return self.lines[-1]

    def keep(self, tablet: Tablet, *forms: Filled) -> list[str]:
        """Keep forms on a tablet, write down what they hold, and return their numbers."""
        numbers = tablet.put(*forms)
        for number, form in zip(numbers, forms, strict=True):
            self.note(number, form.kind, form.person, **form.values)
        return numbers

    def standings(self, tablets: Sequence[Tablet] = ()) -> list[Standing]:
        """Return where each item is, by the files of the server and of the browsers themselves."""
        queued = [(row["uuid"], row["state"]) for tablet in tablets for row in tablet.rows("queue")]
        with closing(sqlite3.connect(self.clinic.database)) as database:
            return [self._standing(line, database, queued) for line in self.lines]

    def faults(self, *tablets: Tablet) -> list[str]:
        """Return what does not balance, in words; an empty list is what everybody hopes for."""
        standings = zip(self.lines, self.standings(tablets), strict=True)
        found = [
            f"{line.kind} {line.uuid}: {fault}" for line, standing in standings for fault in standing.faults()
        ]
        return [*found, *self._unlike(), *self._unseen(tablets), *self._broken()]

    def states(self) -> list[str]:
        """Return how the server holds each item, in the order they were typed; nothing where it does not."""
        return ["/".join(standing.received) for standing in self.standings()]

    def settled(self, tablet: Tablet) -> list[str]:
        """Return how the server holds each item once nothing is left to be judged: the rest is judged with the next contact."""
        for _ in range(ROUNDS_OF_JUDGING):
            if "received" not in self.states():
                break
            tablet.sync()
        return self.states()

    def _standing(self, line: Typed, database: Any, queued: Sequence[tuple[str, str]]) -> Standing:
        received = database.execute(INBOX, (UUID(line.uuid).hex,)).fetchall()
        records = database.execute(RECORDS[line.kind], (line.person,)).fetchall()
        return Standing(
            tuple(state for _, state in received),
            sum(line.is_told_by(*record) for record in records),
            queued.count((line.uuid, "waiting")),
            queued.count((line.uuid, "sent")),
        )

    def _unlike(self) -> Iterator[str]:
        """Open what the server holds: every value typed must be in it."""
        typed = {UUID(line.uuid): line for line in self.lines}
        with self.clinic.stage.app.app_context():
            for item in db.session.scalars(sa.select(InboxItem).where(InboxItem.uuid.in_(typed))):
                line, held = typed[item.uuid], {value for _, value in open_item(item).fields}
                missing = [name for name, value in line.values.items() if _kept(value) not in held]
                if missing:
                    yield f"{line.kind} {line.uuid}: the server's copy lacks {', '.join(missing)}"

    def _unseen(self, tablets: Sequence[Tablet]) -> Iterator[str]:
        for tablet in tablets:
            waiting = [row for row in tablet.rows("queue") if row["state"] == "waiting"]
            parcels = {row["uuid"] for row in tablet.rows("parcels")}
            for row in waiting:
                if row["uuid"] not in parcels:
                    yield f"{row['uuid']} waits without its content"

    def _broken(self) -> Iterator[str]:
        with closing(sqlite3.connect(self.clinic.database)) as database:
            whole = database.execute("PRAGMA integrity_check").fetchall()
            loose = database.execute("PRAGMA foreign_key_check").fetchall()
        if whole != [("ok",)] or loose:
            yield f"the database is broken: {whole} {loose}"


def _kept(value: str) -> str:
    """Return a value without what no database keeps."""
    return "".join(sign for sign in value if sign != "\0" and not "\ud800" <= sign <= "\udfff")
