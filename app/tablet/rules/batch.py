"""What a tablet sends in one go, read from JSON: what cannot be read of one item never keeps another from being taken in."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.tablet.rules.clocks import Stamp, read_stamp
from app.tablet.rules.vocabulary import ItemKind

MOST_ITEMS = 100
MOST_ASKED = 500
LONGEST_NAME = 80
LONGEST_KEY = 20
LARGEST_NUMBER = 2**31 - 1
LARGEST_MARK = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it came, whole: its bytes are those its hash was made of."""

    uuid: UUID
    hash: str
    author_id: int
    key_id: str
    format: int
    kind: ItemKind
    captured: Stamp | None
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Damaged:
    """An item that cannot be taken in, with what it called itself, so that the tablet knows which to send again."""

    uuid: str
    hash: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything a tablet says in one request: about itself, what it asks, and what it brings."""

    device_id: UUID
    label: str
    release: int
    author_id: int
    epoch: str | None
    last: int
    now: Stamp | None
    waiting: int
    persisted: bool | None
    packed_at: datetime | None
    asked: tuple[UUID, ...]
    items: tuple[Item | Damaged, ...]


def read_batch(body: object) -> Batch | None:
    """Return what a tablet sent, None where that cannot be read or it cannot be told whose tablet it is."""
    if not isinstance(body, dict):
        return None
    items, asked = _listed(body, "items"), _listed(body, "asked")
    packed = read_stamp(body.get("packed_at"))
    device_id, author_id = read_uuid(body.get("device")), _number(body.get("author"), least=1)
    if device_id is None or author_id is None or len(items) > MOST_ITEMS:
        return None
    return Batch(
        device_id,
        _words(body.get("label")),
        _number(body.get("release")) or 0,
        author_id,
        body["epoch"] if isinstance(body.get("epoch"), str) else None,
        _number(body.get("last"), most=LARGEST_MARK) or 0,
        read_stamp(body.get("now")),
        _number(body.get("waiting")) or 0,
        body["persisted"] if isinstance(body.get("persisted"), bool) else None,
        packed.at if packed is not None else None,
        tuple(uuid for one in asked[:MOST_ASKED] if (uuid := read_uuid(one)) is not None),
        tuple(read_item(one) for one in items),
    )


def read_item(raw: object) -> Item | Damaged:
    """Return one item, or what it called itself where it was damaged on the way."""
    told: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
    uuid, key_id, sealed = read_uuid(told.get("uuid")), told.get("key"), _bytes(told.get("sealed"))
    author_id, number = _number(told.get("author"), least=1), _number(told.get("format"))
    kind = next((kind for kind in ItemKind if kind.value == told.get("kind")), None)
    damaged = Damaged(str(told.get("uuid", ""))[:LONGEST_NAME], str(told.get("hash", ""))[:LONGEST_NAME])
    if uuid is None or kind is None or sealed is None or author_id is None or number is None:
        return damaged
    if not isinstance(key_id, str) or len(key_id) > LONGEST_KEY or not key_id.isalnum():
        return damaged
    if hashlib.sha256(sealed).hexdigest() != told.get("hash"):
        return damaged
    return Item(
        uuid, told["hash"], author_id, key_id, number, kind, read_stamp(told.get("captured_at")), sealed
    )


def read_uuid(value: object) -> UUID | None:
    """Return the number something calls itself by, None where it is none."""
    with suppress(ValueError):
        return UUID(value) if isinstance(value, str) else None
    return None


def _listed(body: Mapping[str, Any], name: str) -> list[Any]:
    listed = body.get(name)
    return listed if isinstance(listed, list) else []


def _number(value: object, *, least: int = 0, most: int = LARGEST_NUMBER) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and isinstance(value, int) and least <= value <= most else None


def _bytes(value: object) -> bytes | None:
    with suppress(binascii.Error, ValueError):
        return base64.b64decode(value, validate=True) if isinstance(value, str) and value else None
    return None


def _words(value: object) -> str:
    """Return a name as it can be kept and shown: no sign that a database or a page cannot hold."""
    said = value if isinstance(value, str) else ""
    return " ".join("".join(sign for sign in said if sign.isprintable()).split())[:LONGEST_NAME]
