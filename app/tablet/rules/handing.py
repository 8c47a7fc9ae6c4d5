"""A file that a tablet gave out when it was dying: which tablet's, whose, and every item that can still be read in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.core.errors import Refused
from app.core.words import Text
from app.tablet.rules.batch import LARGEST_NUMBER, Damaged, Item, read_item

# What a file says of itself is flat, and so is each item: no braces inside, for what is sealed is base64.
FLAT: Final = re.compile(r"\{[^{}]*\}")
DEVICE: Final = re.compile(r'"device"\s*:\s*"([0-9A-Fa-f-]{36})"')
AUTHOR: Final = re.compile(r'"author"\s*:\s*([0-9]{1,9})\b')
BEGUN: Final = re.compile(r'"uuid"\s*:')
NOT_OURS: Final = Text(
    "这不是平板导出的文件，或开头已经损坏，看不出是哪台平板、谁录的。",
    "This is no file a tablet gave out, or its beginning is damaged: nobody can tell whose it is.",
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a file holds. ``whole`` tells whether it is as the tablet wrote it; ``lost`` counts what cannot be read."""

    device_id: UUID
    author_id: int
    items: tuple[Item, ...]
    lost: int
    whole: bool


def read_handed(raw: bytes) -> Handed:
    """Return what a file holds; one that was cut off or damaged gives every item that is still as it was."""
    text = raw.decode("utf-8-sig", errors="replace")
    told = _object(text)
    items = told.get("items") if told is not None and told.get("xunhu") == 1 else None
    if told is not None and isinstance(items, list):
        return _handed(told.get("device"), told.get("author"), items, whole=True)
    head, _begun, tail = text.partition('"items"')
    device, author = DEVICE.search(head), AUTHOR.search(head)
    if device is None or author is None:
        raise Refused(NOT_OURS)
    pieces = list(_pieces(tail))
    cut_off = max(len(BEGUN.findall(tail)) - len(pieces), 0)
    return _handed(device[1], int(author[1]), [*pieces, *[None] * cut_off], whole=False)


def _handed(device: object, author: object, items: list[Any], *, whole: bool) -> Handed:
    device_id = None
    with suppress(ValueError):
        device_id = UUID(device) if isinstance(device, str) else None
    is_number = isinstance(author, int) and not isinstance(author, bool)
    if device_id is None or not isinstance(author, int) or not is_number or not 0 < author <= LARGEST_NUMBER:
        raise Refused(NOT_OURS)
    read = [read_item(one) for one in items]
    own = tuple(one for one in read if not isinstance(one, Damaged) and one.author_id == author)
    return Handed(device_id, author, own, len(read) - len(own), whole)


def _pieces(tail: str) -> Iterator[Mapping[str, Any]]:
    for found in FLAT.finditer(tail):
        piece = _object(found[0])
        yield piece if piece is not None else {}


def _object(text: str) -> dict[str, Any] | None:
    with suppress(ValueError, RecursionError):
        told = json.loads(text)
        return told if isinstance(told, dict) else None
    return None
