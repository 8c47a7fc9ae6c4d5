"""A supervisor's morning: a township whose doctors filed four hundred logs the day before, some of them to be looked at first."""

from __future__ import annotations

import random
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Locator, Page

from app.accounts.queries import find_reader
from app.accounts.reader import Reader, Role
from app.accounts.service import NewAccount, add_user
from app.core import clock
from app.core.db import db
from app.core.sealing import seal
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.service import register, set_death
from app.policy.terms import Kind, Result
from app.reviews.jobs import find_signals
from app.reviews.models import SEED, Review, SampleSeed
from app.reviews.rules.sampling import commitment_of
from app.visits.models import Visit, VisitCapture
from app.visits.service import file_visit
from tests import cast
from tests.reviews.honest import COPIED
from tests.servers.fleet import Server, Township, surroundings
from tests.stage import Stage

LOGS, DOCTORS, FIRST = 400, 16, 12
COPIES, A_DAY, TWO_HOURS = 8, timedelta(days=1), 7200
SECRET = b"the secret of a test, thirty two!"[:32]
YESTERDAY = cast.TODAY - A_DAY
PLACES = (cast.LIUTANG, cast.SHIQIAO, cast.GUIHUA)
FAMILIES, GIVEN = "陈王李张刘杨赵黄周吴", "桂秀玉兰英芳翠华珍梅"


@dataclass
class Desk:
    """The township: where it is reached, and what its record holds."""

    stage: Stage
    server: Server
    logs: list[int] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where the application is reached."""
        return f"http://127.0.0.1:{self.server.port}"

    @contextmanager
    def record(self) -> Iterator[None]:
        """Look at the record, or add to it, as it stands this morning."""
        with self.stage.app.app_context(), clock.standing_at(cast.MORNING):
            yield
            db.session.remove()

    def file(self, person: Person, doctor: Reader, *, at: datetime, **changes: Any) -> Visit:
        """File a log as its doctor does."""
        with clock.standing_at(at), transaction("visit.file", by=doctor):
            entry = cast.a_visit(visited_on=at.date(), **changes)
            return file_visit(entry, person=person, doctor=doctor)

    def verdicts(self) -> dict[int, Review]:
        """Return the newest verdict on each log."""
        with self.record():
            found = db.session.scalars(sa.select(Review).order_by(Review.id))
            return {one.visit_id: one for one in found}


@contextmanager
def a_desk(folder: Path) -> Iterator[Desk]:
    """Yield the running application with the logs of a day."""
    stage = Stage(folder, None)
    stage.set_back()
    desk = Desk(stage, Server(Township(surroundings(stage), []), workers=1))
    with desk.record():
        _seal()
        desk.logs = _a_day_of_logs(desk)
        find_signals(cast.TODAY, again=True)
    stage.dispose()
    desk.server.town.environment["XUNHU_PUBLIC_URL"] = desk.address
    desk.server.start()
    try:
        yield desk
    finally:
        desk.server.stop()
        stage.dispose()


def _seal() -> None:
    """Seal a secret that is the same in every run, so that the same logs are drawn."""
    sealed = seal(b64encode(SECRET).decode(), context=SEED)
    told = {"commitment": commitment_of(SECRET), "drawn_at": cast.MORNING - timedelta(days=40), "added": []}
    with transaction("review.seal", by=COMMAND_LINE):
        month = cast.TODAY.replace(day=1)
        db.session.add(SampleSeed(area_code=cast.TOWN, month=month, seed_sealed=sealed, **told))


def _a_day_of_logs(desk: Desk) -> list[int]:
    dice, filed = random.Random(8), []
    for number in range(DOCTORS):
        doctor, place = _a_doctor(number), PLACES[number % len(PLACES)]
        people = _residents(number, place)
        logs = [_a_log(desk, dice, doctor, one, turn=turn) for turn, one in enumerate(people)]
        _spoil(number, logs, people)
        filed += [log.id for log in logs]
    return filed


def _a_doctor(number: int) -> Reader:
    name = f"yisheng_{number}"
    called = f"{FAMILIES[number % 10]}{'文武'[number // 10]}医生"
    with transaction("accounts.add", by=COMMAND_LINE):
        place = PLACES[number % len(PLACES)]
        add_user(NewAccount(name, Role.VILLAGE_DOCTOR, (place,), cast.PASSWORD, called))
    doctor = find_reader(name)
    assert doctor is not None
    return doctor


def _residents(number: int, place: str) -> list[Person]:
    with transaction("person.register", by=COMMAND_LINE):
        return [
            register(
                cast.an_entry(
                    area_code=place,
                    # The identity numbers of one birthday are soon used up.
                    born_on=date(1948 + number, 3, 8),
                    name=FAMILIES[turn % 10] + GIVEN[number % 10] + GIVEN[turn // 3],
                )
            )
            for turn in range(LOGS // DOCTORS)
        ]


def _a_log(desk: Desk, dice: random.Random, doctor: Reader, person: Person, *, turn: int) -> Visit:
    """File what an honest doctor writes: every quarter of an hour another house."""
    upper, lower = round(dice.gauss(137, 13)), round(dice.gauss(83, 8))
    controlled = upper < 140 and lower < 90
    return desk.file(
        person,
        doctor,
        at=datetime.combine(YESTERDAY, time(8), clock.CHINA) + timedelta(minutes=15 * turn),
        answers={"systolic": upper, "diastolic": lower},
        results={Kind.HYPERTENSION: Result.CONTROLLED if controlled else Result.UNCONTROLLED},
        emergency=doctor.username == "yisheng_1" and turn < 2,
        note=COPIED if doctor.username == "yisheng_0" and turn < COPIES else "",
    )


def _spoil(number: int, logs: list[Visit], people: list[Person]) -> None:
    """Plant what the record itself contradicts: somebody who had died, and a tablet whose clock is wrong."""
    if number == 2:
        with transaction("person.state", by=COMMAND_LINE):
            set_death(people[3], on=YESTERDAY - A_DAY)
    if number == 3:
        with transaction("visit.file", by=COMMAND_LINE):
            db.session.add(VisitCapture(visit_id=logs[4].id, clock_ahead=TWO_HOURS, offset_minutes=480))


class Reviewer:
    """A supervisor at work, who counts what she does: each touch, each key, each screen she moves down."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def tap(self, target: Locator) -> None:
        """Touch something that leads on."""
        with self.page.expect_navigation():
            target.tap()
        self.actions += 1

    def choose(self, target: Locator) -> None:
        """Touch something that stays on the page."""
        target.tap()
        self.actions += 1

    def press(self, key: str) -> None:
        """Press a key that leads on."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        self.actions += 1

    def look_through(self) -> None:
        """Move down to the end of the page, screen by screen."""
        high, screen = self.page.evaluate(
            "[document.documentElement.scrollHeight, document.documentElement.clientHeight]"
        )
        for _ in range(screen, high, screen):
            self.page.mouse.wheel(0, screen)
            self.actions += 1
