"""The form of a visit with each of its sections, everything unfolded: sound to axe, large enough, no wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from app.visits.sections import SECTIONS
from tests.browser.conftest import TABLET
from tests.browser.test_comfort import LARGEST, MAIN_HIGH, OTHERS_HIGH, ROUNDED, SMALL_TARGETS, USUAL, turned
from tests.browser.test_pages import axe_faults, overflow, speak
from tests.browser.villager import add_villager

ALL = (
    "hypertension",
    "diabetes",
    "copd",
    "coronary",
    "stroke",
    "heart-failure",
    "mental-disorder",
    "tuberculosis",
)
UNFOLD = "() => document.querySelectorAll('main details').forEach(one => { one.open = true })"


@pytest.fixture(scope="module")
def villager(house) -> int:
    """Somebody to whom nearly everything is owed."""
    return add_villager(house, "表单人", conditions=ALL, categories=("destitute-scattered",))


@pytest.mark.timeout(300)
def test_the_form_of_every_section_is_sound_to_axe(visit, villager):
    page = visit("li", screen=TABLET)
    judged: set[str] = set()

    faults = {
        name: found
        for name in unfolded(page, villager)
        if (found := [*axe_faults(page, judged), *page.complaints])
    }

    assert not faults


@pytest.mark.parametrize(("language", "letters"), [("zh", USUAL), ("en", LARGEST)])
def test_the_form_of_every_section_is_large_enough_however_the_tablet_is_held(
    visit, villager, language, letters
):
    page = visit("li", screen=TABLET)
    speak(page, language)
    page.goto("/me")
    page.locator(f"button[name=size][value='{letters}']").first.click()

    faults = {name: found for name in unfolded(page, villager) if (found := turned(page, _narrow_or_small))}

    assert not faults


def unfolded(page: Page, person: int) -> Iterator[str]:
    """Open the form with each section in turn, everything that can be opened open."""
    for section in SECTIONS.values():
        answer = page.goto(f"/people/{person}/visits/new?kind={section.kinds[0].value}")
        assert answer is not None and answer.status == 200, section.name
        page.evaluate(UNFOLD)
        yield section.name


def _narrow_or_small(page: Page) -> list[str]:
    return [*page.evaluate(SMALL_TARGETS, [MAIN_HIGH - ROUNDED, OTHERS_HIGH - ROUNDED]), *overflow(page)]
