"""A tablet of the model that is a real browser: its own storage, the real scripts, and a line in the test's hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from playwright.sync_api import BrowserContext, Page, Route

from app.accounts.reader import Reader
from tests.tablet.model.clinic import Clinic
from tests.tablet.model.double import Form, Row
from tests.tablet.model.line import Line

ORIGIN = "http://localhost"
MODULES = ("bring", "clock", "meta", "queue", "seal", "store")
# Whose point seals the words of the queue page; nobody opens them here.
POINT = "BGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7Oy7ZAaDe/UfU="
# The clock goes astray, and after so many steps that keep something the tab is as good as closed.
BEGIN = """(() => {
  const Real = Date, step = IDBDatabase.prototype.transaction;
  globalThis.ahead = 0;
  globalThis.stepsLeft = Infinity;
  globalThis.Date = class Date extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  IDBDatabase.prototype.transaction = function (stores, mode, how) {
    if (mode === "readwrite" && stepsLeft-- <= 0) throw new Error("closed");
    return step.call(this, stores, mode, how);
  };
})()"""
LOAD = """async ([addresses, astray]) => {
  globalThis.ahead = astray;
  for (const [name, address] of Object.entries(addresses)) window[name] = await import(address);
  await clock.ready;
}"""
CLEAR = """async () => {
  globalThis.stepsLeft = Infinity;
  for (const name of [...(await store.open()).objectStoreNames])
    await store.change([name], (step) => void step.objectStore(name).clear());
}"""
SET_UP = """async ([{epoch, key, now}, doctor]) => {
  const before = (await meta.contact()) ?? {epoch, last: 0};
  const offset = clock.learn(now), at = new Date().toISOString();
  await meta.noteContact({epoch: before.epoch, last: before.last, serverKey: key, offset, at});
  await store.change(["keepers"], (step) => void step.objectStore("keepers").put({...doctor, contactAt: at}));
}"""
CAPTURE = """(forms) => Promise.all(forms.map((form) => queue.capture(form).then(({uuid}) => uuid, (error) => {
  if (error instanceof queue.Already) return null;
  throw error;
})))"""
SYNC = """async ([author, steps]) => {
  globalThis.stepsLeft = steps ?? Infinity;
  return bring.bring(author).then(({kind}) => kind, (error) => error.message);
}"""
ROWS = """async () => (await store.all("queue")).map(({uuid, hash, author, state}) => [uuid, hash, author, state])"""


@dataclass
class RealTablet:
    """One tablet: a storage of its own in the browser, and a tab that is opened anew at will."""

    context: BrowserContext
    addresses: Mapping[str, str]
    clinic: Clinic
    line: Line
    device: UUID = field(default_factory=uuid4)
    astray: timedelta = timedelta()
    page: Page | None = None

    def begin(self) -> None:
        """Take the tablet as it comes out of its box."""
        if self.page is not None:
            self._run(CLEAR)
        self.reopen()
        self.device = UUID(self._run("() => meta.device()"))

    def set_up(self, doctor: Reader) -> None:
        """Make a doctor's key, as she is signed in."""
        keeper = {
            "author": doctor.id, "name": doctor.name, "username": doctor.username, "public": POINT, "wrong": 0,
        }  # fmt: skip
        self._run(SET_UP, [self.clinic.me(self.line.cookie), keeper])

    def is_set_up(self, doctor: Reader) -> bool:
        """Return whether a doctor can work on it."""
        return bool(self._run("(author) => store.read('keepers', author).then(Boolean)", doctor.id))

    def reopen(self) -> None:
        """Close the tab and open another."""
        if self.page is not None:
            self.page.close()
        self.page = self.context.new_page()
        self.page.add_init_script(BEGIN)
        self.page.route(f"{ORIGIN}/sync", self.carry)
        self.page.goto(f"{ORIGIN}/")
        self.page.evaluate(LOAD, [dict(self.addresses), self._ahead()])

    def capture(self, form: Form) -> list[UUID]:
        """Keep a form, by two touches at once where it carries a number; nothing where it is here already."""
        told = {
            "author": form.author.id, "kind": form.kind, "person": form.person, "path": "/", "place": "/",
            "fields": [list(pair) for pair in form.fields], "label": "…",
        }  # fmt: skip
        numbers = self._run(CAPTURE, [told] * (2 if form.key else 1))
        return [UUID(number) for number in numbers if number]

    def rows(self) -> list[Row]:
        """Return what is in its queue."""
        return [Row(UUID(uuid), *rest) for uuid, *rest in self._run(ROWS)]

    def sync(self, doctor: Reader, steps: int | None = None) -> str:
        """Bring what waits, and return how it went; the tab may be closed after so many steps."""
        kind = str(self._run(SYNC, [doctor.id, steps]))
        if steps is not None:
            self.reopen()
        return kind

    def carry(self, route: Route) -> None:
        """Carry a letter over the line."""
        reply = self.line.carry(route.request.post_data or "")
        if reply is None:
            route.abort("connectionreset")
            return
        heads = {"Content-Type": reply.type} | ({"Location": reply.location} if reply.location else {})
        route.fulfill(status=reply.status, headers=heads, body=reply.body)

    def _run(self, script: str, given: Any = None) -> Any:
        assert self.page is not None
        self.page.evaluate("(astray) => void (globalThis.ahead = astray)", self._ahead())
        return self.page.evaluate(script, given)

    def _ahead(self) -> float:
        shown = self.clinic.now + self.astray
        return (shown - datetime.now(tz=shown.tzinfo)).total_seconds() * 1000


def addresses_in(manifest: str) -> dict[str, str]:
    """Return where the modules lie."""
    names = json.loads(manifest)["names"]
    return {module: f"/assets/{names[f'tablet/{module}.js']}" for module in MODULES}
