"""A tablet without a browser: it keeps, sends and forgets step by step as the scripts do, and may be closed between any two."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from app.accounts.reader import Reader
from tests.tablet.model.clinic import Clinic, Reply
from tests.tablet.model.line import Line
from tests.tablet.sending import seal_to

MOST, ILL, REFUSED, KEPT, FORMAT = 20, 3, 20, timedelta(days=14), 1
RECEIVED = ("stored", "duplicate", "needs_mending")
SETTLED = ("filed", "mended", "closed")
UNSEEN = (403, 404, 429, 502, 503, 504)


class Closed(Exception):
    """The tab was closed: what was not kept yet never is."""


@dataclass(frozen=True, slots=True)
class Form:
    """One filled-in form."""

    author: Reader
    kind: str
    person: int
    fields: Sequence[tuple[str, str]]
    # The number it carries; an edit carries none.
    key: UUID | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a tablet's queue."""

    uuid: UUID
    hash: str
    author: int
    state: str


@dataclass
class Double:
    """One tablet: what it keeps for good, and what goes with its tab."""

    clinic: Clinic
    line: Line
    device: UUID = field(default_factory=uuid4)
    # Of its clock.
    astray: timedelta = timedelta()
    keepers: set[int] = field(default_factory=set)
    contact: dict[str, Any] | None = None
    told: dict[int, str] = field(default_factory=dict)
    queue: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    # Gone with the tab.
    ahead: timedelta = timedelta()
    at_once: int = MOST
    steps_left: float = float("inf")

    def set_up(self, doctor: Reader) -> None:
        """Make a doctor's key, as she is signed in."""
        me = self.clinic.me(self.line.cookie)
        self._learn(me["now"])
        before = self.contact or {"epoch": me["epoch"], "last": 0}
        self.contact = {
            "epoch": before["epoch"],
            "last": before["last"],
            "key": me["key"],
            "ahead": self.ahead,
        }
        self.keepers.add(doctor.id)

    def is_set_up(self, doctor: Reader) -> bool:
        """Return whether a doctor can work on it."""
        return doctor.id in self.keepers

    def reopen(self) -> None:
        """Close the tab and open another."""
        self.steps_left, self.at_once = float("inf"), MOST
        self.ahead = self.contact["ahead"] if self.contact else timedelta()

    def capture(self, form: Form) -> list[UUID]:
        """Keep a form, and return its number; nothing where that form is here already."""
        assert self.contact is not None
        uuid, stamp = form.key or uuid4(), self._clock().isoformat()
        if uuid in self.queue:
            return []
        inside = {"kind": form.kind, "person": form.person, "path": "/", "captured_at": stamp}
        plain = json.dumps(inside | {"fields": [list(pair) for pair in form.fields]}).encode()
        bound = f"item|{uuid}|{form.author.id}|{self.device}|{form.kind}|{FORMAT}"
        sealed = seal_to(self.contact["key"]["public"], plain, bound)
        item = {
            "uuid": str(uuid), "hash": hashlib.sha256(sealed).hexdigest(), "author": form.author.id,
            "key": self.contact["key"]["id"], "format": FORMAT, "kind": form.kind, "captured_at": stamp,
            "sealed": base64.b64encode(sealed).decode(),
        }  # fmt: skip
        self.queue[uuid] = {"item": item, "state": "waiting", "verdict": None, "tries": 0, "sent_at": None}
        return [uuid]

    def rows(self) -> list[Row]:
        """Return what is in its queue."""
        return [
            Row(uuid, row["item"]["hash"], row["item"]["author"], row["state"])
            for uuid, row in self.queue.items()
        ]

    def sync(self, doctor: Reader, steps: int | None = None) -> str:
        """Bring what waits, and return how it went; the tab may be closed after so many steps."""
        self.steps_left = float("inf") if steps is None else steps
        try:
            kind = self._bring(doctor.id)
        except Closed:
            self.reopen()
            return "closed"
        self.steps_left = float("inf")
        return kind

    def _bring(self, author: int) -> str:
        left: set[UUID] = set()
        faults, spoken = 0, False
        while (batch := self._for_wire(author, left)) or not spoken:
            word, kind = self._post(author, batch)
            if word is not None:
                self._take(author, word)
                self.at_once = min(self.at_once * 2, MOST)
                left |= {uuid for uuid in batch if not _said(word, self.queue[uuid]["item"])}
                spoken, faults = True, 0 if batch else faults
            elif not self._goes_on(kind, batch):
                return self._ended(kind)
            elif len(batch) == 1:
                left.add(batch[0])
                self._set_back(author, batch[0])
                faults += 1
                if faults >= (ILL if kind == "broken" else REFUSED):
                    return "failed"
        self._forget_old(author)
        return "done"

    def _goes_on(self, kind: str, batch: list[UUID]) -> bool:
        """Tell whether the rest can still be sent; what may be about one item is tried one by one."""
        if kind == "offline":
            self.at_once = max(1, -(-self.at_once // 2))
        if kind not in ("refused", "broken") or not batch:
            return False
        self.at_once = 1
        return True

    def _set_back(self, author: int, number: UUID) -> None:
        self._each(author, lambda uuid, row: uuid == number and row.update(tries=row["tries"] + 1))

    def _ended(self, kind: str) -> str:
        if kind == "blocked":
            self._step(self.keepers.clear)
        return "failed" if kind in ("refused", "broken", "down") else kind

    def _for_wire(self, author: int, left: set[UUID]) -> list[UUID]:
        waiting = [uuid for uuid, row in self._of(author) if row["state"] == "waiting" and uuid not in left]
        waiting.sort(
            key=lambda uuid: (self.queue[uuid]["tries"], self.queue[uuid]["item"]["captured_at"], uuid)
        )
        return waiting[: self.at_once]

    def _post(self, author: int, batch: list[UUID]) -> tuple[dict[str, Any] | None, str]:
        known = self.contact or {"epoch": None, "last": 0}
        open_ones = [
            uuid for uuid, row in self._of(author) if row["state"] == "sent" and row["verdict"] not in SETTLED
        ]
        letter = {
            "device": str(self.device), "label": "村医平板", "release": 1, "author": author, "epoch": known["epoch"],
            "last": known["last"], "now": self._clock().isoformat(), "persisted": True, "packed_at": None,
            "waiting": sum(row["state"] == "waiting" for _, row in self._of(author)),
            "asked": [str(uuid) for uuid in open_ones], "items": [self.queue[uuid]["item"] for uuid in batch],
        }  # fmt: skip
        reply = self.line.carry(json.dumps(letter))
        return (None, "offline") if reply is None else weigh(reply, author)

    def _take(self, author: int, word: dict[str, Any]) -> None:
        known, before = self.contact, self.told.get(author)
        if before is not None and before != word["epoch"]:
            self._each(author, lambda _, row: row["state"] == "sent" and row.update(state="waiting", tries=0))
        self._step(lambda: self.told.update({author: word["epoch"]}))
        is_same = known is not None and known["epoch"] == word["epoch"]
        last = max(known["last"], word["last"]) if known is not None and is_same else word["last"]
        self._learn(word["now"])
        contact = {"epoch": word["epoch"], "last": last, "key": word["key"], "ahead": self.ahead}
        self._step(lambda: setattr(self, "contact", contact))
        self._each(author, lambda _, row: self._mark(row, word))

    def _mark(self, row: dict[str, Any], word: dict[str, Any]) -> None:
        number, content = row["item"]["uuid"], row["item"]["hash"]
        for one in word["asked"]:
            if one["uuid"] == number and row["state"] == "sent":
                row["verdict"] = one["state"]
        for one in word["items"]:
            if (one["uuid"], one["hash"]) == (number, content):
                self._note(row, one)

    def _note(self, row: dict[str, Any], answer: dict[str, Any]) -> None:
        if answer["answer"] not in RECEIVED:
            row["tries"] += 1
            return
        if row["state"] == "waiting":
            row["sent_at"] = self._clock() + self.ahead
        row["state"], row["verdict"] = "sent", answer["state"]

    def _forget_old(self, author: int) -> None:
        since = self._clock() + self.ahead - KEPT
        old = [uuid for uuid, row in self._of(author) if row["state"] == "sent" and row["sent_at"] < since]
        self._step(lambda: [self.queue.pop(uuid) for uuid in old])

    def _of(self, author: int) -> list[tuple[UUID, dict[str, Any]]]:
        return [(uuid, row) for uuid, row in self.queue.items() if row["item"]["author"] == author]

    def _each(self, author: int, work: Callable[[UUID, dict[str, Any]], object]) -> None:
        self._step(lambda: [work(uuid, row) for uuid, row in self._of(author)])

    def _step(self, work: Callable[[], object]) -> None:
        """Keep one change whole; with the tab closed before it, it never was."""
        if self.steps_left <= 0:
            raise Closed
        self.steps_left -= 1
        work()

    def _clock(self) -> datetime:
        return self.clinic.now + self.astray

    def _learn(self, told: str) -> None:
        self.ahead = datetime.fromisoformat(told) - self._clock()


def weigh(reply: Reply, author: int) -> tuple[dict[str, Any] | None, str]:
    """Return the server's word, or why there is none."""
    if 300 <= reply.status < 400 or reply.status == 401:
        return None, "signed-out"
    said = _read(reply.body)
    if said.get("xunhu") != 1:
        return None, _unsaid(reply.status)
    if (reply.status, said.get("fault")) == (403, "blocked"):
        return None, "blocked"
    if (reply.status, said.get("fault")) == (409, "other-user"):
        return None, "other-user"
    if reply.status != 200:
        return None, _unsaid(reply.status)
    return (said, "word") if said["author"] == author else (None, "other-user")


def _unsaid(status: int) -> str:
    if status < 400:
        return "not-ours"
    if status in UNSEEN:
        return "down"
    return "refused" if status < 500 else "broken"


def _read(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _said(word: dict[str, Any], item: dict[str, Any]) -> bool:
    return any(
        (one["uuid"], one["hash"]) == (item["uuid"], item["hash"]) and one["answer"] in RECEIVED
        for one in word["items"]
    )
