"""The stage of the faults: a clinic for each module, a tablet that was set up once, and a copy of it for each scenario."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.faults.dice import seeds
from tests.browser.ledger import Ledger
from tests.browser.outpost import Outpost, outpost
from tests.browser.tablets import Tablet


@pytest.fixture(scope="module")
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outpost]:
    """A clinic whose line and whose server fail when they are told to; the module says how many people each throw needs."""
    with outpost(tmp_path_factory.mktemp("clinic"), people=request.module.PEOPLE * len(seeds())) as running:
        yield running


@pytest.fixture(scope="module")
def prepared(clinic: Outpost, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Tablet:
    """Dr Zhou's tablet, set up under a PIN, with nothing taken along; switched off."""
    tablet = Tablet(chromium.browser_type, clinic, tmp_path_factory.mktemp("tablets") / "prepared")
    tablet.switch_on()
    tablet.sign_in()
    tablet.set_up()
    tablet.switch_off()
    return tablet


@pytest.fixture(scope="module")
def packed(prepared: Tablet, tmp_path_factory: pytest.TempPathFactory) -> Tablet:
    """The same tablet as it leaves the clinic with the pack; switched off."""
    tablet = prepared.copy(tmp_path_factory.mktemp("tablets") / "packed")
    tablet.wake()
    tablet.take_pack()
    tablet.switch_off()
    return tablet


@pytest.fixture
def hand_out(tmp_path: Path) -> Iterator[Callable[..., Tablet]]:
    """Hand out copies of a tablet, each with a number of its own, signed in."""
    made: list[Tablet] = []
    numbers = count()

    def _hand_out(original: Tablet, *, unlocked: bool = False) -> Tablet:
        tablet = original.copy(tmp_path / f"tablet-{next(numbers)}")
        made.append(tablet)
        tablet.wake(as_another=True, unlocked=unlocked)
        # What a page does by itself when it opens is over: from now on only what the scenario does is sent.
        assert tablet.sync() == "done"
        return tablet

    yield _hand_out
    for tablet in made:
        tablet.switch_off()


@pytest.fixture
def tablet(hand_out: Callable[..., Tablet], prepared: Tablet) -> Tablet:
    """A tablet without a pack, signed in; what was kept on it leaves without a PIN."""
    return hand_out(prepared)


@pytest.fixture
def along(hand_out: Callable[..., Tablet], packed: Tablet) -> Tablet:
    """A tablet with the pack, signed in and unlocked."""
    return hand_out(packed, unlocked=True)


@pytest.fixture
def ledger(clinic: Outpost) -> Iterator[Ledger]:
    """What is typed in this scenario; afterwards the line is whole and the server runs."""
    yield Ledger(clinic)
    clinic.line.heal()
    clinic.revive()


@pytest.fixture
def dice(seed: int) -> random.Random:
    """The dice of this throw."""
    return random.Random(seed)
