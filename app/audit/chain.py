"""The chain: each entry's hash covers all it says and the hash before it. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.core.labels import Labelled
from app.core.words import Text

BEGINNING = "0" * 64
SEALED = ("id", "at", "actor_id", "actor_name", "action", "subject", "subject_id", "details", "previous_hash")


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
    """Return the hash of an entry: SHA-256 over the canonical JSON of its fields and the hash before it."""
    fields = {name: entry[name] for name in SEALED}
    fields["at"] = _instant(entry["at"])
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def faults_in(entries: Iterable[Mapping[str, Any]], *, last_id: int, last_hash: str) -> Iterator[Fault]:
    """Walk the trail from its beginning and name every damaged place; the head tells where it must end."""
    at, link = 0, BEGINNING
    for entry in entries:
        yield from (Fault(entry["id"], damage) for damage in _damages(entry, at=at, link=link))
        at, link = entry["id"], entry["hash"]
    if at < last_id:
        yield Fault(last_id, Damage.CUT)
    elif (at, link) != (last_id, last_hash):
        yield Fault(at, Damage.HEADLESS)


def _damages(entry: Mapping[str, Any], *, at: int, link: str) -> Iterator[Damage]:
    if entry["id"] != at + 1:
        yield Damage.MISSING
    elif entry["previous_hash"] != link:
        yield Damage.UNLINKED
    if hash_of(entry) != entry["hash"]:
        yield Damage.CHANGED


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
