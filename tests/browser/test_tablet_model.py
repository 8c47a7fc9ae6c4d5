"""The histories of the model once more, with the real scripts in three storages of a real browser.

XUNHU_TEST_SOAK=n draws n histories more (300 with 1), XUNHU_TEST_SEED says where they begin.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test
from playwright.sync_api import Browser, BrowserContext

from tests.browser.modeltablet import ORIGIN, RealTablet, addresses_in
from tests.tablet.model.clinic import Clinic
from tests.tablet.model.draws import draws, histories
from tests.tablet.model.line import Line
from tests.tablet.model.machine import TABLETS, Model

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(1200)]
IN_A_DRAW, DRAWS, MORE = 30, 1, 300


@pytest.fixture
def contexts(chromium: Browser, stage) -> Iterator[list[BrowserContext]]:
    """Storages apart from one another, each with the page of nothing and the scripts as they are served."""
    assets = Path(stage.app.config["XUNHU_ASSETS"])
    opened = [chromium.new_context(timezone_id="Asia/Shanghai") for _ in range(TABLETS)]
    for context in opened:
        context.route(
            f"{ORIGIN}/", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
        )
        context.route(
            f"{ORIGIN}/assets/**",
            lambda route: route.fulfill(path=assets / route.request.url.partition("/assets/")[2]),
        )
    yield opened
    for context in opened:
        context.close()


@pytest.mark.parametrize("seed", draws(IN_A_DRAW, DRAWS, more=MORE))
def test_nothing_typed_is_lost_or_filed_twice_by_the_real_scripts(stage, app, contexts, dr_li, dr_zhou, seed):
    clinic, doctors = Clinic(stage), [dr_li, dr_zhou]
    clinic.found(doctors)
    manifest = Path(stage.app.config["XUNHU_ASSETS"]) / "manifest.json"
    addresses = addresses_in(manifest.read_text("utf-8"))
    tablets = cycle([RealTablet(context, addresses, clinic, Line(clinic)) for context in contexts])

    def _hand_out(_clinic: Clinic, line: Line) -> RealTablet:
        tablet = next(tablets)
        tablet.line = line
        tablet.begin()
        return tablet

    told = {"clinic": clinic, "doctors": doctors, "hand_out": staticmethod(_hand_out)}
    machine = seeded(seed)(type("Histories", (Model,), told))

    run_state_machine_as_test(machine, settings=histories(IN_A_DRAW))
