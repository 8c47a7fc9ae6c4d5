"""Severe mental disorder is read of by those who treat it and by nobody else, wherever a page or a letter could tell it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty
from app.outbox.models import Letter
from app.people.models import Person
from app.policy import book
from app.policy.book import Rulebook
from app.policy.terms import Condition, Kind, Result
from app.reminders.jobs import monday_digests, morning_digests
from app.web.download import XLSX
from tests import cast
from tests.house.routes import LEAVES, MEMBERS, TABLE, path_of

RULE = "mental-disorder-followup"
TOLD = re.compile(r"精神|[Mm]ental|氯氮平|艾滋|坐立不安")
# What the rulebook says of everybody tells of nobody.
OF_EVERYBODY = (
    *("office.policy", "office.policy_pack", "office.language", "language.comfort"),
    # Facts of medicines: which classes may not be prescribed for long.
    *("careplans.catalogue_change", "careplans.catalogue_add", "careplans.take_catalogue"),
)
DOES_NOT_TREAT = ("supervisor", "county", "insurer", "admin")
PARTS = ("duties", "enrolments", "states", "details")


@pytest.fixture
def followed():
    """The rule of the printed standard in use, as it will be once its form is there."""
    before = book.current()
    packs = tuple(
        replace(
            pack, rules=tuple(replace(rule, in_use=rule.in_use or rule.id == RULE) for rule in pack.rules)
        )
        for pack in before.packs
    )
    book.install(Rulebook(packs, "with-the-rule"))
    yield
    book.install(before)


@pytest.fixture
def patient(followed, records):
    """陈桂英 with a severe mental disorder and a disease that stands under a collective name, visited and owed again."""
    from app.duties.service import enrol
    from app.visits.service import file_visit

    person = db.session.get(Person, records["own"]["person"])
    with transaction("person.enrol", by=COMMAND_LINE):
        enrol(person, condition=Condition.MENTAL_DISORDER, starts_on=date(2026, 1, 1), basis="六院诊断")
        enrol(person, condition=Condition.OTHER_CHRONIC, starts_on=date(2026, 1, 1), basis="认定 艾滋病")
    doctor = MEMBERS["village"]
    visit = cast.a_visit(
        visited_on=date(2026, 3, 2),
        kinds=(Kind.HYPERTENSION, Kind.MENTAL_DISORDER),
        results={
            Kind.HYPERTENSION: Result.CONTROLLED,
            Kind.MENTAL_DISORDER: Result.UNCONTROLLED,
        },
        note="坐立不安，氯氮平 100 mg",
    )
    from app.accounts.queries import find_reader

    reader = find_reader(doctor.username)
    with transaction("visit.file", by=reader):
        filed = file_visit(visit, person=person, doctor=reader)
    records["own"]["visit"] = filed.id
    assert find_open_duty(person.id, RULE).overdue_on(cast.TODAY)
    return records["own"]


def _addresses(app, known):
    """Yield method and address of every page that could tell of the patient."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        if rule.endpoint in {LEAVES, *OF_EVERYBODY}:
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, path_of(app, rule.endpoint, known), {}
    person = known["person"]
    yield from (("GET", f"/people/{person}/history?part={part}", {}) for part in PARTS)
    yield "POST", f"/people/{person}/reveal", {"reason": "call"}
    yield "GET", f"/duties?rule={RULE}", {}
    yield "GET", "/duties?state=overdue", {}
    yield "GET", "/duties?by=household", {}
    yield "GET", "/people?q=陈桂英", {}


def _words_of(response):
    """Return what an answer says: a page as it stands, a workbook cell by cell."""
    if response.mimetype != XLSX:
        return response.text
    sheets = load_workbook(io.BytesIO(response.data)).worksheets
    return " ".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", DOES_NOT_TREAT)
def test_no_page_tells_a_mental_disorder_to_who_does_not_treat_it(
    app, client, sign_in, patient, role, language
):
    sign_in(client, MEMBERS[role])
    client.post("/comfort", data={"language": language, "next": "/"})

    told = {}
    for method, address, data in _addresses(app, patient):
        page = _words_of(client.open(address, method=method, data=data))
        if found := TOLD.findall(page):
            told[method, address] = found

    assert not told


@pytest.mark.parametrize("role", ["village", "family"])
def test_those_who_treat_it_read_of_it(app, client, sign_in, patient, role):
    sign_in(client, MEMBERS[role])
    person, visit = patient["person"], patient["visit"]

    for address in (
        "/",
        f"/duties?rule={RULE}",
        f"/people/{person}",
        f"/people/{person}/history?part=enrolments",
        f"/visits/{visit}",
    ):
        assert "精神" in client.get(address).text, address
    assert "氯氮平" in client.get(f"/visits/{visit}").text


def test_what_is_owed_still_counts_and_is_shown_under_another_name(app, client, sign_in, patient):
    sign_in(client, MEMBERS["supervisor"])
    person, visit = patient["person"], patient["visit"]

    page, record = client.get("/duties?state=overdue").text, client.get(f"/people/{person}").text

    assert "其他随访应于" in page + record
    assert "高血压" in record and "其他随访" in client.get(f"/visits/{visit}").text
    assert "陈桂英" not in client.get(f"/duties?rule={RULE}").text


def test_no_letter_tells_it(app, patient):
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User)):
            user.email = f"{user.username}@xunhu.example"

    morning_digests(cast.TODAY)
    monday_digests(date(2026, 5, 25))

    letters = db.session.scalars(sa.select(Letter).where(Letter.text != "")).all()
    texts = [f"{letter.subject}{letter.text}{letter.html}" for letter in letters]
    assert {letter.kind for letter in letters} >= {"doctor-digest", "supervisor-digest"}
    assert not [found for text in texts if (found := TOLD.findall(text))]


def test_a_page_of_somebodys_record_leaves_a_reading_behind(app, client, sign_in, records):
    """Whatever a doctor, a supervisor or the county opens of somebody is in the trail, before the page is shown."""
    unread = []
    for role in ("village", "supervisor", "county"):
        sign_in(client, MEMBERS[role])
        for endpoint, row in TABLE.items():
            if row.of not in {"person", "visit"} or role not in row.who or endpoint == LEAVES:
                continue
            before = _reads(records)
            path = path_of(app, endpoint, records["own"])
            rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                client.open(path, method=method)
                if _reads(records) == before:
                    unread.append((role, method, endpoint))
                before = _reads(records)
        client.post("/sign-out")

    assert not unread


def _reads(records):
    db.session.rollback()
    return db.session.scalar(
        sa.select(sa.func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.action == "person.read",
            AuditEntry.subject == "person",
            AuditEntry.subject_id == records["own"]["person"],
        )
    )
