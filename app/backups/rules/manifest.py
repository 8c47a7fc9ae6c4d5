"""What a backup says of itself: at its beginning in clear, at its end under seal."""

from __future__ import annotations

from datetime import datetime

import msgspec

FORMAT = 1
MAGIC = b"XUNHU-BACKUP\n"
SUFFIX = ".backup"


class Header(msgspec.Struct, frozen=True):
    """What stands in clear before the sealed part: nothing about anybody. It is bound into every seal behind it."""

    format: int
    made_at: datetime
    revision: str
    key: str

    @property
    def key_id(self) -> str:
        """The id of the data key that opens the backup."""
        return self.key.partition(".")[0]


class Counted(msgspec.Struct, frozen=True):
    """How many rows a table had, and the digest of them all in the order of their keys."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What the whole must come to: each table, the end of the trail, the life of the database, the key of the indexes."""

    revision: str
    database: str
    tables: dict[str, Counted]
    head_id: int
    head_hash: str
    epoch: str
    index_mark: str

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(counted.rows for counted in self.tables.values())
