"""Laying letters into the outbox, and settling by hand what the post could not settle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.core import clock
from app.core.db import db, insert_of
from app.core.errors import Conflict, NotFound
from app.core.words import Text
from app.outbox.models import Letter
from app.outbox.rules import LetterState, Settling

WRITTEN = (
    *("recipient_id", "recipient_name", "address", "kind", "day", "language"),
    *("subject", "text", "html", "message_id"),
)


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be laid into the outbox. ``host`` ends its number, under which mail programs know it again."""

    recipient_id: int
    recipient_name: str
    address: str
    kind: str
    day: date
    language: str
    subject: str
    text: str
    html: str
    host: str = "localhost"

    @property
    def message_id(self) -> str:
        """The letter's number, the same however often it is written or sent."""
        return f"<{self.kind}.{self.day.isoformat()}.{self.recipient_id}@{self.host}>"


def put(letter: NewLetter) -> bool:
    """Lay a letter into the outbox in the open deed; False where one of its kind and day lies there already."""
    return put_many([letter]) == 1


def put_many(letters: Sequence[NewLetter]) -> int:
    """Lay letters into the outbox in the open deed and return how many did not lie there already."""
    if not letters:
        return 0
    connection, now = db.session.connection(), clock.now()
    given = {"state": LetterState.READY, "not_before": now, "created_at": now}
    rows = [{name: getattr(letter, name) for name in WRITTEN} | given for letter in letters]
    return len(connection.execute(_laying(connection.dialect.name), rows).all())


@cache
def _laying(dialect: str) -> Any:
    """Return the statement that lays a letter once: built once, since a morning lays a thousand."""
    once = insert_of(dialect)(Letter.__table__).on_conflict_do_nothing(
        index_elements=["recipient_id", "kind", "day"]
    )
    return once.returning(Letter.__table__.c.id)


def settle(letter_id: int, settling: Settling, *, by: str, address: str | None = None) -> Letter:
    """Decide by hand about a letter: send it again (to an address mended since), or say that it arrived or is given up.

    The row is locked and looked at anew, so that nobody decides about a letter that the post has meanwhile sent.
    """
    letter = db.session.get(Letter, letter_id, with_for_update=True, populate_existing=True)
    if letter is None:
        raise NotFound
    if letter.state not in settling.from_states:
        raise Conflict(
            Text(
                "这封信现在是“{state}”，不能再这样处理。请重新打开发件箱看一看。",
                "This letter is now “{state}” and cannot be settled like this. Open the outbox anew and look.",
            ).filled(state=letter.state)
        )
    if settling is Settling.RETRY:
        return _try_again(letter, address)
    letter.state = LetterState.SENT if settling is Settling.ARRIVED else LetterState.DROPPED
    letter.sent_at = letter.handed_at if settling is Settling.ARRIVED else None
    letter.settled_by_name = by
    return letter


def _try_again(letter: Letter, address: str | None) -> Letter:
    letter.state = LetterState.READY
    letter.attempts, letter.not_before, letter.handed_at = 0, clock.now(), None
    letter.address = address or letter.address
    return letter
