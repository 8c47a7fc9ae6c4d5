"""The rows that are measured over the wire: baseline and ours take turns, in rounds, and medians are compared."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from uuid import uuid4

from bench import people
from bench.report import Row, median, p95
from bench.stock import DOCTOR, VISITOR, Stock
from bench.visitor import Answer, Browser, Server

ROUNDS, A_ROUND, WARM_UP = 12, 12, 6
COMMITS = 20
# What differs between two renderings of one page: the mark of the page being read, and the form token's time.
VARYING = re.compile(rb' aria-current="page"|(?<=name="csrf_token" value=")[^"]+')
Ask = Callable[[], Answer]
TYPED = {
    "mode": "home", "visited_on": people.TODAY.isoformat(), "sections": ["hypertension", "diabetes", "general"],
    "systolic": 138, "diastolic": 84, "symptoms": "none", "adherence": "regular", "adverse_reaction": "no",
    "fasting_glucose": "6.4", "condition_state": "stable", "treatment": "regular", "treatment_effect": "good",
}  # fmt: skip


def take_turns(
    asked: Mapping[str, Ask], *, rounds: int = ROUNDS, wanted: int = 200
) -> dict[str, list[float]]:
    """Return what each question cost, one sample a request, asked in turns so that all meet the same weather."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for ask in asked.values():
        for _ in range(WARM_UP):
            _fine(ask(), wanted)
    for _ in range(rounds):
        for name, ask in asked.items():
            spent[name] += [_fine(ask(), wanted).spent for _ in range(A_ROUND)]
    return spent


def work_list(server: Server, stock: Stock, path: str) -> Iterator[Row]:
    """A1: the work list against its own template with constant rows, and against a static page of the same bytes."""
    doctor, anybody = Browser(server).sign_in(DOCTOR), Browser(server)
    page = _keep(doctor, path)
    anybody.post("/bare/page", page)
    asked: dict[str, Ask] = {
        "static": lambda: anybody.get("/bare/page"),
        "constant": lambda: doctor.get(f"/bench/constant?path={path}"),
        "ours": lambda: doctor.get(path),
    }
    spent = {name: median(samples) for name, samples in take_turns(asked).items()}
    size, metric = f"{stock.size:,}", f"work list {path}, {len(page) / 1000:.0f} kB"
    yield Row("A1 a", f"{metric}, by constant rows", size, spent["ours"], 1.6, spent["constant"])
    yield Row("A1 b", f"{metric}, by a static page", size, spent["ours"], 6, spent["static"])


def growth(smallest: tuple[Server, Stock], other: tuple[Server, Stock]) -> Iterator[Row]:
    """A2: the work list of a large county against the one of a single village, both servers up at once."""
    browsers = [Browser(server).sign_in(DOCTOR) for server, _ in (smallest, other)]
    asked: dict[str, Ask] = {
        "small": lambda: browsers[0].get("/"),
        "large": lambda: browsers[1].get("/"),
    }
    spent = take_turns(asked, rounds=2 * ROUNDS)
    size = f"{other[1].size:,}"
    metric = f"work list / by the one of {smallest[1].size:,}"
    yield Row("A2", f"{metric}, median", size, median(spent["large"]), 1.1, median(spent["small"]))
    yield Row("A2", f"{metric}, p95", size, p95(spent["large"]), 1.2, p95(spent["small"]))


def saving(server: Server, stock: Stock) -> Iterator[Row]:
    """A5: saving a visit that settles three duties against checking the same form and one bare durable commit."""
    visitor = Browser(server).sign_in(VISITOR)
    waiting = iter(_visited(stock))
    token = visitor.token(f"/people/{next(waiting)}/visits/new")

    def typed() -> dict[str, object]:
        return {**TYPED, "csrf_token": token, "client_key": str(uuid4())}

    def save() -> Answer:
        saved = visitor.post(f"/people/{next(waiting)}/visits/new", typed())
        return saved._replace(status=204 if saved.status == 303 else saved.status)

    asked: dict[str, Ask] = {
        "validate": lambda: visitor.post("/bench/validate", typed()),
        "nothing": lambda: visitor.get("/bench/commits?n=0"),
        "commits": lambda: visitor.get(f"/bench/commits?n={COMMITS}"),
        "ours": save,
    }
    spent = {name: median(samples) for name, samples in take_turns(asked, wanted=204).items()}
    _check_settled(stock)
    commit = (spent["commits"] - spent["nothing"]) / COMMITS
    metric = f"save a visit of three duties, by checking the form ({spent['validate']:.2f}) + a commit ({commit:.2f})"
    yield Row("A5", metric, f"{stock.size:,}", spent["ours"], 3, spent["validate"] + commit)


def _keep(doctor: Browser, path: str) -> bytes:
    """Let the server keep what the page is rendered from, and make sure that it renders the same page from it."""
    doctor.get("/bench/keep")
    kept, constant = doctor.get(f"{path}?keep=1").body, doctor.get(f"/bench/constant?path={path}").body
    if VARYING.sub(b"", kept) != VARYING.sub(b"", constant):
        raise RuntimeError(f"{path}: the page with constant rows is another page; mend bench/server.py")
    return doctor.get(path).body


def _fine(answer: Answer, wanted: int) -> Answer:
    if answer.status != wanted:
        raise RuntimeError(f"{answer.status} instead of {wanted}: {answer.body[:400]!r}")
    return answer


def _visited(stock: Stock) -> Iterable[int]:
    return [row[0] for row in _rows(stock, "SELECT id FROM person WHERE area_code = ? ORDER BY id")]


def _check_settled(stock: Stock) -> None:
    """Make sure that every visit settled its three duties."""
    settled = _rows(
        stock,
        "SELECT v.id, count(l.id) FROM visit v JOIN evidence e ON e.visit_id = v.id JOIN duty_line l ON l.evidence_id = e.id"
        f" WHERE v.area_code = ? AND v.visited_on = '{people.TODAY}' GROUP BY v.id",
    )
    if not settled or any(lines != len(people.THREE.kinds) for _, lines in settled):
        raise RuntimeError("a visit did not settle three duties; mend bench/people.py")


def _rows(stock: Stock, statement: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(stock.served)) as connection:
        return connection.execute(statement, (people.VISITED,)).fetchall()
