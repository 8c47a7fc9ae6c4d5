"""A3: how many SQL statements a list page asks, with one row and with a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from bench.making import COUNTY, DOCTOR, LONELY, PASSWORD, SUPERVISOR
from bench.report import Row
from bench.stock import Stock, open_app

LISTS = (
    "/",
    "/duties",
    "/duties?by=household",
    "/duties?state=overdue",
    "/rounds",
    "/people",
    "/people?q=%E9%99%88",
)
TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
MOST = 6


def statements(stock: Stock) -> Iterator[Row]:
    """Return a row for each list page: statements with many rows, and whether they are as many with one."""
    app = open_app(stock)
    counted = _Counter(app)
    lonely, doctor = _signed_in(app, LONELY), _signed_in(app, DOCTOR)
    for path in LISTS:
        one, many = counted.of(lonely, path), counted.of(doctor, path)
        same = "same" if one == many else f"{one} with one row"
        yield Row(
            "A3", f"statements of {path} ({same})", f"{stock.size:,}", many, MOST, unit="", equal=one == many
        )
    for name in (SUPERVISOR, COUNTY):
        asked = counted.of(_signed_in(app, name), "/")
        yield Row("A3", f"statements of the {name}'s desk", f"{stock.size:,}", asked, MOST, unit="")


class _Counter:
    """Counts what is sent to one application's database."""

    def __init__(self, app: Flask) -> None:
        self.sent: list[str] = []
        with app.app_context():
            sa.event.listen(db.engine, "before_cursor_execute", self._note)

    def of(self, browser: FlaskClient, path: str) -> int:
        """Return how many statements a page asks the second time it is read."""
        browser.get(path)
        self.sent.clear()
        answer = browser.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return len(self.sent)

    def _note(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.startswith("BEGIN"):
            self.sent.append(statement)


def _signed_in(app: Flask, name: str) -> FlaskClient:
    browser = app.test_client()
    found = TOKEN.search(browser.get("/sign-in").text)
    if found is None:
        raise RuntimeError("the sign-in page holds no form token")
    browser.post("/sign-in", data={"username": name, "password": PASSWORD, "csrf_token": found.group(1)})
    return browser
