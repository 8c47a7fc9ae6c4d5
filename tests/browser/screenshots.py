"""`make screenshots`: the main pages at tablet and desk size into instance/screenshots, to be looked at."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import DESK, TABLET, sign_in
from tests.browser.serving import House, open_chromium, serving
from tests.house import ROOT

FOLDER = ROOT / "instance" / "screenshots"
SCREENS = {"800x1280": TABLET, "1280x800": DESK}
# name -> whose page, and the address, or the way to it from the first page
PAGES = {
    "sign-in": ("", "/sign-in"),
    "today-doctor": ("li", "/"),
    "duties-overdue": ("li", "/duties?state=overdue"),
    "rounds": ("li", "/rounds"),
    "people": ("li", "/people"),
    "person": ("li", "article.person h3 a"),
    "visit-new": ("li", "article.person a.btn.main"),
    "excuse": ("li", "article.person a[href$='/excuse']"),
    "person-history": ("li", "/people/5/history"),
    "person-away": ("li", "/people/5/leave"),
    "person-allergies": ("li", "/people/5/allergies"),
    "person-merge": ("li", "/people/5/merge"),
    "attempt": ("li", "/people/5/attempts/new"),
    "person-contracts": ("li", "/people/5/contracts"),
    "contract-new": ("li", "/people/5/contracts/new"),
    "appointment": ("li", "/people/5/appointments/new"),
    "rounds-sheet": ("li", "/rounds/sheet"),
    "campaign": ("li", "/campaign"),
    "campaign-points": ("li", "/campaign/points"),
    "screening": ("li", "/screening"),
    "plan": ("li", "/plan"),
    "plan-day": ("li", "/plan/day/2026-05-20"),
    "plan-settings": ("li", "/plan/settings"),
    "plan-calendar": ("li", "/plan/calendar"),
    "plan-markets": ("li", "/plan/markets"),
    "plan-feed": ("li", "/plan/feed"),
    "contracts": ("li", "/contracts"),
    "careplans": ("li", "/careplans"),
    "person-careplans": ("li", "/people/5/careplans"),
    "person-careplans-sheet": ("li", "/people/5/careplans/sheet"),
    "careplan-new": ("li", "/people/5/careplans/new"),
    "careplans-running-out": ("li", "/careplans?kind=running-out"),
    "careplans-adherence": ("li", "/careplans/adherence"),
    "careplans-catalogue": ("li", "/careplans/catalogue"),
    "supplies": ("li", "/supplies"),
    "supplies-sheet": ("li", "/supplies/sheet"),
    "supplies-shortages": ("li", "/supplies/shortages"),
    "supplies-deliveries": ("li", "/supplies/deliveries"),
    "visits-mine": ("li", "/visits/mine"),
    "visits-forms": ("li", "/visits/forms"),
    "visits-entering": ("li", "/visits/entering"),
    "me": ("li", "/me"),
    "contracts-renewals": ("zhou", "/contracts/renewals"),
    "contracts-teams": ("zhou", "/contracts/teams"),
    "contracts-doctors": ("zhou", "/contracts/doctors"),
    "contracts-handover": ("zhou", "/contracts/handover"),
    "today-supervisor": ("zhao", "/"),
    "rosters": ("zhao", "/rosters"),
    "transfers": ("zhao", "/transfers"),
    "covers": ("zhao", "/covers"),
    "reviews": ("zhao", "/reviews?lane=exception"),
    "reviews-rest": ("zhao", "/reviews?lane=rest"),
    "reviews-done": ("zhao", "/reviews/done"),
    "reviews-call-backs": ("zhao", "/reviews/call-backs"),
    "reviews-sampling": ("zhao", "/reviews/sampling"),
    "reviews-integrity": ("zhao", "/reviews/integrity"),
    "reviews-returned": ("li", "/reviews/returned"),
    "indicators": ("zhao", "/indicators"),
    "indicator": ("zhao", "/indicators/pressure-control"),
    "indicator-people": ("zhao", "/indicators/pressure-control/people?met=0"),
    "meetings": ("zhao", "/indicators/meetings"),
    "warnings": ("zhao", "/indicators/warnings"),
    "plans": ("zhao", "/indicators/plans"),
    "reviews-county": ("county", "/reviews"),
    "indicators-county": ("county", "/indicators"),
    "territory": ("county", "/territory"),
    "territory-merge": ("county", "/territory/merge"),
    "outbox": ("admin", "/outbox"),
    "accounts": ("admin", "/accounts"),
    "account": ("admin", "/accounts/1"),
    "account-new": ("admin", "/accounts/new"),
    "account-areas": ("admin", "/accounts/1/areas"),
    "password": ("admin", "/me/password"),
    "sessions": ("admin", "/me/sessions"),
    "second-factor": ("admin", "/me/second-factor"),
    "backups": ("admin", "/backups"),
    "today-county": ("county", "/"),
    "audit": ("county", "/audit"),
    "audit-account": ("county", "/audit?account=1"),
    "audit-person": ("county", "/audit?person=5"),
    "policy": ("zhao", "/policy"),
    "policy-national": ("zhao", "/policy/national"),
    "absent": ("li", "/people/999999"),
}


def main() -> None:
    """Start a demo township, visit the pages, and say where the pictures are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder)) as house,
        sync_playwright() as playwright,
    ):
        browser = open_chromium(playwright)
        for screen in SCREENS:
            _take_all(house, browser, screen)
        browser.close()
    sys.stdout.write(f"{len(PAGES) * len(SCREENS)} pictures in {FOLDER}\n")


def _take_all(house: House, browser: Browser, screen: str) -> None:
    for username in dict.fromkeys(who for who, _ in PAGES.values()):
        context = browser.new_context(
            base_url=house.address, viewport=SCREENS[screen], has_touch=True, locale="zh-CN"
        )
        page = context.new_page()
        if username:
            sign_in(page, username)
        for name, (who, way) in PAGES.items():
            if who == username:
                _go(page, way)
                page.screenshot(path=FOLDER / f"{name}-{screen}.png")
                page.screenshot(path=FOLDER / f"{name}-{screen}-whole.png", full_page=True)
        context.close()


def _go(page: Page, way: str) -> None:
    if way.startswith("/"):
        page.goto(way)
        return
    page.goto("/")
    page.locator(way).first.click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
