"""Call-backs by page: who waits, whom to call, what was answered and what it comes to."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.people.queries.places import Move
from app.people.rules import ContactEntry, ContactKind
from app.people.service import add_contact
from app.policy.terms import Kind
from app.reviews.models import CallBack
from app.reviews.queries.calling import count_awaited, outcomes_of
from app.reviews.rules.vocabulary import CallOutcome
from app.visits.service.moving import move_visits
from tests import cast
from tests.reviews.logs import a_log, corrected, later, stated

PHONE = "13912345678"


@pytest.fixture
def supervisor(client, sign_in):
    """A browser in which supervisor Zhao is signed in."""
    return sign_in(client, cast.ZHAO)


@pytest.fixture
def county_office(app, sign_in):
    """A browser in which the county manager is signed in."""
    return sign_in(app.test_client(), cast.COUNTY_OFFICE)


@pytest.fixture
def asked_for(granny_chen, dr_li, zhao):
    """A log of Granny Chen's that is to be confirmed."""
    visit = a_log(granny_chen, dr_li)
    stated(visit, zhao, "call-back", comment="问问家里人")
    return visit


def _note(browser, visit, **changes):
    usual = {"way": "phone", "reached": "patient", "came": "yes", "on_that_day": "yes", "done": ["pressure"]}
    said = {name: value for name, value in (usual | changes).items() if value is not None}
    return browser.post(f"/reviews/{visit.id}/call-back", data=said)


def _calls():
    return db.session.scalars(sa.select(CallBack).order_by(CallBack.id)).all()


def test_all_that_was_measured_is_told_in_the_order_in_which_it_is_asked(
    supervisor, granny_chen, dr_li, zhao
):
    answers = {"systolic": 138, "diastolic": 84, "fasting_glucose": 6.4}
    visit = a_log(granny_chen, dr_li, answers=answers, kinds=(Kind.HYPERTENSION, Kind.DIABETES), results={})
    stated(visit, zhao, "call-back")

    told = supervisor.get(f"/reviews/{visit.id}/call-back").text.partition("测量")[2].partition("</dd>")[0]

    assert re.findall(r'class="tag">([^<]+)<', told) == ["量血压", "测血糖"]


def test_a_call_back_goes_along_with_its_log_to_another_village(asked_for, granny_chen, zhao):
    with transaction("area.move", by=SYSTEM):
        granny_chen.area_code = cast.ELSEWHERE
        move_visits(Move(cast.ELSEWHERE, asked_for.area_code))

    assert count_awaited([cast.ELSEWHERE]) == 1 and count_awaited([cast.TOWN]) == 0


def test_a_log_waits_for_its_call_back_until_somebody_answers(supervisor, asked_for, zhao):
    assert "陈桂英" in supervisor.get("/reviews/call-backs").text
    nobody = _note(supervisor, asked_for, reached="nobody", came=None, on_that_day=None, done=None)

    page = supervisor.get("/reviews/call-backs").text
    assert nobody.location == "/reviews/call-backs" and "1 次没有联系上" in page and "问问家里人" in page
    with later(5):
        answer = _note(supervisor, asked_for)

    assert answer.location == f"/reviews/{asked_for.id}"
    assert "陈桂英" not in supervisor.get("/reviews/call-backs").text
    assert [call.outcome for call in _calls()] == [CallOutcome.NOT_REACHED, CallOutcome.CONFIRMED]
    assert outcomes_of([asked_for.id]) == {asked_for.id: CallOutcome.CONFIRMED}


def test_a_contradicted_log_comes_back_to_be_looked_at_first(supervisor, asked_for):
    _note(supervisor, asked_for, came="no", on_that_day=None, done=None)

    assert _calls()[0].outcome is CallOutcome.CONTRADICTED
    assert "与记录不符" in supervisor.get(f"/reviews/{asked_for.id}").text
    assert "陈桂英" in supervisor.get("/reviews?lane=exception").text
    assert "与记录不符" in supervisor.get("/reviews/call-backs?state=past").text


def test_the_doctor_reads_the_outcome_on_the_log(app, sign_in, supervisor, asked_for):
    _note(supervisor, asked_for)

    page = sign_in(app.test_client(), cast.DR_LI).get(f"/visits/{asked_for.id}").text

    assert "属实" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"reached": None},
        {"way": "letter"},
        {"came": None},
        {"on_that_day": None},
        {"done": ["nothing", "pressure"]},
        {"note": "长" * 401},
    ],
)
def test_what_is_missing_or_contradicts_itself_is_asked_again_and_what_was_typed_stays(
    supervisor, asked_for, changes
):
    answer = _note(supervisor, asked_for, **({"note": "女儿接的电话"} | changes))

    assert answer.status_code == 422 and _calls() == []
    assert "还不能保存" in answer.text
    if "note" not in changes:
        assert "女儿接的电话" in answer.text


def test_touching_the_button_twice_notes_one_call(supervisor, asked_for):
    for _ in range(2):
        _note(supervisor, asked_for)
    with later(10):
        _note(supervisor, asked_for)

    assert len(_calls()) == 2


def test_the_numbers_are_masked_until_they_are_asked_for_and_the_trail_keeps_who_did(
    supervisor, asked_for, granny_chen, zhao
):
    with transaction("person.contact", by=SYSTEM):
        add_contact(granny_chen, ContactEntry(ContactKind.GUARDIAN, "陈小军", PHONE))
    masked = supervisor.get(f"/reviews/{asked_for.id}/call-back").text

    shown = supervisor.post(f"/reviews/{asked_for.id}/call-back/phones").text

    assert "陈小军" in masked and PHONE not in masked
    assert f'href="tel:{PHONE}"' in shown
    revealed = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "person.reveal")).all()
    assert [(one.subject, one.subject_id, one.actor_id) for one in revealed] == [
        ("person", granny_chen.id, zhao.id)
    ]


def test_the_page_tells_what_was_measured_and_not_the_values(supervisor, asked_for):
    page = supervisor.get(f"/reviews/{asked_for.id}/call-back").text

    assert "量血压" in page and "136" not in page
    assert "<title>" in page and "陈桂英" not in re.search(r"<title>.*?</title>", page, re.DOTALL).group()


def test_what_only_those_who_treat_may_read_is_not_told(supervisor, dr_li, zhao):
    person = cast.a_person(name="吴大海", conditions=("mental-disorder",))
    visit = a_log(person, dr_li, kinds=(Kind.MENTAL_DISORDER,), answers={"systolic": 130}, results={})
    stated(visit, zhao, "call-back")

    for address in (f"/reviews/{visit.id}/call-back", "/reviews/call-backs"):
        page = supervisor.get(address).text
        assert "吴大海" in page and "精神" not in page
    assert 'class="tag">量血压' not in supervisor.get(f"/reviews/{visit.id}/call-back").text


def test_a_log_corrected_meanwhile_is_called_back_no_more(supervisor, asked_for, granny_chen, dr_li, zhao):
    corrected(asked_for, granny_chen, dr_li)

    answer = _note(supervisor, asked_for)

    assert answer.status_code == 409 and _calls() == []
    assert count_awaited(zhao.areas) == 0


def test_a_later_verdict_ends_the_waiting(asked_for, zhao):
    waiting = count_awaited(zhao.areas)
    with later():
        newest = stated(asked_for, zhao, "accepted", seen=1)

    assert (waiting, count_awaited(zhao.areas)) == (1, 0)
    assert newest.visit_id == asked_for.id


def test_another_township_sees_nothing(asked_for, app, dr_wang):
    assert count_awaited(["341503101000"]) == 0
    assert count_awaited([cast.COUNTY]) == 1


def test_the_county_reads_and_does_not_call(county_office, asked_for):
    page = county_office.get("/reviews/call-backs").text

    assert "陈桂英" in page and f"/reviews/{asked_for.id}/call-back" not in page
    assert _note(county_office, asked_for).status_code == 403


def test_both_lists_are_taken_away(supervisor, asked_for):
    waiting = supervisor.get("/reviews/call-backs.xlsx")
    _note(supervisor, asked_for, note="=1+1")
    answered = supervisor.get("/reviews/call-backs.xlsx?state=past")

    first, second = (load_workbook(io.BytesIO(book.data)).active for book in (waiting, answered))
    assert [cell.value for cell in first[2]][:2] == ["柳塘村", "陈桂英"]
    assert first["G2"].value == "问问家里人"
    assert second["J2"].value == "属实" and second["K2"].data_type == "s"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_speak_both_languages(supervisor, asked_for, language):
    supervisor.post("/comfort", data={"language": language, "next": "/"})

    for address in ("/reviews/call-backs", f"/reviews/{asked_for.id}/call-back"):
        assert supervisor.get(address).status_code == 200
