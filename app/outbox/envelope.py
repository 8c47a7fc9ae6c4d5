"""A letter as the post carries it: sender, receiver, and the whole message in bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from app.core import clock
from app.outbox.models import Letter

# Every server takes seven bits; Chinese travels in base64.
PLAIN = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a channel needs to deliver one letter, and nothing of the database."""

    sender: str
    recipient: str
    message_id: str
    data: bytes


def sealed_envelope(letter: Letter, *, sender: str) -> Envelope:
    """Return a letter ready for the post, in text and in HTML, under its own number."""
    message = EmailMessage(policy=PLAIN)
    message["From"] = sender
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = _date(letter.created_at)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "en" if letter.language == "en" else "zh-CN"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return Envelope(parseaddr(sender)[1], letter.address, letter.message_id, message.as_bytes())


def _date(written: datetime) -> str:
    return format_datetime(clock.local(written))
