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
    from app.sheets.sheet import Workbook  # noqa: PLC0415 - the same

    try:
        book = Workbook(sheets=open_file(sys.stdin.buffer.read(), filename=filename))
    except SheetFault as fault:
        book = Workbook(fault=(fault.text.zh, fault.text.en))
    except MemoryError:
        book = Workbook(fault=(FAR_CELL.zh, FAR_CELL.en))
    sys.stdout.buffer.write(msgspec.msgpack.encode(book))


if __name__ == "__main__":
    main(sys.argv[1])
