"""What a hand does on a tablet's stage: opens a form from the work list, fills it in, saves it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

SAVED = "已存本机"
PATIENCE = 20_000
NEEDED = """() => {
  const form = document.getElementById("visit-form");
  const section = JSON.parse(form.dataset.told).sections.find((one) => one.core.includes("systolic"));
  return section.needed.filter((name) => form.querySelector(`[type=radio][name="${name}"]`)
    && !form.querySelector(`[name="${name}"]:checked`));
}"""


def open_visit(page: Page, person: int) -> None:
    """Open the visit form of somebody, from the first page over the work list."""
    page.locator("[data-go='/']").tap()
    page.locator(f"article.person a[href^='/people/{person}/visits/new']").first.tap()
    expect(page.locator("#visit-form")).to_be_visible(timeout=PATIENCE)


def measure(page: Page, *, systolic: int, diastolic: int, note: str) -> dict[str, str]:
    """Fill in a pressure, a note, and whatever else the form wants; return what was typed."""
    page.locator("[name=systolic]").fill(str(systolic))
    page.locator("[name=diastolic]").fill(str(diastolic))
    page.locator("label.chip:has([name=symptoms][value=none])").tap()
    for name in page.evaluate(NEEDED):
        page.locator(f"label.chip:has([name='{name}'])").first.tap()
    page.locator("details:has([name=note]) summary").first.evaluate(
        "(fold) => fold.parentElement.open = true"
    )
    page.locator("[name=note]").fill(note)
    return {"systolic": str(systolic), "diastolic": str(diastolic), "note": note}


def save(page: Page) -> None:
    """Put the pad of figures away and touch the button that saves."""
    page.evaluate("() => document.activeElement?.blur()")
    page.locator("[data-save]").tap()


def key_of(page: Page) -> str:
    """Return the number of the form that stands there."""
    return page.locator("[name=client_key]").input_value()


def see_saved(page: Page) -> None:
    """Wait until the page says that it is kept."""
    expect(page.get_by_text(SAVED, exact=True).first).to_be_visible(timeout=PATIENCE)


def record(page: Page, person: int, *, systolic: int, note: str) -> tuple[str, dict[str, str]]:
    """Record one visit from the first page on; return its number and what was typed."""
    open_visit(page, person)
    typed = measure(page, systolic=systolic, diastolic=78, note=note)
    number = key_of(page)
    save(page)
    see_saved(page)
    return number, typed
