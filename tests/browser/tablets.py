"""A tablet in the hand: a Chromium with a profile of its own that can be killed and opened again, and what stands on it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from playwright.sync_api import Error as Gone

from tests import cast
from tests.browser.conftest import TABLET
from tests.browser.filled import Filled
from tests.browser.inside import BEGIN, CLOCK, FIELDS, FIND_RELEASE, PUT, RENUMBER, RESTS, ROWS, RUNS
from tests.browser.outpost import DOCTOR, SESSION, Outpost
from tests.browser.serving import CHROMIUM, FLAGS

PATIENCE_MILLISECONDS = 15_000
LONG = 60_000
FRAME = "/tablet"
PIN = "274916"


@dataclass
class Tablet:
    """One tablet and whoever works on it; closed, killed and opened again it stays the same tablet."""

    browsers: BrowserType
    clinic: Outpost
    profile: Path
    # How far its clock is off.
    astray: timedelta = field(default=timedelta())
    # How many bytes it has room for; none is as many as there are.
    room: int | None = None
    complaints: list[str] = field(default_factory=list)
    _context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        """The open browser."""
        assert self._context is not None, "the tablet is not switched on"
        return self._context

    @property
    def page(self) -> Page:
        """The tab that was opened last."""
        return self.context.pages[-1]

    def switch_on(self) -> Page:
        """Start the browser, with nothing open."""
        self._context = self.browsers.launch_persistent_context(
            self.profile, executable_path=CHROMIUM, args=list(FLAGS), base_url=self.clinic.line.address, viewport=TABLET,
            has_touch=True, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        ahead = cast.MORNING + self.astray - datetime.now(tz=cast.MORNING.tzinfo)
        self.context.add_init_script(CLOCK % (ahead.total_seconds() * 1000))
        if self.room is not None:
            # The browser asks rarely how much is left: it must be told before it asks the first time.
            self._devtools = self.context.new_cdp_session(self.page)
            wanted = {"origin": self.clinic.line.address, "quotaSize": self.room}
            self._devtools.send("Storage.overrideQuotaForOrigin", wanted)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        return self.page

    def switch_off(self) -> None:
        """Close the browser as a person does."""
        if self._context is not None:
            with suppress(Gone):
                self._context.close()
            self._context = None

    def kill(self) -> None:
        """Kill every process of the browser at once, as an empty battery does."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while self._processes() and time.monotonic() < deadline:
            time.sleep(0.02)
        self.switch_off()
        # What a browser leaves behind to say that it runs.
        for left in ("SingletonLock", "SingletonCookie", "SingletonSocket"):
            (self.profile / left).unlink(missing_ok=True)

    def copy(self, profile: Path) -> Tablet:
        """Return a tablet that starts as this one stands; it must be switched off."""
        shutil.copytree(self.profile, profile, symlinks=True)
        return Tablet(self.browsers, self.clinic, profile, self.astray)

    def sign_in(self, member: cast.Member = DOCTOR) -> None:
        """Have somebody signed in, past the page: that page has tests of its own."""
        self.context.add_cookies(
            [{"name": SESSION, "value": self.clinic.session_of(member), "url": self.clinic.line.address}]
        )

    def open(self) -> Page:
        """Open the page of the tablet in the tab."""
        self.page.goto(FRAME)
        return self.page

    def set_up(self) -> None:
        """Set the tablet up for whoever is signed in."""
        page = self.open()
        page.locator("#pin-1").fill(PIN)
        page.locator("#pin-2").fill(PIN)
        page.locator("[data-setup] button[type=submit]").tap()
        expect(page.locator("[data-view=home]")).to_be_visible(timeout=LONG)

    def take_pack(self) -> None:
        """Take the pack along, from the first page."""
        self.page.locator("[data-take] button[type=submit]").tap()
        expect(self.page.locator("[data-pack-age]")).to_contain_text("带上的", timeout=LONG)

    def unlock(self, page: Page | None = None) -> None:
        """Give the PIN by touch."""
        page = page or self.page
        for digit in PIN:
            page.locator(f"[data-pin='{digit}']").tap()
        page.locator("[data-unlock] button[type=submit]").tap()
        expect(page.locator("[data-view=home]")).to_be_visible(timeout=LONG)

    def wake(self, *, as_another: bool = False, unlocked: bool = True) -> Page:
        """Switch it on and sign in; a copy is given a number of its own before anything is recorded on it."""
        self.switch_on()
        self.sign_in()
        self.let_in_the_release()
        if as_another:
            self.page.evaluate(RENUMBER, str(uuid4()))
            self.open()
        if unlocked:
            self.unlock()
        return self.page

    def put(self, *forms: Filled, page: Page | None = None) -> list[str]:
        """Keep filled-in forms by the module that keeps what is typed; return their numbers."""
        page = page or self.page
        self.begin_putting(*forms, page=page)
        assert self.end_putting(page) == ""
        return self.said_kept(page)

    def begin_putting(self, *forms: Filled, page: Page) -> None:
        """Begin to keep forms, one after the other, and wait for nothing."""
        author = self.author
        given = [
            {
                "author": author, "kind": form.kind, "person": form.person, "path": form.path, "place": form.path,
                "fields": form.fields, "label": json.dumps({"what": form.kind, "who": "", "person": form.person, "day": ""}),
            }
            for form in forms
        ]  # fmt: skip
        page.evaluate(PUT, [self.address_of("queue"), given])

    def said_kept(self, page: Page) -> list[str]:
        """Return the numbers of what was said to be kept so far."""
        return list(page.evaluate("() => window.kept"))

    def end_putting(self, page: Page) -> str:
        """Wait until everything is kept; return the name of what went wrong, nothing where nothing did."""
        return str(page.evaluate("() => window.putting"))

    def sync(self, page: Page | None = None) -> str:
        """Have the queue sent, and return how it went."""
        for _ in range(3):
            with suppress(Gone):
                self.begin_sync(page)
                if (ended := self.end_sync(page)) != "None":
                    return ended
            # The page turned with a release meanwhile.
            (page or self.page).wait_for_load_state()
        raise AssertionError("the page never stood still")

    def begin_sync(self, page: Page | None = None) -> None:
        """Have the queue sent and wait for nothing."""
        (page or self.page).evaluate(BEGIN, [self.address_of("sync"), self.author])

    def end_sync(self, page: Page | None = None) -> str:
        """Wait until what was begun has ended, and return how it went."""
        return str((page or self.page).evaluate("() => window.begun"))

    def another_tab(self) -> Page:
        """Open the tablet in one more tab."""
        page = self.context.new_page()
        page.goto(FRAME)
        return page

    def waiting(self) -> list[str]:
        """Return the numbers of what waits."""
        return [str(row["uuid"]) for row in self.rows("queue") if row["state"] == "waiting"]

    @property
    def author(self) -> int:
        """The number of the doctor it was set up for first."""
        return min(int(row["author"]) for row in self.rows("keepers"))

    def sign_in_by_hand(self, member: cast.Member) -> None:
        """Sign in by the page everybody uses."""
        self.page.goto("/sign-in")
        self.page.fill("[name=username]", member.username)
        self.page.fill("[name=password]", cast.PASSWORD)
        self.page.locator("main form button.main").tap()
        self.page.wait_for_url("**/")

    def state_line(self) -> str:
        """Return what the bar says of the queue."""
        return self.page.locator("[data-tablet-state]").inner_text()

    def fields_of(self, address: str) -> list[list[str]]:
        """Return what the form of a page would send as it stands."""
        return list(self.page.evaluate(FIELDS, address))

    def rows(self, store: str, page: Page | None = None) -> list[dict[str, Any]]:
        """Return what the browser keeps in one of its stores; a page that turns with a release is asked again."""
        for _ in range(3):
            with suppress(Gone):
                return list((page or self.page).evaluate(ROWS, store))
            (page or self.page).wait_for_load_state()
        return list((page or self.page).evaluate(ROWS, store))

    def address_of(self, module: str) -> str:
        """Return where a module lies."""
        names = json.loads((self.clinic.stage.folder / "assets" / "manifest.json").read_text("utf-8"))[
            "names"
        ]
        return f"/assets/{names[f'tablet/{module}.js']}"

    def finds_the_release(self, page: Page) -> bool:
        """Look for a new release, and tell whether it waits to take over."""
        return bool(page.evaluate(FIND_RELEASE))

    def runs_the_release(self, page: Page | None = None) -> bool:
        """Tell whether a page runs the release the server hands out."""
        return bool((page or self.page).evaluate(RUNS, self.address_of("shell")))

    def let_in_the_release(self) -> None:
        """Open the tablet until it runs the release the server hands out."""
        for _ in range(20):
            with suppress(Gone):
                self.open()
                if self.runs_the_release() and self.page.evaluate(RESTS):
                    return
                self.finds_the_release(self.page)
            self.page.wait_for_timeout(300)
        raise AssertionError("the release never took over")

    def unplug(self) -> None:
        """Take the network away from the browser."""
        self.context.set_offline(True)

    def plug_in(self) -> None:
        """Give the network back."""
        self.context.set_offline(False)

    def _processes(self) -> list[int]:
        mark = f"--user-data-dir={self.profile}".encode()
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                with suppress(OSError):
                    if mark in (folder / "cmdline").read_bytes().split(b"\0"):
                        found.append(int(folder.name))
        return found
