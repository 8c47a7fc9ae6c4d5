"""What a long deed costs: done in a process of its own, its processor time counted by stage, its memory watched."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

import config
from app.core.db import db
from bench.postgres import clock_of
from bench.stock import Stock
from bench.visitor import children_of, held

LOOKS_A_SECOND = 100


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed came to: milliseconds of processor by stage, megabytes at the peak, and what it said."""

    spent: Mapping[str, float]
    peak: float
    said: Mapping[str, Any]

    @property
    def all(self) -> float:
        """The processor time of every stage."""
        return sum(self.spent.values())


@dataclass(slots=True)
class Watch:
    """Counts the processor time of the process it stands in, of those it started, and of a PostgreSQL's."""

    backends: set[int] = field(default_factory=set)
    spent: Counter[str] = field(default_factory=Counter)

    def follow(self) -> None:
        """Count what the database of the application at hand spends, where it is a PostgreSQL."""
        if db.engine.dialect.name != "postgresql":
            return
        sa.event.listen(db.engine, "connect", lambda raw, _record: self.count(raw.info.backend_pid))
        db.engine.dispose()

    def count(self, backend: int) -> None:
        """Count one process of the database."""
        self.backends.add(backend)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what is spent until the block ends."""
        known = frozenset(self.backends)
        before = self._now(known)
        yield
        # A connection opened on the way began at nothing.
        self.spent[name] += self._now(frozenset(self.backends)) - before

    def _now(self, backends: frozenset[int]) -> float:
        spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        own = sum(one.ru_utime + one.ru_stime for one in spent) * 1000
        return own + sum(map(clock_of, backends))


def do(stock: Stock, name: str, **values: Any) -> Done:
    """Do a deed of `bench/deeds.py` in a process of its own, and return what it came to."""
    command = (sys.executable, "-m", "bench.deeds", name, json.dumps(values))
    local = {"BENCH_COUNT_DATABASE": "1"} if stock.postgres and stock.postgres.process else {}
    process = subprocess.Popen(
        command, cwd=config.ROOT, env=stock.environment | local, stdout=subprocess.PIPE, text=True
    )
    seen = _Memory(process.pid)
    seen.start()
    out, _ = process.communicate()
    seen.join()
    if process.returncode != 0:
        raise RuntimeError(f"{name} failed; its messages stand above")
    told = json.loads(out.splitlines()[-1])
    return Done(told["spent"], seen.peak, told["said"])


class _Memory(threading.Thread):
    """Looks at the memory of a process and of those it started, together, until it is gone."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self.peak = process, 0.0

    def run(self) -> None:
        """Keep the most that was held at one moment."""
        while now := held(self._process):
            self.peak = max(self.peak, now + sum(map(held, children_of(self._process))))
            time.sleep(1 / LOOKS_A_SECOND)
