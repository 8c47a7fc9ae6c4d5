"""The server of the model: the real application on a real database that dies, is set back and goes on when it is told to."""

from __future__ import annotations

import contextvars
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pysqlite3.dbapi2 as sqlite3
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from app.accounts.queries import get_user
from app.accounts.reader import Reader
from app.accounts.service import close_account, open_account
from app.accounts.service.sessions import end_sessions_of, open_session
from app.backups.models import Epoch
from app.core import clock
from app.core.db import WRITES, db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import record_death
from app.people.models import Person
from app.people.service.moving import Move, move_people
from app.tablet.jobs import judge_inbox
from app.tablet.models import Device
from app.tablet.service.blocking import block_device, unblock_device
from tests import cast
from tests.stage import Stage
from tests.tablet.sending import OWN

PEOPLE = 6
AROUND = ("", "-wal", "-shm")
TICK = timedelta(seconds=1)


class Died(BaseException):
    """The server's process came to its end."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What comes back to a tablet, from the server or from something on the way."""

    status: int
    body: str
    type: str = "application/json"
    location: str = ""


@dataclass(frozen=True, slots=True)
class Death:
    """When the server dies: at which of a request's commits, and whether that one still counts."""

    commit: int
    counts: bool


@dataclass
class Clinic:
    """The server in its own time, and the files it was copied to."""

    stage: Stage
    people: list[int] = field(default_factory=list)
    now: datetime = cast.MORNING
    copies: list[tuple[Path, datetime]] = field(default_factory=list)
    # Of the sessions every history begins with, and what a tablet set up in them is told.
    tokens: dict[int, str] = field(default_factory=dict)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        """Where the server keeps what it holds."""
        return self.stage.folder / "test.sqlite3"

    @property
    def first(self) -> Path:
        """The township as every history finds it."""
        return self.stage.folder / "township.sqlite3"

    def found(self, doctors: Sequence[Reader]) -> None:
        """Settle the people and sign the doctors in, once for all histories."""
        self.stage.set_back()
        self.pass_time(timedelta())
        with self._at_work():
            self.people = [
                int(cast.a_person(conditions=("hypertension",), categories=("destitute-scattered",)).id)
                for _ in range(PEOPLE)
            ]
            judge_inbox()
        self.tokens = {doctor.id: self.sign_in(doctor) for doctor in doctors}
        self.told = {token: self._me(token) for token in self.tokens.values()}
        self.stage.dispose()
        self._copy_to(self.first)

    def begin(self) -> None:
        """Begin a history: the township as it was founded."""
        for path, _ in self.copies[1:]:
            path.unlink(missing_ok=True)
        self.copies, self.now = [(self.first, cast.MORNING)], cast.MORNING
        self.pass_time(timedelta())
        self._lay(self.first)

    def pass_time(self, by: timedelta = TICK) -> None:
        """Let time go on."""
        self.now += by
        clock.set_to(self.now)

    def ask(self, letter: str, cookie: str, *, death: Death | None = None) -> Reply | None:
        """Send a letter to the application and return its answer; None where the process died over it."""
        client = FlaskClient(self.stage.app, self.stage.app.response_class, use_cookies=False)
        heads = OWN | {"Cookie": f"xunhu={cookie}", "Content-Type": "application/json"}
        with dying(self.stage, death):
            try:
                answer = contextvars.Context().run(client.post, "/sync", data=letter, headers=heads)
            except Died:
                return None
        return Reply(answer.status_code, answer.text, answer.mimetype, answer.headers.get("Location", ""))

    def me(self, cookie: str) -> dict[str, Any]:
        """Return what a tablet that is being set up is told."""
        return self.told.get(cookie) or self._me(cookie)

    def _me(self, cookie: str) -> dict[str, Any]:
        client = FlaskClient(self.stage.app, self.stage.app.response_class, use_cookies=False)
        heads = OWN | {"Cookie": f"xunhu={cookie}"}
        answer = contextvars.Context().run(client.get, "/tablet/me", headers=heads)
        told: dict[str, Any] = json.loads(answer.text)
        return told

    def sign_in(self, doctor: Reader) -> str:
        """Return the cookie of somebody who has just signed in; her account is open again if it was not."""
        with self._deed("account.sign-in"):
            open_account(get_user(doctor.username))
            return open_session(doctor.id).token

    def sign_out(self, doctor: Reader) -> None:
        """End every session of somebody."""
        with self._deed("account.sign-out"):
            end_sessions_of(doctor.id)

    def close(self, doctor: Reader) -> None:
        """Close an account."""
        with self._deed("account.close"):
            close_account(get_user(doctor.username))

    def block(self, device: UUID, *, blocked: bool) -> bool:
        """Block a tablet or let it in again, if it is known; return whether that changed anything."""
        with self._deed("device.block"):
            known = db.session.get(Device, device)
            if known is None or (known.blocked_at is not None) is blocked:
                return False
            if blocked:
                block_device(known, reason="丢了", by=COMMAND_LINE)
            else:
                unblock_device(known)
        return True

    def befall(self, person_id: int, what: str) -> None:
        """Let somebody die or move to another village, without any tablet knowing."""
        with self._deed("person.revise"):
            person = db.session.get_one(Person, person_id)
            if what == "died" and person.died_on is None:
                record_death(person, on=date(2026, 5, 19))
            elif what == "moved":
                move_people(Move(cast.SHIQIAO, person_ids=(person_id,)))

    def judge(self) -> None:
        """Do what the timetable does each minute."""
        with self._at_work():
            judge_inbox()

    def restart(self) -> None:
        """Forget every connection, as a new process does."""
        self.stage.dispose()

    def copy(self) -> None:
        """Lay a copy of the database aside."""
        path = self.stage.folder / f"copy-{uuid4()}.sqlite3"
        self._copy_to(path)
        self.copies.append((path, self.now))

    def set_back(self, path: Path) -> None:
        """Lay a copy in the place of the database; nobody tells the server."""
        self._lay(path)

    def restore(self, path: Path) -> None:
        """Set the database back as the command does: another life begins, and nobody is signed in."""
        self._lay(path)
        with self._deed("backup.restore"):
            db.session.add(Epoch(value=str(uuid4()), since=self.now, restored_from="backup"))
            db.session.execute(sa.text("UPDATE sign_in SET ended_at = created_at"))

    def rows(self, *statements: str) -> list[list[tuple[Any, ...]]]:
        """Read past the application."""
        with closing(sqlite3.connect(self.database)) as database:
            return [database.execute(statement).fetchall() for statement in statements]

    @contextmanager
    def _deed(self, name: str) -> Iterator[None]:
        with self._at_work(), transaction(name, by=COMMAND_LINE):
            yield

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self.stage.app.app_context():
            yield

    def _copy_to(self, path: Path) -> None:
        with closing(sqlite3.connect(self.database)) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)

    def _lay(self, path: Path) -> None:
        self.stage.dispose()
        for ending in AROUND:
            self.database.with_name(self.database.name + ending).unlink(missing_ok=True)
        shutil.copyfile(path, self.database)


@contextmanager
def dying(stage: Stage, death: Death | None) -> Iterator[None]:
    """Let the process end at a commit: before it, so that it never was, or right after it."""
    if death is None:
        yield
        return
    with stage.app.app_context():
        engine = db.engine
    left = [death.commit]

    def _end(connection: Any) -> None:
        if connection.get_execution_options().get(WRITES):
            left[0] -= 1
            if left[0] == 0:
                if death.counts:
                    connection.connection.driver_connection.execute("COMMIT")
                raise Died

    event.listen(engine, "commit", _end)
    try:
        yield
    finally:
        event.remove(engine, "commit", _end)
