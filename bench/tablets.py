"""T1 and T2: what a day's pack costs, and how fast many tablets empty what they recorded without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any
from uuid import uuid4

import config
from bench import people
from bench.making import VISITOR, doctor_of
from bench.measures import fine
from bench.report import A_SECOND, Row, median, p95
from bench.stock import Stock
from bench.visitor import AS_RUN, Answer, Browser, Server, serving
from tests.tablet.sending import CAPTURED, a_visit_form, seal_to

MOST_BYTES = 3_000_000
VISITS = 20
AT_ONCE = 8
TURNS = 5
# Answered for with one of these an item is safe with the server, and the tablet need not bring it again.
IN_HAND = frozenset({"stored", "duplicate"})
MOST_SENT = 5
# What was taken in is judged by the clock, in a process of its own, and so many visits in ten minutes.
JUDGED_WITHIN = 600
JUDGE = ("-m", "flask", "--app", "wsgi", "timetable", "do", "judge-inbox", "--json")
LABEL = "村医平板"
ILL = (
    "SELECT DISTINCT person_id FROM duty WHERE area_code = :code AND kind = 'hypertension' ORDER BY person_id"
)


def packs(server: Server) -> Iterator[Row]:
    """T1: making the pack of a village against reading its people, their duties and their last visits; its bytes."""
    doctor = Browser(server).sign_in(VISITOR)
    wanted = {"device": "", "villages": [people.VISITED]}

    def take() -> Answer:
        return fine(doctor.send("/tablet/pack", wanted), 200)

    def three() -> Answer:
        return fine(doctor.get(f"/bench/three?village={people.VISITED}"), 200)

    first, _, _ = take(), take(), three()
    server.look()
    turns = [(take().spent, three().spent) for _ in range(TURNS)]
    ours, bare = (median(each) for each in zip(*turns, strict=True))
    size, told = f"{server.stock.size:,}", f"a pack of {people.TO_VISIT} people"
    metric = f"{told} (the first of its process {first.spent / 1000:.1f} s), by its three queries"
    yield Row("T1 a", metric, size, ours, 6, bare)
    yield Row("T1 b", f"{told}, bytes on the wire", size, len(first.body), MOST_BYTES, unit="B")


@dataclass(slots=True)
class Tablet:
    """A tablet that comes home with visits, each sealed to the server."""

    browser: Browser
    author: int
    key: Mapping[str, str]
    device: str = field(default_factory=lambda: str(uuid4()))
    items: list[dict[str, Any]] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def record(self, person: int) -> None:
        """Keep one visit as a tablet does."""
        typed = a_visit_form(visited_on=people.TODAY.isoformat())
        inside = {"kind": "visit", "person": person, "path": f"/people/{person}/visits/new"}
        inside |= {"fields": [list(pair) for pair in typed.items()], "captured_at": CAPTURED}
        uuid = typed["client_key"]
        bound = f"item|{uuid}|{self.author}|{self.device}|visit|1"
        sealed = seal_to(self.key["public"], json.dumps(inside).encode(), bound)
        told = {
            "uuid": uuid,
            "hash": hashlib.sha256(sealed).hexdigest(),
            "author": self.author,
            "kind": "visit",
        }
        told |= {"key": self.key["id"], "format": 1, "captured_at": CAPTURED}
        self.items.append(told | {"sealed": base64.b64encode(sealed).decode()})

    def empty(self) -> None:
        """Send everything at once, and again what was not taken in."""
        waiting = {item["uuid"]: item for item in self.items}
        for _ in range(MOST_SENT):
            answer = self._sync(list(waiting.values()), ())
            for told in answer["items"] if answer is not None else ():
                if told["answer"] in IN_HAND:
                    waiting.pop(told["uuid"], None)
            if not waiting:
                return
        raise RuntimeError(f"{len(waiting)} visits were not taken in; the last answer: {answer}")

    def hear(self) -> int:
        """Ask how everything stands, as a tablet does at its next contact, and return how much is not on record."""
        answer = self._sync((), [item["uuid"] for item in self.items]) or {"asked": ()}
        filed = [one for one in answer["asked"] if one["state"] == "filed"]
        return len(self.items) - len(filed)

    def _sync(self, items: Sequence[Mapping[str, Any]], waiting: Sequence[str]) -> dict[str, Any] | None:
        said = {"device": self.device, "label": LABEL, "release": 1, "author": self.author, "epoch": None}
        said |= {"last": 0, "now": CAPTURED, "waiting": len(waiting), "persisted": True, "packed_at": None}
        begun = perf_counter()
        answer = self.browser.send("/sync", said | {"asked": waiting, "items": items})
        self.waited.append((perf_counter() - begun) * 1000)
        if answer.status != 200:
            self.refused.append(answer.status)
            return None
        read: dict[str, Any] = json.loads(answer.body)
        return read


def drained(stock: Stock, *, tablets: int) -> Iterator[Row]:
    """T2: all tablets of a county come home at once, against as many bare durable commits by as many hands."""
    stock.renew()
    with serving(stock, workers=AS_RUN) as server:
        waiting = _laden(server, tablets)
        bare = _timed([_commits(server)] * tablets)
        ours = _timed([tablet.empty for tablet in waiting])
        waited = [each for tablet in waiting for each in tablet.waited]
        judged = _judged(stock)
        unheard = sum(tablet.hear() for tablet in waiting)
    refused = [status for tablet in waiting for status in tablet.refused]
    size, told = f"{stock.size:,}", f"{tablets} tablets with {VISITS} visits each"
    yield Row("T2 a", f"{told}, {AT_ONCE} at once, taken in, by bare commits", size, ours, 8, bare)
    yield Row("T2 b", f"{told}, one request, p95 by the clock", size, p95(waited), 500)
    yield Row("T2 c", f"{told}, requests that were turned away", size, len(refused), 0, unit="")
    yield Row("T2 d", f"{told}, all judged by the clock's process", size, judged, JUDGED_WITHIN * A_SECOND)
    yield Row("T2 e", f"{told}, not on record at the next contact", size, unheard, 0, unit="")


def _judged(stock: Stock) -> float:
    """Let the clock judge until nothing waits, turn after turn, and return how long that took in milliseconds."""
    begun, judged = perf_counter(), True
    while judged:
        command = (sys.executable, *JUDGE)
        done = subprocess.run(
            command, cwd=config.ROOT, env=stock.environment, capture_output=True, check=True
        )
        judged = bool(json.loads(done.stdout)["items"])
    return (perf_counter() - begun) * A_SECOND


def _laden(server: Server, tablets: int) -> list[Tablet]:
    """Return the tablets of the villages in turn, no person visited twice."""
    villages = people.villages(server.stock.size)
    seats = [(number, *_seat(server, number)) for number in range(min(len(villages), tablets))]
    ill = {number: _ill(server.stock, villages[number]) for number, *_ in seats}
    found = []
    for at in range(tablets):
        number, doctor, me = seats[at % len(seats)]
        found.append(Tablet(doctor, me["author"], me["key"]))
        for _ in range(VISITS):
            found[-1].record(next(ill[number]))
    return found


def _seat(server: Server, village: int) -> tuple[Browser, dict[str, Any]]:
    doctor = Browser(server).sign_in(doctor_of(village))
    return doctor, json.loads(fine(doctor.send("/tablet/me", None), 200).body)


def _ill(stock: Stock, code: str) -> Iterator[int]:
    return iter([row[0] for row in stock.rows(ILL, {"code": code})])


def _commits(server: Server) -> Any:
    return lambda: fine(Browser(server).get(f"/bench/commits?n={VISITS}"), 204)


def _timed(deeds: Sequence[Any]) -> float:
    """Return how long all of them take in a few hands, in milliseconds."""
    begun = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as hands:
        for done in [hands.submit(deed) for deed in deeds]:
            done.result()
    return (perf_counter() - begun) * 1000
