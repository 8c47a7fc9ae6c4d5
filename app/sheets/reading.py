"""The parent's side: hand a file to the reading process, wait so long and no longer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Thread, Timer
from typing import IO

import msgspec

from app.core.words import Text
from app.sheets.child import LENGTH_BYTES
from app.sheets.fault import EMPTY, FAR_CELL, MOST_BYTES, TOO_LARGE, TOO_SLOW, SheetFault
from app.sheets.sheet import Repeated, Rows, Sheet, Workbook

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
    book = _ask_child(content, name)
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


def _ask_child(content: bytes, name: str) -> Workbook:
    command = [sys.executable, "-I", str(_CHILD), name]
    late = Event()
    with Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as child:  # noqa: S603 - our own module
        assert child.stdin is not None and child.stdout is not None
        timer = Timer(WALL_SECONDS, _end, (child, late))
        timer.start()
        feeder = Thread(target=_feed, args=(child.stdin, content), daemon=True)
        feeder.start()
        try:
            book = _gather(child.stdout)
            status = child.wait()
        finally:
            timer.cancel()
            child.kill()
            feeder.join()  # it alone knows that a pipe broken by now is nothing to speak of
    if late.is_set() or status == SIGNAL_PROCESSOR_TIME:
        raise SheetFault(TOO_SLOW)
    if status != 0 or book is None:
        # Out of memory ends the process without a word: nearly always a cell far outside the table.
        raise SheetFault(FAR_CELL)
    return book


def _end(child: Popen[bytes], late: Event) -> None:
    late.set()
    child.kill()


def _feed(pipe: IO[bytes], content: bytes) -> None:
    """Hand the file over while the answer comes; a process that ended early takes no more of it."""
    with suppress(BrokenPipeError), pipe:
        pipe.write(content)


def _gather(pipe: IO[bytes]) -> Workbook | None:
    """Return the workbook as its parts arrive, None where there is not even its head."""
    messages = _messages(pipe)
    head = next(messages, None)
    if head is None:
        return None
    book = msgspec.msgpack.decode(head, type=Workbook)
    shared = [Repeated() for _ in book.sheets]
    parts = msgspec.msgpack.Decoder(Rows)
    for message in messages:
        part = parts.decode(message)
        book.sheets[part.sheet].rows.extend(map(shared[part.sheet].share, part.rows))
    return book


def _messages(pipe: IO[bytes]) -> Iterator[bytes]:
    """Yield what the reading process says, message by message; one that was cut off is none."""
    while len(head := pipe.read(LENGTH_BYTES)) == LENGTH_BYTES:
        length = int.from_bytes(head)
        if len(message := pipe.read(length)) < length:
            return
        yield message
