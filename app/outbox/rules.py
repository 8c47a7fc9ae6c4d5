"""How a letter stands, how long the post waits before it tries again, and what an address and a mail setting look like."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from app.core.labels import Labelled

PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60))
# Longer than the post can take with one letter: whoever was handing it over is no more.
HANDING_OVER_FOR = timedelta(minutes=10)
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
SMTP_PORT, SMTPS_PORT = 25, 465
USUAL_FOLDER = "mailbox"
_WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?P<local>{_WORD}(?:\.{_WORD})*)@(?:{_LABEL}\.)+(?=[^.]*[A-Za-z]){_LABEL}")


class LetterState(Labelled):
    """发件状态: where a letter is on its way."""

    READY = "ready", "待发", "Waiting"
    HANDING_OVER = "handing-over", "正在交付", "Being handed over"
    SENT = "sent", "已发", "Sent"
    DOUBTFUL = "doubtful", "存疑（可能已送达）", "Doubtful (may have arrived)"
    FAILED = "failed", "退回", "Failed"
    DROPPED = "dropped", "不再发送", "Given up"


class Tray(Labelled):
    """信格: the trays in which the outbox is looked through."""

    WAITING = "waiting", "待发", "Waiting"
    DOUBTFUL = "doubtful", "存疑", "Doubtful"
    FAILED = "failed", "退回", "Failed"
    SENT = "sent", "已发", "Sent"
    DROPPED = "dropped", "不再发送", "Given up"

    @property
    def states(self) -> tuple[LetterState, ...]:
        """The states of the letters that lie in this tray."""
        waiting = (LetterState.READY, LetterState.HANDING_OVER)
        return waiting if self is Tray.WAITING else (LetterState(self.value),)


class Settling(Labelled):
    """处理: what somebody decides by hand about a letter the post could not settle."""

    RETRY = "retry", "再发一次", "Send again"
    ARRIVED = "arrived", "已送达", "It arrived"
    GIVE_UP = "give-up", "不再发送", "Give up"

    @property
    def from_states(self) -> frozenset[LetterState]:
        """The states in which it may be decided."""
        held = {LetterState.DOUBTFUL, LetterState.FAILED, LetterState.READY}
        return frozenset({LetterState.DOUBTFUL} if self is Settling.ARRIVED else held)


@dataclass(frozen=True, slots=True)
class Posted:
    """What one round of the post came to, in letters."""

    sent: int = 0
    delayed: int = 0
    failed: int = 0
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over by SMTP; ``secure`` means encrypted from the first byte."""

    host: str
    port: int
    secure: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MailFolder:
    """A folder into which letters are laid as files, for a machine without a mail server; by itself in the instance's."""

    path: Path


def pause_after(attempts: int) -> timedelta:
    """Return how long a letter waits after so many attempts: longer each time, an hour at most."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]


def is_address(text: str) -> bool:
    """Return whether a text is a mail address that every server takes: plain characters, a domain with a dot."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(text) <= LONGEST_ADDRESS and len(found["local"]) <= LONGEST_LOCAL_PART


def read_mail_url(setting: str) -> MailServer | MailFolder:
    """Return what the mail setting names; a ValueError says how it is written. Nothing: a folder beside the database."""
    if not setting:
        return MailFolder(Path(USUAL_FOLDER))
    if setting.startswith("maildir:"):
        folder = setting.removeprefix("maildir:").removeprefix("//")
        if not folder:
            raise ValueError("the folder is missing; write maildir:PATH")
        return MailFolder(Path(folder))
    return _server(urlsplit(setting))


def read_sender(setting: str, *, mail: MailServer | MailFolder, public_url: str) -> str:
    """Return whom letters come from: the setting, else the account at the mail server, else xunhu@ the public host."""
    if setting:
        if not is_address(parseaddr(setting)[1]) or "\n" in setting or "\r" in setting:
            raise ValueError("write an address, or a name and the address in <>")
        return setting
    if isinstance(mail, MailServer) and is_address(mail.user):
        return mail.user
    fallback = f"xunhu@{urlsplit(public_url).hostname or ''}"
    return fallback if is_address(fallback) else "xunhu@localhost"


def host_of(sender: str) -> str:
    """Return the part of an address after the @: it ends the number of every letter."""
    return parseaddr(sender)[1].rpartition("@")[2]


def _server(parts: SplitResult) -> MailServer:
    if parts.scheme not in ("smtp", "smtps"):
        raise ValueError("write smtp://host:port, smtps://user:password@host:port or maildir:PATH")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(
            "after smtp:// stand user:password@ (with %40 for @ in them, %2F for /), the host and :port, no more"
        )
    secure = parts.scheme == "smtps"
    port = parts.port or (SMTPS_PORT if secure else SMTP_PORT)
    return MailServer(
        parts.hostname, port, secure, unquote(parts.username or ""), unquote(parts.password or "")
    )
