"""Shapes kept beside the database: drawn once by a release, read by every process of it. Nobody is in them."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import threading
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from app.tablet.rules.pack import Lines

APP: Final = Path(__file__).parent.parent.parent
ENDING: Final = ".json.gz"
# What makes a page: code, templates, catalogues of words.
SOURCES: Final = frozenset({".py", ".html", ".po", ".toml", ".js", ".css"})
UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zlib.error)
# One of a process draws; whoever wants the same meanwhile waits for it rather than drawing it too.
_ONE_AT_A_TIME: Final = threading.Lock()
log = logging.getLogger(__name__)


class Shapes:
    """The shapes of one release in one language and letter size, each a list of lines."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lines = Lines()
        self._pages: dict[str, list[int]] = {}
        self._add_kept()

    def of(self, names: Iterable[str], *, draw: Callable[[str], str]) -> dict[str, Sequence[str]]:
        """Return the lines of some shapes; those nobody drew yet are drawn now, and kept."""
        wanted = list(names)
        with _ONE_AT_A_TIME:
            missing = [name for name in wanted if name not in self._pages]
            for name in missing:
                self._pages[name] = self._lines.put(draw(name))
            if missing:
                self._keep()
            every = self._lines.all
        return {name: [every[number] for number in self._pages[name]] for name in wanted}

    def _add_kept(self) -> None:
        """Take in what another process has kept since; what cannot be read is drawn anew."""
        try:
            kept = json.loads(gzip.decompress(self._file.read_bytes()))
            every = kept["lines"]
            pages = {name: [every[number] for number in numbers] for name, numbers in kept["pages"].items()}
        except UNREADABLE:
            return
        for name, lines in pages.items():
            if name not in self._pages:
                self._pages[name] = self._lines.put("\n".join(lines))

    def _keep(self) -> None:
        """Write a file whole or not at all; without it the next process draws everything itself."""
        self._add_kept()
        body = json.dumps({"lines": self._lines.all, "pages": self._pages}, ensure_ascii=False)
        draft = self._file.with_name(f".{self._file.name}.{os.getpid()}")
        try:
            self._file.parent.mkdir(exist_ok=True)
            draft.write_bytes(gzip.compress(body.encode(), 1, mtime=0))
            draft.replace(self._file)
            _drop_others(self._file)
        except OSError as error:
            log.warning("shapes are not kept: %s", type(error).__name__)


@lru_cache(maxsize=16)
def shapes_of(instance: Path, said_in: object) -> Shapes:
    """Return the shapes of this release as they are said for one kind of reader."""
    said = hashlib.sha256(repr(said_in).encode()).hexdigest()[:16]
    return Shapes(instance / "shapes" / f"{_release()}-{said}{ENDING}")


@cache
def _release() -> str:
    """Return a fingerprint of the sources: names, sizes and times."""
    digest = hashlib.sha256()
    for path in sorted(path for path in APP.rglob("*") if path.suffix in SOURCES):
        state = path.stat()
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns};".encode())
    return digest.hexdigest()[:16]


def _drop_others(kept: Path) -> None:
    """Drop what another release kept; its name tells."""
    release = kept.name.partition("-")[0]
    for path in kept.parent.glob(f"*{ENDING}"):
        if path.name.partition("-")[0] != release:
            path.unlink(missing_ok=True)
