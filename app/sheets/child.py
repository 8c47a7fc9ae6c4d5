"""The reading process: takes a file on standard input, gives its sheets on standard output, under hard limits.

It is started by its path, not as part of the application: a hollow `app` package keeps the web framework out of it.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from types import ModuleType

MEMORY = 1_000_000_000
PROCESSOR_SECONDS = 60
PORTION = 2000
LENGTH_BYTES = 8


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _hollow_application() -> None:
    hollow = ModuleType("app")
    hollow.__path__ = [str(Path(__file__).parents[1])]
    sys.modules.setdefault("app", hollow)


def main(filename: str) -> None:
    """Read one file and answer with its sheets or with the reason why not."""
    _limit()
    _hollow_application()
    import msgspec  # noqa: PLC0415 - only after the limits are set

    from app.sheets.fault import FAR_CELL, SheetFault  # noqa: PLC0415 - the same
    from app.sheets.opening import open_file  # noqa: PLC0415 - the same
    from app.sheets.sheet import Rows, Workbook  # noqa: PLC0415 - the same

    sheets = []
    try:
        sheets = open_file(sys.stdin.buffer.read(), filename=filename)
        book = Workbook(sheets=[msgspec.structs.replace(sheet, rows=[]) for sheet in sheets])
    except SheetFault as fault:
        book = Workbook(fault=(fault.text.zh, fault.text.en))
    except MemoryError:
        book = Workbook(fault=(FAR_CELL.zh, FAR_CELL.en))
    _send(msgspec.msgpack.encode(book))
    for at, sheet in enumerate(sheets):
        for start in range(0, len(sheet.rows), PORTION):
            some = sheet.rows[start : start + PORTION]
            _send(msgspec.msgpack.encode(Rows(at, some)))
            # The other side has them now: both together must not hold the whole list twice.
            sheet.rows[start : start + PORTION] = [[]] * len(some)


def _send(message: bytes) -> None:
    """Write one message, its length before it."""
    sys.stdout.buffer.write(len(message).to_bytes(LENGTH_BYTES) + message)


if __name__ == "__main__":
    main(sys.argv[1])
