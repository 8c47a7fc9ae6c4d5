"""What may be asked of the trail, read off an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.audit.vocabulary import Kind

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 1, 1)
LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the trail is asked about (`person`, `account`), from when to when, which kind, and how far back the page is."""

    person_id: int | None = None
    account_id: int | None = None
    first: date | None = None
    last: date | None = None
    kind: Kind | None = None
    before: int | None = None

    @property
    def address(self) -> dict[str, object]:
        """Return the question as an address carries it, from its newest entry on."""
        days: dict[str, object] = {
            "from": self.first and self.first.isoformat(),
            "to": self.last and self.last.isoformat(),
        }
        whom: dict[str, object] = {"person": self.person_id, "account": self.account_id}
        return whom | days | {"kind": self.kind and str(self.kind)}


def read_asked(asked: Mapping[str, str]) -> Asked:
    """Return what an address asks; what cannot be read asks for nothing, two days in the wrong order are turned round."""
    first, last = _day(asked.get("from", "")), _day(asked.get("to", ""))
    if first is not None and last is not None and last < first:
        first, last = last, first
    kind = next((kind for kind in Kind if kind.value == asked.get("kind")), None)
    person, account, before = (_number(asked.get(name, "")) for name in ("person", "account", "before"))
    return Asked(person, None if person is not None else account, first, last, kind, before)


def _day(text: str) -> date | None:
    try:
        return min(max(date.fromisoformat(text), FIRST_DAY), LAST_DAY)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
