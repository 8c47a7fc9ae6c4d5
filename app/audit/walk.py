"""The walk along the chain: every entry, every anchor, and what the purges say of their anchors. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from typing import Any, NamedTuple

from app.audit.chain import START, Damage, Fault, Link, kept_hash

PURGE = "audit.purge"


class Anchor(NamedTuple):
    """What stands where entries of reads were taken out: from which to which, and the hashes the chain goes on between.

    As a damaged database gives it, any part of it may be anything.
    """

    first_id: int
    last_id: int
    previous_hash: str
    hash: str
    purge_id: int = 0


def digest_of(anchors: Iterable[Anchor]) -> str:
    """Return the digest over the anchors of one purge, which its own entry holds."""
    told = json.dumps([anchor[:4] for anchor in anchors], default=repr)  # a damaged one may hold anything
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(slots=True)
class Walk:
    """One walk along the chain, from a place on. It remembers where it stands, what to expect, and what purges said."""

    at: Link = START
    claims: dict[int, str] = field(default_factory=dict)
    joined: dict[int, list[Anchor]] = field(default_factory=dict)

    def faults(
        self, entries: Iterable[Mapping[str, Any]], anchors: Iterable[Anchor], *, head: Link
    ) -> Iterator[Fault]:
        """Name every damaged place between here and the head, which tells where the trail must end."""
        both: tuple[Iterable[Any], Iterable[Any]] = (entries, anchors)
        for line in merge(*both, key=_number):
            yield from self._pass(line) if isinstance(line, Anchor) else self._meet(line)
        end: object = head.id  # as a damaged register gives it
        if not isinstance(end, int):
            yield Fault(self.at.id, Damage.HEADLESS)
        elif self.at.id < end:
            yield Fault(end, Damage.CUT)
        elif self.at != head:
            yield Fault(self.at.id, Damage.HEADLESS)

    def forged(self, anchors: Iterable[Anchor]) -> Iterator[Fault]:
        """Name every anchor that its purge did not leave like this; the anchors come by purge, then by number."""
        silent = set(self.claims)
        for purge_id, group in groupby(anchors, key=lambda one: one.purge_id):
            silent.discard(purge_id)
            yield from self._weigh(purge_id, list(group))
        for purge_id in sorted(silent):
            yield from self._weigh(purge_id, [])

    def _weigh(self, purge_id: int, left: list[Anchor]) -> Iterator[Fault]:
        """Compare the anchors of one purge, those that a later one joined among them, with what the purge said."""
        stood = [*left, *self.joined.get(purge_id, ())]
        if self.claims.get(purge_id) != digest_of(stood):
            yield Fault(stood[0].first_id if stood else purge_id, Damage.FORGED)

    def _meet(self, entry: Mapping[str, Any]) -> Iterator[Fault]:
        number, link = entry["id"], entry["hash"]
        if number != self.at.id + 1:
            yield Fault(number, Damage.MISSING)
        elif entry["previous_hash"] != self.at.hash:
            yield Fault(number, Damage.UNLINKED)
        if kept_hash(entry) != link:
            yield Fault(number, Damage.CHANGED)
        elif entry["action"] == PURGE:
            self._hear(number, json.loads(entry["details"]))
        self.at = Link(number, link)

    def _pass(self, anchor: Anchor) -> Iterator[Fault]:
        last_id: object = anchor.last_id
        if not isinstance(last_id, int) or last_id < anchor.first_id:
            yield Fault(anchor.first_id, Damage.FORGED)
            return
        if anchor.first_id != self.at.id + 1:
            yield Fault(anchor.first_id, Damage.MISSING)
        elif anchor.previous_hash != self.at.hash:
            yield Fault(anchor.first_id, Damage.UNLINKED)
        self.at = Link(last_id, anchor.hash)

    def _hear(self, purge_id: int, said: Mapping[str, Any]) -> None:
        """Remember the digest a purge wrote, and the anchor of an earlier purge that it joined with its own."""
        try:
            joined = Anchor(*said["joined"]) if said["joined"] else None
            self.claims[purge_id] = str(said["digest"])
        except (KeyError, TypeError):  # no purge of ours writes so: its anchors count as forged
            self.claims[purge_id] = ""
            return
        if joined:
            self.joined.setdefault(joined.purge_id, []).append(joined)


def _number(line: Mapping[str, Any] | Anchor) -> Any:
    return line.first_id if isinstance(line, Anchor) else line["id"]
