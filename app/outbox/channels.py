"""渠道: ways to deliver a letter. Today a mail server or a folder; a text message or a chat robot is one more class.

A channel says truly what came of a letter. Only before the message was handed over may it say "try later".
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.core.labels import Labelled
from app.outbox.envelope import Envelope
from app.outbox.rules import MailFolder, MailServer


class Outcome(Labelled):
    """交付结果: what came of handing a letter over."""

    DELIVERED = "delivered", "已交付", "Delivered"
    TRY_LATER = "try-later", "稍后再试", "Try later"
    SHUT_OUT = "shut-out", "暂不受理任何信件", "No letter is taken now"
    NO_SERVER = "no-server", "连不上", "Nobody answers"
    REFUSED = "refused", "拒收", "Refused"
    UNKNOWN = "unknown", "不知是否送达", "Unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of one letter, and the answer in the channel's own words."""

    outcome: Outcome
    answer: str


class Channel(Protocol):
    """Whatever can deliver a letter."""

    def deliver(self, envelope: Envelope) -> Delivery:
        """Deliver one letter and say what came of it; an exception counts as nobody knows."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A mailbox folder in the Maildir form: each letter is one file, whole or not there at all."""

    path: Path

    def deliver(self, envelope: Envelope) -> Delivery:
        """Lay the letter into ``new``; its file is named after its number, so that twice is once."""
        name = hashlib.sha256(envelope.message_id.encode()).hexdigest()[:32]
        draft, place = self.path / "tmp" / f"{name}.{os.getpid()}", self.path / "new" / name
        try:
            for part in ("tmp", "new", "cur"):
                (self.path / part).mkdir(parents=True, exist_ok=True)
            if not place.exists():
                _write(draft, envelope.data)
                draft.replace(place)
        except OSError as error:
            return Delivery(Outcome.NO_SERVER, f"{type(error).__name__}: {error.strerror}")
        return Delivery(Outcome.DELIVERED, place.name)


def channel_for(mail: MailServer | MailFolder, *, instance: Path) -> Channel:
    """Return the channel that the mail setting names."""
    if isinstance(mail, MailFolder):
        return Folder(instance / mail.path)
    from app.outbox.smtp import Smtp  # noqa: PLC0415 - most processes never send a letter

    return Smtp(mail)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
