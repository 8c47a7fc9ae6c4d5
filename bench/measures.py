"""The rows that are measured over the wire: baseline and ours take turns, in rounds, and medians are compared."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote
from uuid import uuid4

from bench import people
from bench.making import COUNTY, DOCTOR, READER, VISITOR, doctor_of
from bench.report import Row, median, p95
from bench.stock import Stock
from bench.visitor import Answer, Browser, Server

ROUNDS, A_ROUND, WARM_UP = 12, 12, 6
COMMITS = 20
A_PAGE, PAGES, VILLAGES = 30, 5, 40
# What differs between two renderings of one page: the mark of the page being read, and the form token's time.
VARYING = re.compile(rb' aria-current="page"|(?<=name="csrf_token" value=")[^"]+')
Ask = Callable[[], Answer]
TYPED = {
    "mode": "home", "visited_on": people.TODAY.isoformat(), "sections": ["hypertension", "diabetes", "stroke"],
    "systolic": 138, "diastolic": 84, "symptoms": "none", "adherence": "regular", "adverse_reaction": "no",
    "fasting_glucose": "6.4", "new_deficit": "none", "stroke_course": "stable", "sure_again": "1",
}  # fmt: skip


def take_turns(
    asked: Mapping[str, Ask], *, server: Server, rounds: int = ROUNDS, wanted: int = 200
) -> dict[str, list[float]]:
    """Return what each question cost, one sample a request, asked in turns so that all meet the same weather."""
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for ask in asked.values():
        for _ in range(WARM_UP):
            fine(ask(), wanted)
    server.look()
    for _ in range(rounds):
        for name, ask in asked.items():
            spent[name] += [fine(ask(), wanted).spent for _ in range(A_ROUND)]
    return spent


def work_list(server: Server, stock: Stock, path: str) -> Iterator[Row]:
    """A1: the work list against its own template with constant rows, and against a static page of the same bytes."""
    doctor, anybody = Browser(server).sign_in(DOCTOR), Browser(server)
    page = _keep(doctor, path)
    anybody.post("/bare/page", page)
    asked: dict[str, Ask] = {
        "static": _get(anybody, "/bare/page"),
        "constant": _get(doctor, f"/bench/constant?path={path}"),
        "read again": _get(doctor, path),
    }
    unread = list(_unread(server, stock, path))
    if unread:
        asked["read for the first time"] = _in_turn(unread)
    rounds = min(ROUNDS, (len(unread) - WARM_UP) // A_ROUND) if unread else ROUNDS
    taken = take_turns(asked, server=server, rounds=rounds)
    spent = {name: median(samples) for name, samples in taken.items()}
    for way in list(asked)[2:]:
        size, metric = f"{stock.size:,}", f"work list {path} {way}, {len(page) / 1000:.0f} kB"
        yield Row("A1 a", f"{metric}, by constant rows", size, spent[way], 1.6, spent["constant"])
        yield Row("A1 b", f"{metric}, by a static page", size, spent[way], 6, spent["static"])


def _in_turn(questions: Iterable[Ask]) -> Ask:
    left = iter(questions)

    def ask() -> Answer:
        return next(left)()

    return ask


def _unread(server: Server, stock: Stock, path: str) -> Iterator[Ask]:
    """Return lists as long as the first one that nobody has read yet: the same pages of other villages."""
    doctor = Browser(server).sign_in(DOCTOR)
    pages = [
        number for number in range(1, PAGES + 1) if _cards(doctor.get(f"{path}?page={number}")) == A_PAGE
    ]
    for village in range(1, min(VILLAGES, len(people.villages(stock.size)))):
        other = Browser(server).sign_in(doctor_of(village))
        yield from (_get(other, f"{path}?page={number}") for number in pages)


def _cards(page: Answer) -> int:
    return page.body.count(b'<article class="person')


def growth(smallest: tuple[Server, Stock], other: tuple[Server, Stock]) -> Iterator[Row]:
    """A2: the work list of a large county against the one of a single village, both servers up at once."""
    browsers = [Browser(server).sign_in(DOCTOR) for server, _ in (smallest, other)]
    asked: dict[str, Ask] = {
        "small": lambda: browsers[0].get("/"),
        "large": lambda: browsers[1].get("/"),
    }
    smallest[0].look()
    spent = take_turns(asked, server=other[0], rounds=2 * ROUNDS)
    size = f"{other[1].size:,}"
    metric = f"work list / by the one of {smallest[1].size:,}"
    yield Row("A2", f"{metric}, median", size, median(spent["large"]), 1.1, median(spent["small"]))
    yield Row("A2", f"{metric}, p95", size, p95(spent["large"]), 1.2, p95(spent["small"]))


def finding(server: Server, stock: Stock) -> Iterator[Row]:
    """A4: the county searches everybody, each way, against the work list of one village there."""
    doctor, county = Browser(server).sign_in(DOCTOR), Browser(server).sign_in(COUNTY)
    entry = people.Resident(stock.size // 2, people.MOULDS[1], people.village_code(0), ()).entry
    assert entry.identity
    assert entry.phone
    typed = {
        "a whole name": entry.name,
        "the end of a name": entry.name[1:],
        "one character": entry.name[-1],
        "three initials": "wgy",
        "one initial": "w",
        "last four of the number": entry.identity[-4:],
        "last four of the phone": entry.phone[-4:],
    }
    asked: dict[str, Ask] = {"list": lambda: doctor.get("/")}
    for way, text in typed.items():
        asked[way] = _get(county, f"/people?q={quote(text)}")
    spent = {name: median(each) for name, each in take_turns(asked, server=server, rounds=4).items()}
    for way in typed:
        metric = f"the county searches by {way}, by the work list /"
        yield Row("A4", metric, f"{stock.size:,}", spent[way], 1.5, spent["list"])


def person_page(server: Server, stock: Stock) -> Iterator[Row]:
    """A10: the page of somebody seen two hundred times against the page of somebody seen twice."""
    reader = Browser(server).sign_in(READER)
    often, seldom = (row[0] for row in _in_village(stock, people.SEEN))
    asked = {"often": _get(reader, f"/people/{often}"), "seldom": _get(reader, f"/people/{seldom}")}
    spent = {name: median(samples) for name, samples in take_turns(asked, server=server).items()}
    metric = f"a person's page with {people.OFTEN} visits, by one with {people.SELDOM}"
    yield Row("A10", metric, f"{stock.size:,}", spent["often"], 1.5, spent["seldom"])


def saving(server: Server, stock: Stock) -> Iterator[Row]:
    """A5: saving a visit that settles three duties against checking the same form and one bare durable commit."""
    visitor = Browser(server).sign_in(VISITOR)
    waiting = iter([row[0] for row in _in_village(stock, people.VISITED)])
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
    spent = {name: median(each) for name, each in take_turns(asked, server=server, wanted=204).items()}
    _check_settled(stock)
    commit = (spent["commits"] - spent["nothing"]) / COMMITS
    metric = f"save a visit of three duties, by checking the form ({spent['validate']:.2f}) + a commit ({commit:.2f})"
    yield Row("A5", metric, f"{stock.size:,}", spent["ours"], 3, spent["validate"] + commit)


def fine(answer: Answer, wanted: int) -> Answer:
    """Return an answer that has the status it should have."""
    if answer.status != wanted:
        raise RuntimeError(f"{answer.status} instead of {wanted}: {answer.body[:400]!r}")
    return answer


def _get(browser: Browser, path: str) -> Ask:
    return lambda: browser.get(path)


def _keep(doctor: Browser, path: str) -> bytes:
    """Let the server keep what the page is rendered from, and make sure that it renders the same page from it."""
    doctor.get("/bench/keep")
    kept, constant = doctor.get(f"{path}?keep=1").body, doctor.get(f"/bench/constant?path={path}").body
    if VARYING.sub(b"", kept) != VARYING.sub(b"", constant):
        raise RuntimeError(f"{path}: the page with constant rows is another page; mend bench/server.py")
    return doctor.get(path).body


def _in_village(stock: Stock, code: str) -> Iterable[tuple[int]]:
    return [(row[0],) for row in stock.rows(VILLAGE, {"code": code})]


def _check_settled(stock: Stock) -> None:
    """Make sure that every visit settled its three duties."""
    settled = stock.rows(SETTLED, {"code": people.VISITED, "day": people.TODAY.isoformat()})
    if not settled or any(lines != len(people.THREE.kinds) for _, lines in settled):
        raise RuntimeError("a visit did not settle three duties; mend bench/people.py")


VILLAGE = "SELECT id FROM person WHERE area_code = :code ORDER BY id"
SETTLED = (
    "SELECT v.id, count(l.id) FROM visit v JOIN evidence e ON e.visit_id = v.id JOIN duty_line l ON l.evidence_id = e.id"
    " WHERE v.area_code = :code AND CAST(v.visited_on AS VARCHAR) = :day GROUP BY v.id"
)
