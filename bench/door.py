"""A11: what signing in costs beside the password itself, and what the others feel of it."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from bench.making import DOCTOR, READER
from bench.measures import fine, take_turns
from bench.report import Row, median, p99
from bench.stock import Stock
from bench.visitor import AS_RUN, Answer, Browser, Server, serving

TURNS, A_TURN = 8, 60


def signing_in(server: Server) -> Iterator[Row]:
    """Compare signing in with one bare verification of the password and the page it is typed on."""
    stranger = Browser(server)
    token = stranger.token("/sign-in")

    def enter() -> Answer:
        answer = Browser(server, dict(stranger.cookies)).knock(READER, token=token)
        return answer._replace(status=200 if answer.status in (302, 303) else answer.status)

    asked = {
        "page": lambda: stranger.get("/sign-in"),
        "nothing": lambda: stranger.get("/bench/verify?n=0"),
        "verify": lambda: stranger.get("/bench/verify?n=1"),
        "ours": enter,
    }
    spent = {name: median(samples) for name, samples in take_turns(asked, server=server).items()}
    bare = spent["verify"] - spent["nothing"]
    metric = f"sign in ({spent['ours']:.1f}) less a page ({spent['page']:.1f}), by one bare verification"
    yield Row("A11", metric, f"{server.stock.size:,}", spent["ours"] - spent["page"], 1.2, bare)


def others(stock: Stock) -> Iterator[Row]:
    """Time somebody's work list on the clock, in turns with and without somebody else signing in all the while."""
    waited: defaultdict[bool, list[float]] = defaultdict(list)
    stock.renew()
    with serving(stock, workers=AS_RUN, target="wsgi:app") as server:
        doctor = Browser(server).sign_in(DOCTOR)
        for _ in range(2 * TURNS):
            fine(doctor.get("/"), 200)
        for _ in range(TURNS):
            waited[False] += [_waited(doctor) for _ in range(A_TURN)]
            with _at_the_door(server):
                waited[True] += [_waited(doctor) for _ in range(A_TURN)]
    quiet, busy = p99(waited[False]), p99(waited[True])
    yield Row("A11", "the others' work list while somebody signs in, p99 by the clock", f"{stock.size:,}", busy,
              2, quiet)  # fmt: skip


def _waited(doctor: Browser) -> float:
    begun = perf_counter()
    fine(doctor.get("/"), 200)
    return (perf_counter() - begun) * 1000


@contextmanager
def _at_the_door(server: Server) -> Iterator[None]:
    """Let somebody sign in again and again until the block ends."""
    over, faults = threading.Event(), []

    def knock() -> None:
        stranger = Browser(server)
        token = stranger.token("/sign-in")
        while not over.is_set():
            answer = Browser(server, dict(stranger.cookies)).knock(READER, token=token)
            if answer.status not in (302, 303):
                faults.append(answer.status)

    thread = threading.Thread(target=knock, daemon=True)
    thread.start()
    yield
    over.set()
    thread.join()
    if faults:
        raise RuntimeError(f"signing in was refused: {faults[:3]}")
