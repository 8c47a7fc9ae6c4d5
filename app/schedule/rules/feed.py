"""The private calendar feed, written by hand: whole days with a place and a count, never a name or a disease.

A calendar library would cost every web worker its memory for the few lines the format asks for (RFC 5545).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from app.core.words import Text

PRODUCT = "-//Xunhu//Xunhu//ZH"
LONGEST_LINE = 75
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
NAME = Text("巡护：上门安排", "Xunhu: home visits")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


class Outing(NamedTuple):
    """How many people of one group of a village are called on on a day, and when that was last changed."""

    day: date
    village_code: str
    village: str
    group: str
    people: int
    changed_at: datetime

    @property
    def uid(self) -> str:
        """What a calendar knows the entry by: the same for the same day and place, whoever is called on."""
        place = sha256(f"{self.village_code}/{self.group}".encode()).hexdigest()[:16]
        return f"{self.day:%Y%m%d}-{place}@xunhu"

    @property
    def sequence(self) -> int:
        """A number that grows with every change."""
        return max(0, int((self.changed_at - COUNTED_FROM).total_seconds()))

    @property
    def title(self) -> Text:
        """What the calendar shows."""
        place = " ".join(part for part in (self.village, self.group) if part)
        return Text("{place}：上门 {n} 人", "{place}: {n} home visits").filled(place=place, n=self.people)


def write_feed(outings: Iterable[Outing], *, language: str = "zh") -> bytes:
    """Return the calendar as a client reads it."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(NAME.said_in(language))}", "X-WR-TIMEZONE:Asia/Shanghai",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for outing in outings:
        lines += _event(outing, language)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(outing: Outing, language: str) -> Iterator[str]:
    changed = f"{outing.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{outing.uid}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{outing.sequence}"
    yield f"DTSTART;VALUE=DATE:{outing.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{outing.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(outing.title.said_in(language))}"
    yield f"LOCATION:{_text(outing.village)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> bytes:
    """Return a line as bytes, broken where it is longer than the format allows, never inside a character."""
    parts, size = [b""], LONGEST_LINE
    for character in line:
        encoded = character.encode()
        if len(parts[-1]) + len(encoded) > size:
            parts.append(b"")
            size = LONGEST_LINE - 1  # the blank that begins a broken line counts
        parts[-1] += encoded
    return b"\r\n ".join(parts) + b"\r\n"
