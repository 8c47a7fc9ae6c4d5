"""What is inside a backup, in the order it was written: table after table, then the manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec

from app.backups.rules.manifest import Counted, Manifest
from app.backups.service import faults
from app.backups.service.making import index_mark
from app.backups.service.sealed_file import SealedReader
from app.backups.service.wire import line_of

_decode = msgspec.json.Decoder(list[Any]).decode


@dataclass(frozen=True, slots=True)
class _Piece:
    table: str
    columns: tuple[str, ...]
    lines: list[bytes]


@dataclass(frozen=True, slots=True)
class Loaded:
    """One table of a backup: its columns, and its rows as they come out of the file."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[list[Any]]


class Contents:
    """Reads a backup once from its beginning to its end; the manifest is known when the end was reached."""

    def __init__(self, path: Path) -> None:
        self.reader = SealedReader(path)
        self._manifest: Manifest | None = None

    @property
    def manifest(self) -> Manifest:
        """What the whole must come to."""
        if self._manifest is None:
            raise faults.refuse(faults.CUT, file=self.reader.path.name)
        return self._manifest

    def tables(self) -> Iterator[Loaded]:
        """Yield table after table; each one's rows are to be read before the next."""
        names: list[str] = []
        for name, pieces in groupby(self._pieces(), key=attrgetter("table")):
            names.append(name)
            yield _loaded(name, pieces)
        if sorted(names) != sorted(self.manifest.tables):
            raise faults.refuse(faults.CUT, file=self.reader.path.name)
        if self.manifest.index_mark != index_mark():
            raise faults.refuse(faults.OTHER_INDEX, file=self.reader.path.name)

    def _pieces(self) -> Iterator[_Piece]:
        for part in self.reader.parts():
            if part.last:
                self._manifest = msgspec.json.decode(part.content, type=Manifest)
                return
            title, *lines = part.content.splitlines()
            name, columns = msgspec.json.decode(title, type=tuple[str, tuple[str, ...]])
            yield _Piece(name, columns, lines)


def read_through(contents: Contents) -> Manifest:
    """Open every seal of a backup and count what is in it, without a database; refuse what is not as it was made."""
    counted = {table.name: _count(table) for table in contents.tables()}
    compare(contents.manifest, counted)
    return contents.manifest


def compare(manifest: Manifest, counted: dict[str, Counted]) -> None:
    """Refuse a table that came out other than it went in."""
    for table, due in manifest.tables.items():
        if (found := counted[table]) != due:
            raise faults.refuse(faults.DIFFERS, table=table, due=due.rows, found=found.rows)


def _count(table: Loaded) -> Counted:
    rows, digest = 0, hashlib.sha256()
    for row in table.rows:
        digest.update(line_of(row))
        rows += 1
    return Counted(rows, digest.hexdigest())


def _loaded(name: str, pieces: Iterator[_Piece]) -> Loaded:
    first = next(pieces)
    lines = chain(first.lines, chain.from_iterable(piece.lines for piece in pieces))
    return Loaded(name, first.columns, map(_decode, lines))
