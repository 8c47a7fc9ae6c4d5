"""The chain: each entry's hash covers all it says and the hash before it. Pure.

An entry is checked as the database keeps it, letter by letter, not as it would be read: whatever was done to a row, its
instant as text and its details as text must give the hash that was written with it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from app.core.labels import Labelled
from app.core.words import Text

BEGINNING = "0" * 64
HASH = re.compile("[0-9a-f]{64}")
SEALED = ("id", "at", "actor_id", "actor_name", "action", "subject", "subject_id", "details", "previous_hash")
_DAY = len("2026-05-20")
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


class Damage(Labelled):
    """What can be wrong with the trail."""

    CHANGED = "changed", "第 {id} 条的内容被改动", "entry {id} was changed"
    MISSING = "missing", "第 {id} 条之前有缺失", "entries before {id} are missing"
    UNLINKED = "unlinked", "第 {id} 条与前一条不相接", "entry {id} does not follow the one before it"
    CUT = "cut", "末尾缺失：应止于第 {id} 条", "the tail is cut: the trail should end with entry {id}"
    HEADLESS = (
        "headless",
        "末尾（第 {id} 条）与登记的终点不符",
        "the end (entry {id}) is not the one on record",
    )
    FORGED = (
        "forged",
        "第 {id} 条起的清除记号不是清除时留下的",
        "the anchor at entry {id} is not the one that the purge left",
    )
    REWRITTEN = (
        "rewritten",
        "第 {id} 条与另存的终点不符：到此为止的日志被重写",
        "entry {id} is not the head that was kept outside: the trail up to it was rewritten",
    )
    UNREADABLE = (
        "unreadable",
        "从第 {id} 条起读不出来：数据库文件损坏",
        "the trail cannot be read from entry {id} on: the database file is damaged",
    )


class Link(NamedTuple):
    """A place of the chain: the number and the hash of an entry."""

    id: int
    hash: str


START = Link(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Fault:
    """One damaged place of the trail."""

    entry_id: int
    damage: Damage

    @property
    def text(self) -> Text:
        """The fault in a sentence."""
        return self.damage.text.filled(id=self.entry_id)


def hash_of(entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry about to be written: SHA-256 over its canonical JSON with the hash before it."""
    fields = {name: entry[name] for name in SEALED}
    fields["at"] = _instant(entry["at"])
    return _sha(fields)


def kept_hash(entry: Mapping[str, Any]) -> str | None:
    """Return the hash of an entry as the database keeps it, None where it is not written as an entry is."""
    fields = {name: entry[name] for name in SEALED}
    at = fields["at"]
    try:
        if at[_DAY] != " ":
            return None
        fields["at"] = f"{at[:_DAY]}T{at[_DAY + 1 :]}+00:00"
        fields["details"] = _read(fields["details"])
        return _sha(fields)
    except (TypeError, ValueError, IndexError, RecursionError):  # no text, no JSON, a letter that is none
        return None


def details_text(details: object) -> str:
    """Return the details as the database keeps them."""
    return json.dumps(details)


def kept_form(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry as the database keeps it, with its instant and its details as text."""
    at = _instant(entry["at"]).replace("T", " ").removesuffix("+00:00")
    return {**entry, "at": at, "details": details_text(entry["details"])}


@lru_cache(maxsize=4096)
def _read(details: object) -> Any:
    if not isinstance(details, str):
        raise TypeError
    said = json.loads(details)
    if details_text(said) != details:
        raise ValueError
    return said


def _sha(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(fields).encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
