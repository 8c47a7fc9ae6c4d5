"""What lies inside an item's seal: which page it was filled in on, whose, and every field in its order."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from app.tablet.rules.clocks import read_stamp
from app.tablet.rules.vocabulary import ItemKind

Fields = tuple[tuple[str, str], ...]
# What no page takes and no database keeps: NUL, and halves of a sign that lost their other half.
UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")
MOST_FIELDS: Final = 2000
LARGEST_ID: Final = 2**31 - 1
NOT_SENT: Final = frozenset({"csrf_token", "kept"})


class NoContent(Exception):
    """What was inside a seal is not what a tablet writes."""


@dataclass(frozen=True, slots=True)
class Content:
    """One filled-in form. ``cleaned`` tells that signs were taken out of it which nobody can have meant."""

    kind: ItemKind
    person_id: int
    path: str
    fields: Fields
    captured_at: datetime | None
    cleaned: bool = False

    @property
    def client_key(self) -> UUID | None:
        """The number under which the form is known where it was filed; a change of a record has none."""
        name = f"k{self.person_id}" if self.kind is ItemKind.ROUND else "client_key"
        try:
            return None if self.kind is ItemKind.EDIT else UUID(self.first(name))
        except ValueError:
            return None

    def first(self, name: str) -> str:
        """Return the first value of a field, nothing where it was not sent."""
        return next((value for field, value in self.fields if field == name), "")


def read_content(plain: bytes) -> Content:
    """Return what was typed, or raise `NoContent`. The address is made here: what a tablet calls it is not followed."""
    told = _object(plain)
    kind = next((kind for kind in ItemKind if kind.value == told.get("kind")), None)
    person_id = told.get("person")
    if kind is None or not isinstance(person_id, int) or not 0 < person_id <= LARGEST_ID:
        raise NoContent
    typed = _fields(told.get("fields"))
    fields = tuple((_clean(name), _clean(value)) for name, value in typed)
    stamp = read_stamp(told.get("captured_at"))
    path = path_of(kind, person_id, dict(reversed(fields)))
    return Content(kind, person_id, path, fields, stamp.at if stamp else None, fields != typed)


def path_of(kind: ItemKind, person_id: int, fields: dict[str, str]) -> str:
    """Return the page on which a form of one kind about one person is filled in."""
    if kind is ItemKind.ROUND:
        return f"/rounds?{urlencode({'day': fields.get('visited_on', ''), 'of': person_id})}"
    ending = {ItemKind.VISIT: "visits/new", ItemKind.ATTEMPT: "attempts/new", ItemKind.EDIT: "edit"}[kind]
    return f"/people/{person_id}/{ending}"


def _object(plain: bytes) -> dict[str, Any]:
    try:
        told = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise NoContent from error
    if not isinstance(told, dict):
        raise NoContent
    return told


def _fields(told: object) -> Fields:
    if not isinstance(told, list) or len(told) > MOST_FIELDS:
        raise NoContent
    pairs = [pair for pair in told if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) != len(told) or not all(isinstance(part, str) for pair in pairs for part in pair):
        raise NoContent
    return tuple((name, value) for name, value in pairs if name not in NOT_SENT)


def _clean(typed: str) -> str:
    return UNKEEPABLE.sub("", typed)
