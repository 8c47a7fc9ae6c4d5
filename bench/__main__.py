"""`python -m bench --size small|full`: make the data, serve it, measure, print the table."""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from pathlib import Path

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as the application does, before anything reads a name

from bench.desk import closing, numbers, reviewing
from bench.door import others, signing_in
from bench.hand import by_hand
from bench.measures import finding, growth, person_page, saving, work_list
from bench.memory import lasting
from bench.opening import opened
from bench.postgres import Postgres, postgres
from bench.reckoning import digests, reckoning
from bench.report import DUE_SO_FAR, Row, markdown, status, table
from bench.rosters import roster
from bench.statements import statements
from bench.stock import Stock, prepare
from bench.tablets import drained, packs
from bench.visitor import Server, serving

SIZES = {"tiny": (1_000,), "small": (1_000, 100_000), "full": (1_000, 100_000, 1_000_000)}
REQUESTS = {"tiny": 500, "small": 2_000, "full": 10_000}
TABLETS = {"tiny": 10, "small": 300, "full": 300}
ROSTER = {"tiny": 2_000, "small": 20_000, "full": 100_000}
WORK_LISTS = ("/", "/duties")
SERVED = frozenset({"A1", "A2", "A4", "A5", "A10", "A11", "T1"})
IDS = sorted(DUE_SO_FAR, key=lambda name: (name[0], int(name[1:])))


def main() -> int:
    """Measure every row and return the exit status."""
    asked = _asked()
    # Told to end it still puts away the servers it started.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    begun = time.monotonic()
    print(f"{_machine()}, load {os.getloadavg()[0]:.1f}, {asked.database}", flush=True)
    rows: list[Row] = []
    with postgres() if asked.database == "postgresql" else nullcontext() as server:
        for row in _measured(asked, server):
            print(f"  {row.id} {row.residents}: {' '.join(row.cells[3:])}".rstrip(), flush=True)
            rows.append(row)
    rows.sort(key=lambda row: (row.id[0], int(row.id.split()[0][1:])))
    print(table(rows))
    if asked.markdown:
        asked.markdown.write_text(markdown(rows), "utf-8")
    missed = sum(row.missed for row in rows)
    print(
        f"{len(rows)} rows, {missed} missed, {time.monotonic() - begun:.0f} s, load {os.getloadavg()[0]:.1f}"
    )
    return status(rows)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="how many residents")
    parser.add_argument(
        "--database", choices=("sqlite", "postgresql"), default="sqlite", help="on which database"
    )
    parser.add_argument("--only", type=_ids, default=IDS, metavar="A6,A7", help="only these rows")
    parser.add_argument(
        "--markdown", type=Path, metavar="FILE", help="write the table there too, as Markdown"
    )
    return parser.parse_args()


def _ids(text: str) -> list[str]:
    wanted = text.upper().split(",")
    if unknown := [name for name in wanted if name not in IDS]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: the rows are {', '.join(IDS)}")
    return wanted


def _measured(asked: argparse.Namespace, server: Postgres | None) -> Iterator[Row]:
    """Take what is served first, then the long deeds, each on a fresh copy."""
    only = frozenset(asked.only)
    stocks = [prepare(size, postgres=server) for size in SIZES[asked.size]]
    largest = stocks[-1]
    if only & SERVED:
        yield from _served(stocks, only)
    if "A3" in only:
        yield from statements(largest)
    for name, deed in _deeds(asked.size, server).items():
        if name in only:
            yield from deed(largest)


def _deeds(size: str, server: Postgres | None) -> dict[str, Callable[[Stock], Iterator[Row]]]:
    return {
        "A6": lambda _largest: roster(prepare(0, postgres=server), rows=ROSTER[size]),
        "A7": reckoning,
        "A8": digests,
        "A11": others,
        "A9": lambda largest: lasting(largest, requests=REQUESTS[size]),
        "T2": lambda largest: drained(largest, tablets=TABLETS[size]),
        "E1": numbers,
        "E2": closing,
        "H1": lambda _largest: by_hand(),
        "H2": lambda _largest: opened(),
        "H3": lambda _largest: reviewing(),
    }


def _served(stocks: Sequence[Stock], only: frozenset[str]) -> Iterator[Row]:
    """Serve every size at once; all but the one that is asked stand idle."""
    with ExitStack() as up:
        served = [(up.enter_context(serving(stock)), stock) for stock in stocks]
        for server, stock in served:
            print(f"measuring {stock.size:,} residents ...", flush=True)
            yield from _asked_of(server, stock, only)
            if "A2" in only and stock is not stocks[0]:
                yield from growth(served[0], (server, stock))


def _asked_of(server: Server, stock: Stock, only: frozenset[str]) -> Iterator[Row]:
    if "A1" in only:
        for path in WORK_LISTS:
            yield from work_list(server, stock, path)
    for name, measure in {"A4": finding, "A5": saving, "A10": person_page}.items():
        if name in only:
            yield from measure(server, stock)
    yield from _asked_alone(server, only)


def _asked_alone(server: Server, only: frozenset[str]) -> Iterator[Row]:
    for name, measure in {"A11": signing_in, "T1": packs}.items():
        if name in only:
            yield from measure(server)


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main())
