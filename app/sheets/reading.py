"""The parent's side: hand a file to the reading process, wait so long and no longer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec

from app.core.words import Text
from app.sheets.fault import EMPTY, FAR_CELL, MOST_BYTES, TOO_LARGE, TOO_SLOW, SheetFault
from app.sheets.sheet import Sheet, Workbook

WALL_SECONDS = 90
SIGNAL_PROCESSOR_TIME = -24
_CHILD = Path(__file__).with_name("child.py")


def read_sheets(source: Path | bytes, *, filename: str | None = None) -> list[Sheet]:
    """Return the sheets of a file, read in a process of its own; raise `SheetFault` where it cannot be read."""
    content = source if isinstance(source, bytes) else _load(source)
    if not content:
        raise SheetFault(EMPTY)
    if len(content) > MOST_BYTES:
        raise SheetFault(TOO_LARGE)
    name = filename or (source.name if isinstance(source, Path) else "")
    book = msgspec.msgpack.decode(_ask_child(content, name), type=Workbook)
    if book.fault is not None:
        raise SheetFault(Text(*book.fault))
    return book.sheets


def _load(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SheetFault(TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise SheetFault(
            Text("打不开文件“{name}”：{why}。", "Cannot open “{name}”: {why}.").filled(
                name=path.name, why=error.strerror
            )
        ) from error


def _ask_child(content: bytes, name: str) -> bytes:
    command = [sys.executable, "-I", str(_CHILD), name]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)  # noqa: S603 - our own module
    except subprocess.TimeoutExpired as error:
        raise SheetFault(TOO_SLOW) from error
    if done.returncode == SIGNAL_PROCESSOR_TIME:
        raise SheetFault(TOO_SLOW)
    if done.returncode != 0:
        # Out of memory ends the process without a word: nearly always a cell far outside the table.
        raise SheetFault(FAR_CELL)
    return done.stdout
