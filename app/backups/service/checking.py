"""Whether a backup would do: every seal, every count, and a restore of it that nobody sees."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from app.backups.rules.manifest import Manifest
from app.backups.service.contents import Contents, read_through
from app.backups.service.rebuilding import Migrations, rebuild, workshop
from app.core.errors import Refused


class Checked(NamedTuple):
    """A backup that opens and comes out as it went in, and what was wrong in the database when it was made."""

    made_at: datetime
    manifest: Manifest
    damage: list[Refused]


def check_backup(path: Path, *, beside: Path, migrate: Migrations | None) -> Checked:
    """Read a whole backup and put it back into a database that is thrown away, in a folder ``beside``.

    Without ``migrate`` every seal is opened and every row counted, and no database is made.
    """
    contents = Contents(path)
    if migrate is None:
        return Checked(contents.reader.header.made_at, read_through(contents), [])
    with (
        TemporaryDirectory(prefix=".check-", dir=beside) as folder,
        workshop(Path(folder) / "checked.sqlite3") as connection,
    ):
        manifest, damage = rebuild(contents, connection, migrate)
    return Checked(contents.reader.header.made_at, manifest, damage)
