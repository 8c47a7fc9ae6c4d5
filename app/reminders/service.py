"""Writing the letters of the morning into the outbox, each in its reader's language."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.accounts.reader import Reader
from app.core.words import Text
from app.outbox.service import NewLetter, put_many
from app.reminders.queries import Recipient
from app.reminders.rules import DigestKind, NoDigest, Words

FOOT: Final = Text(
    "这封信只有数字，不含居民的姓名和号码。收信地址和语言可在“我的”里更改：",
    "This letter holds counts only, no resident's name or number. Change its address and language under “Me”:",
)
VILLAGES: Final = Text("各村逾期：", "By village:")
log = logging.getLogger(__name__)

_letters = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_letters.filters["in_language"] = Text.said_in


class Digest(Protocol):
    """What a letter is made of: whether there is anything to tell, and its words."""

    @property
    def is_worth_sending(self) -> bool:
        """Whether a letter goes out at all."""

    def words(self) -> Words:
        """Return the digest in words."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every letter of this deployment bears: where its links lead, and the host that ends its number."""

    public_url: str
    host: str


@dataclass(frozen=True, slots=True)
class Reminded:
    """What a morning came to, in accounts."""

    written: int = 0
    already: int = 0
    nothing_due: int = 0
    without_address: int = 0
    faults: int = 0


def remind(
    kind: DigestKind,
    recipients: Iterable[Recipient],
    digest: Callable[[Reader], Digest],
    *,
    day: date,
    head: Letterhead,
) -> Reminded:
    """Write the digest of a day to each of these accounts. One that fails costs the others nothing.

    What a digest asks of the database it asks in a savepoint of its own.
    """
    counts: Counter[str] = Counter()
    letters: list[NewLetter] = []
    for recipient in recipients:
        if recipient.address is None:
            counts["without_address"] += 1
            continue
        try:
            found = digest(recipient.reader)
            if not found.is_worth_sending:
                counts["nothing_due"] += 1
                continue
            letters.append(letter_to(recipient, found.words(), kind=kind, day=day, head=head))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one account's figures, the others get theirs
            # Only its kind is logged: the words of an error may hold what is in a record.
            log.error("%s for account %s: %s", kind, recipient.reader.id, type(error).__name__)  # noqa: TRY400 - no traceback: it may hold figures
            counts["faults"] += 1
            letters.append(letter_to(recipient, NoDigest(day).words(), kind=kind, day=day, head=head))
    written = put_many(letters)
    return Reminded(written=written, already=len(letters) - written, **counts)


def letter_to(
    recipient: Recipient, words: Words, *, kind: DigestKind, day: date, head: Letterhead
) -> NewLetter:
    """Return the letter with these words, in text and in HTML, in its reader's language."""
    reader, language = recipient.reader, recipient.reader.language
    filled = {
        "words": words,
        "language": language,
        "public_url": head.public_url,
        "foot": FOOT,
        "villages": VILLAGES,
    }
    return NewLetter(
        recipient_id=reader.id,
        recipient_name=reader.name,
        address=recipient.address or "",
        kind=str(kind),
        day=day,
        language=language,
        subject=words.subject.said_in(language),
        text=_letters.get_template("reminders/digest.txt").render(filled),
        html=_letters.get_template("reminders/digest.html").render(filled),
        host=head.host,
    )
