"""A clinic at the end of a bad line: a lean township, a server that can be killed, and the line between it and the tablets."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from app.core import clock
from app.core.transaction import COMMAND_LINE, transaction
from app.web import assets
from tests import cast
from tests.browser.line import Line
from tests.servers.fleet import Browser, Server, Township, surroundings
from tests.stage import Stage

DOCTOR = cast.DR_ZHOU
# How long it takes until somebody has started a dead server again.
OUTAGE = timedelta(minutes=2)
MORTAL = "tests.servers.mortal:app"
SESSION = "xunhu"
A_BIRTHDAY = 100


@dataclass
class Outpost:
    """The clinic: where it is reached, its people, and what its server can be told."""

    stage: Stage
    server: Server
    line: Line
    people: list[int]
    met: Counter[str] = field(default_factory=Counter)
    now: datetime = cast.MORNING

    @property
    def database(self) -> Path:
        """Where the server keeps what it holds."""
        return self.stage.folder / "test.sqlite3"

    def somebody(self, kind: str = "visit") -> int:
        """Return a resident about whom no other scenario has recorded something of this kind.

        A visit and a round on one day make their doctor be asked whether both are meant: they are given different people.
        """
        seen = "attempt" if kind == "attempt" else "visit"
        self.met[seen] += 1
        return self.people[self.met[seen] - 1]

    def somebody_else(self) -> int:
        """Return a resident about whom no other scenario has recorded anything."""
        return self.people.pop()

    def session_of(self, member: cast.Member = DOCTOR) -> str:
        """Return the cookie of somebody who has just signed in."""
        browser = Browser([self.server])
        assert browser.sign_in(member).status in (302, 303)
        return browser.cookies[SESSION]

    def command(self, *words: str) -> str:
        """Run a command at the prompt of the server and return what it printed."""
        return self.server.town.command(*words)

    @contextmanager
    def meanwhile(self, deed: str) -> Iterator[None]:
        """Do something to the record while a tablet is away, in one deed."""
        with (
            self.stage.app.app_context(),
            clock.standing_at(cast.MORNING),
            transaction(deed, by=COMMAND_LINE),
        ):
            yield

    def foretell(self, statement: str, moment: str, *, number: int = 1, milliseconds: float = 0) -> None:
        """Let the server die before, in or after the commit of a transaction that says such a statement."""
        order = {"statement": statement, "moment": moment, "number": number, "milliseconds": milliseconds}
        (self.stage.folder / "die.json").write_text(json.dumps(order), "utf-8")

    def wait_for_death(self) -> None:
        """Wait until the server is dead."""
        assert self.server.process is not None
        self.server.process.wait(20)

    def start(self) -> None:
        """Start the server after an outage; that took its time."""
        (self.stage.folder / "die.json").unlink(missing_ok=True)
        self.now += OUTAGE
        self.server.town.environment["XUNHU_CLOCK"] = self.now.isoformat()
        self.server.start()

    def restart(self) -> None:
        """Stop the server and start it again."""
        self.server.stop()
        self.start()

    def release(self) -> None:
        """Bring out another release: every module of the tablet says its name at the end."""
        static = self.stage.folder / f"static-{uuid4()}"
        shutil.copytree(assets.STATIC, static)
        for module in (static / "tablet").glob("*.js"):
            module.write_text(
                f"{module.read_text('utf-8')}\nglobalThis.outpost = '{static.name}';\n", "utf-8"
            )
        self.server.town.environment["XUNHU_TEST_STATIC"] = str(static)
        self.restart()

    def revive(self) -> None:
        """Start the server if it is dead, and let it live."""
        if self.server.process is None or self.server.process.poll() is not None:
            self.start()
        (self.stage.folder / "die.json").unlink(missing_ok=True)


@contextmanager
def outpost(folder: Path, *, people: int) -> Iterator[Outpost]:
    """Yield a running clinic with people of one village."""
    stage = Stage(folder, None)
    stage.set_back()
    with stage.app.app_context(), clock.standing_at(cast.MORNING):
        residents = [_resident(number) for number in range(people)]
    stage.dispose()
    server = Server(Township(surroundings(stage), residents), workers=1, application=MORTAL)
    line = Line(server.port)
    server.town.environment["XUNHU_PUBLIC_URL"] = line.address
    server.start()
    try:
        yield Outpost(stage, server, line, residents)
    finally:
        line.close()
        server.stop()
        stage.dispose()


def _resident(number: int) -> int:
    """Register somebody with high blood pressure who lives alone at home and is owed a round each week."""
    person = cast.a_person(
        name="陈" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in str(number)),
        # The identity numbers of one birthday are used up after five hundred people.
        born_on=date(1956, 3, 8) + timedelta(days=number // A_BIRTHDAY),
        conditions=("hypertension",),
        categories=("destitute-scattered",),
    )
    return int(person.id)
