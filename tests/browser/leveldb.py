"""LevelDB as a browser keeps it: tables in blocks squeezed by snappy, and logs whose records are cut at every 32 kB."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress

FOOTER, MAGIC = 48, 0xDB4775248B80FB57
PAGE, HEAD = 32_768, 7
SQUEEZED = 1
# What follows a block: how it is squeezed, and its check sum.
TRAILER = 5


def blocks(data: bytes) -> Iterator[bytes]:
    """Yield the blocks of a table, as they were before they were squeezed."""
    if len(data) < FOOTER or struct.unpack("<Q", data[-8:])[0] != MAGIC:
        return
    _, at = _handle(data, len(data) - FOOTER)
    index, _ = _handle(data, at)
    for where in _values(_block(data, *index)):
        with suppress(ValueError, IndexError, struct.error):
            handle, _ = _handle(where, 0)
            yield _block(data, *handle)


def records(data: bytes) -> bytes:
    """Return what a log holds, the records that were cut put together again."""
    told = bytearray()
    for start in range(0, len(data), PAGE):
        page, at = data[start : start + PAGE], 0
        while at + HEAD <= len(page):
            length = struct.unpack_from("<H", page, at + 4)[0]
            told += page[at + HEAD : at + HEAD + length]
            at += HEAD + length
    return bytes(told)


def unsnap(data: bytes) -> bytes:
    """Return what snappy squeezed."""
    length, at = _number(data, 0)
    told = bytearray()
    while at < len(data) and len(told) < length:
        tag = data[at]
        at += 1
        if tag & 3 == 0:
            size, at = _literal(data, tag >> 2, at)
            told += data[at : at + size]
            at += size
            continue
        size, back, at = _again(data, tag, at)
        if not 0 < back <= len(told):
            raise ValueError("not squeezed by snappy")
        for _ in range(size):
            told.append(told[-back])
    return bytes(told)


def _literal(data: bytes, size: int, at: int) -> tuple[int, int]:
    if size < 60:
        return size + 1, at
    wide = size - 59
    return int.from_bytes(data[at : at + wide], "little") + 1, at + wide


def _again(data: bytes, tag: int, at: int) -> tuple[int, int, int]:
    """Return how much is said again, how far back it stands, and where the next tag is."""
    if tag & 3 == 1:
        return (tag >> 2 & 7) + 4, (tag >> 5) << 8 | data[at], at + 1
    wide = 2 if tag & 3 == 2 else 4
    return (tag >> 2) + 1, int.from_bytes(data[at : at + wide], "little"), at + wide


def _block(data: bytes, at: int, size: int) -> bytes:
    block = data[at : at + size]
    return unsnap(block) if data[at + size] == SQUEEZED else block


def _values(block: bytes) -> Iterator[bytes]:
    """Yield the values of a block; its end tells how many points to begin anew it has."""
    end = len(block) - 4 * (struct.unpack("<I", block[-4:])[0] + 1)
    at = 0
    while at < end:
        _, at = _number(block, at)
        new, at = _number(block, at)
        size, at = _number(block, at)
        at += new
        yield block[at : at + size]
        at += size


def _handle(data: bytes, at: int) -> tuple[tuple[int, int], int]:
    start, at = _number(data, at)
    size, at = _number(data, at)
    return (start, size), at


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Return a number written seven bits a byte, and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
