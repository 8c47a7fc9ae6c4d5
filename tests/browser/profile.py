"""What a browser leaves on the disk, searched through: every file, as it stands and unpacked from what it is packed in."""

from __future__ import annotations

import base64
import re
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from shutil import copy
from urllib.parse import quote

from tests.browser.leveldb import blocks, records, unsnap

SQLITE = b"SQLite format 3\0"
# How a browser writes that the value after it is squeezed by snappy: the version of its envelope, and the way.
SQUEEZED = b"\xff\x11\x02"
GZIP, ZLIB = b"\x1f\x8b\x08", (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
DEEP = 3
# Shorter beginnings of a word in base64 would be met by chance.
LEAST_IN_BASE64 = 7


def spellings(word: str) -> set[bytes]:
    """Return a word in every way a browser writes words."""
    plain, wide = word.encode(), word.encode("utf-16-le")
    escaped = "".join(rf"\u{ord(letter):04x}" if ord(letter) > 127 else letter for letter in word)
    found = {plain, wide, word.encode("utf-16-be"), plain.hex().encode(), plain.hex().upper().encode()}
    found |= {quote(word, safe="").encode(), quote(word, safe="").lower().encode()}
    found |= {
        escaped.encode(),
        escaped.replace("\\u", "\\\\u").encode(),
        escaped.upper().replace("\\U", "\\u").encode(),
    }
    return found | _in_base64(plain) | _in_base64(wide)


def figures(*written: str) -> re.Pattern[bytes]:
    """Return what finds figures that stand by themselves, as text or as a number in the memory of a script."""
    texts = "|".join(map(re.escape, written))
    doubles = b"|".join(re.escape(struct.pack("<d", float(one))) for one in written)
    narrow = rf"(?<![\d.])(?:{texts})(?![\d.])".encode()
    wide = b"|".join(
        rb"(?<![\d.]\x00)" + re.escape(one.encode("utf-16-le")) + rb"(?![\d.]\x00)" for one in written
    )
    return re.compile(narrow + b"|" + wide + b"|" + doubles, re.DOTALL)


class Sought:
    """Words and figures that must not stand anywhere."""

    def __init__(self, words: dict[str, str], written: list[str]) -> None:
        """Take words by what they are, and figures."""
        self._words = {name: spellings(word) for name, word in words.items()}
        self._figures = figures(*written)

    def within(self, profile: Path) -> dict[str, set[str]]:
        """Return in which files of a profile something stands, and what."""
        found: dict[str, set[str]] = {}
        for path in sorted(profile.rglob("*")):
            if path.is_file() and not path.is_symlink() and (told := self.in_file(path)):
                found[str(path.relative_to(profile))] = told
        for path in sorted(profile.rglob("*")):
            if told := self.seen_in(str(path.relative_to(profile)).encode()):
                found.setdefault(f"the name {path.name}", set()).update(told)
        return found

    def in_file(self, path: Path) -> set[str]:
        """Return what stands in one file, however it is packed."""
        return {told for layer in layers(path) for told in self.seen_in(layer)}

    def seen_in(self, data: bytes) -> set[str]:
        """Return what stands in some bytes."""
        told = {name for name, spelt in self._words.items() if any(one in data for one in spelt)}
        return told | {
            f"figure {bytes(met.group()).decode('latin-1')}" for met in self._figures.finditer(data)
        }


def layers(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and of everything packed in them."""
    data = path.read_bytes()
    yield from unfolded(data)
    if data.startswith(SQLITE):
        yield from unfolded(_rows(path))
    if path.suffix == ".ldb":
        for block in blocks(data):
            yield from unfolded(block)
    if path.suffix == ".log" or path.name.startswith("MANIFEST"):
        yield from unfolded(records(data))


def unfolded(data: bytes, deep: int = DEEP) -> Iterator[bytes]:
    """Yield bytes and whatever streams lie in them."""
    yield data
    if deep == 0:
        return
    for at in _found(data, GZIP):
        yield from _inflated(data[at:], 31, deep)
    for start in ZLIB:
        for at in _found(data, start):
            yield from _inflated(data[at:], 15, deep)
    for at in _found(data, SQUEEZED):
        with suppress(ValueError, IndexError):
            yield from unfolded(unsnap(data[at + len(SQUEEZED) :]), deep - 1)


def _inflated(data: bytes, way: int, deep: int) -> Iterator[bytes]:
    """Yield what a stream holds, as far as it goes: a file may end before its stream does."""
    stream, come = zlib.decompressobj(way), b""
    with suppress(zlib.error):
        for at in range(0, len(data), 4096):
            come += stream.decompress(data[at : at + 4096])
            if stream.eof:
                break
    if come:
        yield from unfolded(come, deep - 1)


def _rows(path: Path) -> bytes:
    """Return every value of every table, a value too long for its page in one piece."""
    draft = path.with_name(f"{path.name}.searched")
    for ending in ("", "-wal", "-journal"):
        if (beside := path.with_name(path.name + ending)).exists():
            copy(beside, draft.with_name(draft.name + ending))
    told: list[bytes] = []
    try:
        with closing(sqlite3.connect(draft)) as database, suppress(sqlite3.DatabaseError):
            for (table,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall():
                with suppress(sqlite3.DatabaseError):
                    told += [
                        _told(value) for row in database.execute(f'SELECT * FROM "{table}"') for value in row
                    ]
    finally:
        for beside in path.parent.glob(f"{draft.name}*"):
            beside.unlink()
    return b"\n".join(told)


def _told(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _found(data: bytes, needle: bytes) -> Iterator[int]:
    at = data.find(needle)
    while at >= 0:
        yield at
        at = data.find(needle, at + 1)


def _in_base64(plain: bytes) -> set[bytes]:
    """Return the letters a word always has in base64, at whichever of three places it begins."""
    found = set()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        sure = whole[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6]
        if len(sure) >= LEAST_IN_BASE64:
            found |= {sure, sure.replace(b"+", b"-").replace(b"/", b"_")}
    return found
