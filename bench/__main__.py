"""`python -m bench --size small|full`: make the data, serve it, measure, print the table."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as the application does, before anything reads a name

from bench.measures import growth, saving, work_list
from bench.report import Row, status, table
from bench.statements import statements
from bench.stock import prepare
from bench.visitor import serving

SIZES = {"small": (1_000, 100_000), "full": (1_000, 100_000, 1_000_000)}
WORK_LISTS = ("/", "/duties")


def main() -> int:
    """Measure every row and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="how many residents")
    sizes = SIZES[parser.parse_args().size]
    begun = time.monotonic()
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(
        f"{platform.machine()}, {cores} cores, load {load:.1f}, Python {platform.python_version()}",
        flush=True,
    )
    rows = sorted(_measured(sizes), key=lambda row: row.id)
    print(table(rows))
    missed = sum(row.missed for row in rows)
    print(
        f"{len(rows)} rows, {missed} missed, {time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    return status(rows)


def _measured(sizes: tuple[int, ...]) -> Iterator[Row]:
    """Serve every size at once; all but the one that is asked stand idle."""
    stocks = [prepare(size) for size in sizes]
    with ExitStack() as up:
        served = [(up.enter_context(serving(stock)), stock) for stock in stocks]
        for server, stock in served:
            print(f"measuring {stock.size:,} residents ...", flush=True)
            for path in WORK_LISTS:
                yield from work_list(server, stock, path)
            if stock is not stocks[0]:
                yield from growth(served[0], (server, stock))
            yield from saving(server, stock)
    yield from statements(stocks[-1])


if __name__ == "__main__":
    sys.exit(main())
