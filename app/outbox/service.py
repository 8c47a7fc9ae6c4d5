"""Laying letters into the outbox, and settling by hand what the post could not settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.words import Text
from app.outbox.models import Letter
from app.outbox.rules import LetterState, Settling

_INSERTS: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


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
    now = clock.now()
    values = {
        "recipient_id": letter.recipient_id,
        "recipient_name": letter.recipient_name,
        "address": letter.address,
        "kind": letter.kind,
        "day": letter.day,
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "message_id": letter.message_id,
        "state": LetterState.READY,
        "not_before": now,
        "created_at": now,
    }
    insert = _INSERTS[db.session.connection().dialect.name](Letter).values(values)
    once = insert.on_conflict_do_nothing(index_elements=["recipient_id", "kind", "day"])
    return db.session.execute(once.returning(Letter.id)).first() is not None


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
