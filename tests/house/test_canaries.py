"""Twenty identity numbers and twenty phones go in by every door; afterwards no file, table, log, address or letter holds one."""

from __future__ import annotations

import base64
import csv
import json
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn, User
from app.core import clock
from app.core.db import db
from app.core.keyring import Keyring, Keys
from app.core.transaction import COMMAND_LINE, transaction
from app.outbox.models import Letter
from app.people.models import Contact, Person
from app.people.queries import find_by_identity, opened, phone_of
from app.reminders.jobs import morning_digests
from app.rosters.models import RosterDraft, RosterLine
from app.rosters.rules.draft import LineTab
from app.web import background
from tests import cast
from tests.rosters.conftest import LOW_INCOME, low_income
from tests.stage import KEYS

NUMBERS = [cast.an_identity(date(1931 + place, 3, 8), serial=400 + place) for place in range(20)]
PHONES = [f"1397{place:02d}53{place:02d}7" for place in range(20)]
CANARIES = (*NUMBERS, *PHONES)
ADDRESSES = re.compile(r'(?:href|action|src)="(?!tel:)([^"]*)"')
PAGE_OF_A_FAULT = 500


class Witness:
    """A browser that keeps what goes past it: addresses asked for, led to and linked, and pages of faults."""

    def __init__(self, client):
        self.client, self.seen, self.faults = client, [], []

    def open(self, path, **options):
        answer = self.client.open(path, **options)
        self.seen += [path, answer.headers.get("Location", ""), str(answer.headers)]
        if answer.mimetype == "text/html":
            self.seen += ADDRESSES.findall(answer.text)
        if answer.status_code >= 403 and answer.status_code not in (409, 422):
            self.faults.append(answer.text)
        return answer

    def get(self, path):
        return self.open(path)

    def post(self, path, **data):
        return self.open(path, method="POST", data=data)


@pytest.fixture
def keys_file(app, stage):
    """The keys beside the data, as a deployment has them."""
    before, file = app.extensions["keyring"], stage.folder / "data_keys"
    file.write_text(KEYS + "\n", "utf-8")
    app.extensions["keyring"] = Keys(Keyring.read(KEYS), file)
    yield file
    app.extensions["keyring"] = before
    file.unlink()


@pytest.fixture
def rooms(app, stage, monkeypatch, tmp_path):
    """Every folder a value could come to lie in: the instance, and what is put aside meanwhile."""
    aside = tmp_path / "aside"
    aside.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(aside))
    return [stage.folder, aside]


@pytest.fixture
def doctor(app, sign_in):
    """Dr Li at a browser that keeps what goes past."""
    return Witness(sign_in(app.test_client(), cast.DR_LI))


@pytest.fixture
def clerk(app, sign_in):
    """Supervisor Zhao at another."""
    return Witness(sign_in(app.test_client(), cast.ZHAO))


def test_no_canary_is_found_anywhere_and_after_a_rotation_all_records_read(
    app, stage, keys_file, rooms, doctor, clerk, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    kept = by_the_pages_of_a_doctor(app, doctor) | by_lists(clerk)
    by_what_goes_wrong(app, doctor)
    at_the_prompt(app, rooms[1])
    write_letters(app)
    back_up(app, stage.folder)

    found = list(everywhere(app, rooms, [doctor, clerk], caplog.text + "".join(capfd.readouterr())))
    assert not [(where, sought) for where, sought in found if sought]
    assert len(found) > len(db.metadata.sorted_tables)

    assert app.test_cli_runner().invoke(args=["keys", "new"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code == 0
    assert all_read(kept)
    again = everywhere(app, rooms, [doctor, clerk], caplog.text + "".join(capfd.readouterr()))
    assert not [(where, sought) for where, sought in again if sought]


def test_the_search_itself_finds_what_is_there(app, stage, rooms):
    """A search that never finds anything would prove nothing: planted openly, a canary is found in each place."""
    number = NUMBERS[0]
    encoded = base64.b64encode(f"x{number}y".encode()).decode()
    for place, content in enumerate((number.encode(), number.encode("utf-16-le"), encoded.encode())):
        (rooms[1] / str(place)).write_bytes(b"\x00" + content)
    cast.a_person(note=number)

    found = {where for where, sought in everywhere(app, rooms, [], f"log {number}") if sought}

    assert {"0", "1", "2", "table person", "log"} <= found


def by_the_pages_of_a_doctor(app, doctor):
    """Register, change, call, search, merge, hand over; return whose record holds which numbers."""
    kept = {}
    for place in range(6):
        kept[_register(doctor, place)] = (NUMBERS[place], PHONES[place])
    one, two, three = list(kept)[:3]
    doctor.post(f"/people/{one}/edit", **_stated(name="陈桂英", phone=PHONES[6], version="1"))
    kept[one] = (NUMBERS[0], PHONES[6])
    doctor.post(f"/people/{one}/contacts", kind="guardian", name="陈大", phone=PHONES[7])
    for typed in (NUMBERS[1], PHONES[1], NUMBERS[8], PHONES[8]):
        doctor.get(doctor.post("/people", q=typed).location)
        doctor.get(doctor.post("/duties", q=typed).location)
        doctor.get(doctor.post(f"/people/{one}/merge", q=typed).location)
    doctor.post("/people/similar", **_stated(identity=NUMBERS[2], phone=PHONES[2]))
    _merge(doctor, two, three)
    del kept[three]
    doctor.post(f"/people/{one}/transfer", to_code=cast.OTHER_TOWN, reason="随子女居住")
    revealed = doctor.post(f"/people/{one}/reveal", reason="call", note="")
    assert NUMBERS[0] in revealed.text and PHONES[7] in revealed.text
    refused = doctor.post(f"/people/{one}/reveal", reason="call", note=f"打 {PHONES[9]}")
    assert refused.status_code == 422
    return kept


def by_lists(clerk):
    """Hand lists in: one applied, with rows refused and doubtful, and one that waits unread."""
    rows = [
        low_income("周一", NUMBERS[10], 联系电话=PHONES[10]),
        low_income("周二", NUMBERS[11], 联系电话=PHONES[11]),
        low_income("周三", NUMBERS[12][:-1], 联系电话=PHONES[12]),
        low_income("周四", NUMBERS[11], 联系电话=PHONES[13]),
        low_income("周五", f"{NUMBERS[13][:6]}{NUMBERS[13][8:17]}", 联系电话=PHONES[14]),
    ]
    draft = _hand_in(clerk, rows)
    clerk.get(f"/rosters/{draft}")
    for tab in LineTab:
        clerk.get(f"/rosters/{draft}?tab={tab.value}")
    clerk.post(f"/rosters/{draft}/apply")
    background.wait()
    clerk.get(f"/rosters/{draft}")
    assert clerk.get(f"/rosters/{draft}/refused.xlsx").status_code == 200
    again = _hand_in(clerk, [low_income("周六", NUMBERS[14], 联系电话=PHONES[15])])
    clerk.get(f"/rosters/{again}")
    held = db.session.scalars(sa.select(RosterLine).where(RosterLine.cells_sealed.is_not(None))).all()
    assert held and db.session.get(RosterDraft, again).file_sealed is not None
    person = find_by_identity(NUMBERS[10])
    return {person.id: (NUMBERS[10], PHONES[10])}


def by_what_goes_wrong(app, doctor):
    """A form that is refused, a number on record already, a fault in the middle, a session that is over."""
    assert (
        doctor.post("/people/new", **_stated(name="", identity=NUMBERS[15], phone=PHONES[16])).status_code
        == 422
    )
    assert doctor.post("/people/new", **_stated(identity=NUMBERS[0], phone=PHONES[17])).status_code == 422
    with faulty(app):
        answer = doctor.post("/people/new", **_stated(name="郑一", identity=NUMBERS[16], phone=PHONES[18]))
    assert answer.status_code == PAGE_OF_A_FAULT and doctor.faults
    with transaction("session.end", by=COMMAND_LINE):
        db.session.execute(sa.update(SignIn).values(ended_at=clock.now()))
    doctor.post("/people/new", **_stated(name="郑二", identity=NUMBERS[17], phone=PHONES[19]))


def at_the_prompt(app, aside):
    """Import a list by the command, whose report and messages go to a terminal or a file."""
    sheet = StringIO()
    rows = [low_income("吴一", NUMBERS[18]), low_income("吴二", NUMBERS[19][:-1])]
    csv.writer(sheet).writerows([LOW_INCOME, *rows])
    with tempfile.TemporaryDirectory(dir=aside.parent) as folder:
        path = Path(folder) / "名单.csv"
        path.write_text(sheet.getvalue(), "utf-8")
        command = ["rosters", "import", str(path), "--list", "low-income", "--area", cast.TOWN]
        done = app.test_cli_runner().invoke(
            args=[*command, "--as-of", "2026-05-20", "--confirm-left", "--json"]
        )
    assert done.exit_code == 0, done.stderr
    assert len(json.loads(done.stdout)["refused"]) == 1
    assert not sought_in((done.stdout + done.stderr).encode())


def write_letters(app):
    """Write the morning's letters."""
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User)):
            user.email = f"{user.username}@xunhu.example"
    morning_digests(cast.TODAY)
    assert app.test_cli_runner().invoke(args=["timetable", "do", "post-letters"]).exit_code == 0
    assert db.session.scalar(sa.select(sa.func.count(Letter.id)))


def back_up(app, folder):
    """Make a backup beside the data."""
    done = app.test_cli_runner().invoke(args=["backup", "make", str(folder / "backups")])
    assert done.exit_code == 0, done.stderr


def everywhere(app, rooms, witnesses, log) -> Iterator[tuple[str, list[str]]]:
    """Yield every place searched and the canaries found there."""
    db.session.rollback()
    for table in tables():
        rows = db.session.execute(sa.text(f'SELECT * FROM "{table}"')).all()
        yield f"table {table}", sought_in("\n".join(_written(row) for row in rows).encode())
    for folder in rooms:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield file.name, sought_in(file.read_bytes())
    yield "log", sought_in(log.encode())
    for witness in witnesses:
        yield "addresses", sought_in("\n".join(witness.seen).encode())
        yield "faults", sought_in("\n".join(witness.faults).encode())


def tables():
    """Return every table the database holds, those of no model too."""
    return sa.inspect(db.engine).get_table_names()


def sought_in(content: bytes) -> list[str]:
    """Return the canaries that stand in some bytes, as text, in two-byte letters or in base64."""
    return [canary for canary in CANARIES if any(form in content for form in _forms(canary))]


def all_read(kept):
    """Return whether every record still says its numbers, under one key."""
    db.session.rollback()
    for person_id, (number, phone) in kept.items():
        said = opened(db.session.get(Person, person_id))
        assert (said.identity, said.phone) == (number, phone)
        assert find_by_identity(number).id == person_id
    assert phone_of(db.session.scalar(sa.select(Contact))) == PHONES[7]
    assert not db.session.scalars(sa.select(Person.id).where(Person.identity_sealed.like("k1.%"))).all()
    return bool(kept)


@contextmanager
def faulty(app):
    """Let the next record that is opened meet a fault that quotes what was typed, as a driver's message may."""
    before = app.config["TESTING"]
    app.config["TESTING"] = False

    @sa.event.listens_for(Person, "before_insert")
    def _fail(_mapper, _connection, person):
        raise ValueError(f"cannot store {opened(person)}")

    yield
    sa.event.remove(Person, "before_insert", _fail)
    app.config["TESTING"] = before


def _stated(**changes):
    return {"name": "陈桂英", "area_code": cast.LIUTANG, "identity": "", "phone": ""} | changes


def _register(doctor, place):
    names = ("陈桂英", "李一", "李二", "李三", "李四", "李五")
    sent = doctor.post(
        "/people/new", **_stated(name=names[place], identity=NUMBERS[place], phone=PHONES[place])
    )
    assert sent.status_code in (302, 303), sent.text
    return int(re.search(r"/people/(\d+)", sent.location)[1])


def _merge(doctor, kept, other):
    versions = {"kept_version": "1", "other_version": "1"}
    address = f"/people/{kept}/merge/{other}"
    doctor.post(address, do="look", **versions)
    sent = doctor.post(address, reason="mistyped", **versions)
    assert sent.status_code in (302, 303), sent.text


def _hand_in(clerk, rows):
    sheet = StringIO()
    csv.writer(sheet).writerows([LOW_INCOME, *rows])
    typed = {"kind": "low-income", "area": cast.TOWN, "as_of": "2026-05-20", "sender": "民政局"}
    sent = clerk.post("/rosters", **typed, file=(BytesIO(sheet.getvalue().encode()), "名单.csv"))
    assert sent.status_code == 302, sent.text
    background.wait()
    return int(sent.location.rsplit("/", 1)[1])


def _written(row):
    return " ".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row)


def _forms(canary):
    plain = canary.encode()
    yield from (plain, canary.encode("utf-16-le"), canary.encode("utf-16-be"))
    for before in range(3):
        # The first and the last letters depend on what stands beside.
        yield base64.b64encode(b"\0" * before + plain)[4 if before else 0 :].rstrip(b"=")[:-2]
