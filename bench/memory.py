"""A9: what a worker holds after thousands of mixed requests, and whether it goes on growing."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from bench import people
from bench.making import COUNTY, DOCTOR, SUPERVISOR, VISITOR
from bench.measures import TYPED, fine
from bench.report import Row
from bench.stock import Stock
from bench.visitor import Browser, Server, serving

MOST, MOST_GROWTH = 100, 5
SETTLED, A_SAVE = 0.2, 40
SOUGHT = ("王", "英桂", "zqy", "1234", "李秀")


def lasting(stock: Stock, *, requests: int) -> Iterator[Row]:
    """Send a worker the mixed work of a day; it settles in the first fifth and may not grow much afterwards."""
    stock.renew()
    with serving(stock, target="wsgi:app") as server:
        asking = _mixed(server, stock)
        settled = 0.0
        for done in range(1, requests + 1):
            next(asking)
            if done == int(requests * SETTLED):
                settled = server.memory()
        held = server.memory()
    size, metric = f"{stock.size:,}", f"memory of a worker after {requests:,} mixed requests"
    yield Row("A9", metric, size, held, MOST, unit="MB")
    metric = f"its growth since request {int(requests * SETTLED):,}"
    yield Row("A9", metric, size, max(0.0, held - settled), MOST_GROWTH, unit="MB")


def _mixed(server: Server, stock: Stock) -> Iterator[None]:
    """Lists, people and searches of a doctor, a supervisor and the county, and now and then a visit filed."""
    doctor, overseer, county = (Browser(server).sign_in(name) for name in (DOCTOR, SUPERVISOR, COUNTY))
    visitor, visited = Browser(server).sign_in(VISITOR), _ids(stock, people.VISITED)
    residents = _ids(stock, people.village_code(0))
    token = visitor.token(f"/people/{visited[0]}/visits/new")
    number = 0
    while True:
        for browser, path in (
            (doctor, "/"), (doctor, f"/people/{residents[number * 7 % len(residents)]}"), (overseer, "/"),
            (doctor, "/duties?state=overdue"), (county, f"/people?q={_typed(number)}"), (doctor, "/rounds"),
            (overseer, f"/people/{residents[number * 11 % len(residents)]}"), (county, "/"),
            (doctor, "/duties?by=household"), (doctor, f"/people/{residents[number % len(residents)]}/edit"),
        ):  # fmt: skip
            fine(browser.get(path), 200)
            yield
        if number % (A_SAVE // 10) == 0:
            typed = {**TYPED, "csrf_token": token, "client_key": str(uuid4())}
            place = number // (A_SAVE // 10) % len(visited)
            fine(visitor.post(f"/people/{visited[place]}/visits/new", typed), 303)
            yield
        number += 1


def _typed(number: int) -> str:
    return "".join(f"%{byte:02X}" for byte in SOUGHT[number % len(SOUGHT)].encode())


def _ids(stock: Stock, code: str) -> list[int]:
    found = stock.rows("SELECT id FROM person WHERE area_code = :code ORDER BY id", {"code": code})
    return [row[0] for row in found]
