"""Corrections by page: the form with what was filed, both versions beside each other."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.visits.models import Visit
from app.visits.service import void_visit
from tests import cast


@pytest.fixture
def visit(granny_chen, filed):
    """A visit on record with a slip: 136/84 where 163/98 was measured."""
    answers = {
        "systolic": 136,
        "diastolic": 84,
        "symptoms": ["none"],
        "smoking_daily": 7,
        "adherence": "regular",
    }
    return filed(granny_chen, answers=answers, note="门前见到")


def _typed(**changes):
    usual = {
        "client_key": str(uuid4()), "visited_on": "2026-05-20", "mode": "home", "sections": ["hypertension"],
        "systolic": "163", "diastolic": "98", "symptoms": "none", "smoking_daily": "7", "adherence": "regular",
        "note": "门前见到", "correction_reason": "血压填错",
    }  # fmt: skip
    return usual | changes


def _send(browser, visit, **changes):
    return browser.post(f"/visits/{visit.id}/correct", data=_typed(**changes))


def _count():
    return db.session.scalar(sa.select(sa.func.count(Visit.id)))


def test_the_form_stands_filled_in_with_what_was_filed(doctor, visit):
    page = doctor.get(f"/visits/{visit.id}/correct").text

    for field, value in (
        ("systolic", "136"),
        ("diastolic", "84"),
        ("smoking_daily", "7"),
        ("visited_on", "2026-05-20"),
    ):
        assert re.search(rf'name="{field}"[^>]*value="{value}"', page), field
    assert f'action="/visits/{visit.id}/correct"' in page
    assert "门前见到" in page
    assert page.count('name="correction_reason"') == 1 and 'form="visit-form"' in page


def test_a_correction_leads_to_both_versions_with_what_differs(doctor, visit):
    response = _send(doctor, visit)

    page = doctor.get(response.location).text
    assert "已更正" in page and "更正记录（2 个版本）" in page
    row = re.search(r'<tr class="differs"><th scope="row">收缩压.*?</tr>', page, re.DOTALL).group()
    assert "136 mmHg" in row and "163 mmHg" in row
    assert not re.search(r'<tr class="differs"><th scope="row">日吸烟量', page)
    old = doctor.get(f"/visits/{visit.id}").text
    assert "以新的一版为准" in old and "血压填错" in old and response.location.split("?")[0] in old


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"systolic": "97"}, "可能填反了"),
        ({"systolic": "1630"}, "不合理"),
        ({"visited_on": "2026-05-21"}, "还没到"),
    ],
)
def test_what_cannot_stand_is_refused_and_what_was_typed_stays(doctor, visit, changes, words):
    response = _send(doctor, visit, **changes)

    assert response.status_code == 422
    assert words in response.text
    assert re.search(r'name="diastolic"[^>]*value="98"', response.text)
    assert _count() == 1 and db.session.get(Visit, visit.id).voided_at is None


def test_its_author_mends_it_on_the_same_day_without_a_reason(doctor, visit):
    assert "可以不写" in doctor.get(f"/visits/{visit.id}/correct").text

    response = _send(doctor, visit, correction_reason="")

    assert response.status_code == 303
    assert "当日修改" in doctor.get(response.location).text
    doctor.post("/comfort", data={"language": "en", "next": "/"})
    assert "Changed on the same day" in doctor.get(f"/visits/{visit.id}").text


def test_later_or_by_another_the_page_asks_why_and_what_was_typed_stays(app, sign_in, family_doctor, visit):
    by_another = _send(family_doctor, visit, correction_reason="")
    with clock.standing_at(cast.MORNING + timedelta(days=1)):
        later = _send(sign_in(app.test_client(), cast.DR_LI), visit, correction_reason="")

    for response in (by_another, later):
        assert response.status_code == 422
        assert "correction_reason-fault" in response.text and "可以不写" not in response.text
        assert re.search(r'name="diastolic"[^>]*value="98"', response.text)
    assert _count() == 1


def test_a_correction_sent_twice_is_one(doctor, visit):
    typed = _typed()

    first, second = (doctor.post(f"/visits/{visit.id}/correct", data=typed) for _ in range(2))

    assert first.location == second.location
    assert _count() == 2


def test_a_visit_struck_meanwhile_is_not_corrected_and_what_was_typed_stays(doctor, visit, dr_li):
    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错了人", by=dr_li)

    response = _send(doctor, visit)

    assert response.status_code == 409
    assert "作废或更正过" in response.text and 'value="163"' in response.text
    assert doctor.get(f"/visits/{visit.id}/correct").status_code == 409


def test_who_may_not_correct_sees_no_button_and_is_refused(
    doctor, supervisor, stranger, app, visit, sign_in, filed
):
    button = f"/visits/{visit.id}/correct"

    assert button in doctor.get(f"/visits/{visit.id}").text
    assert button not in supervisor.get(f"/visits/{visit.id}").text
    assert supervisor.get(button).status_code == 403
    assert stranger.get(button).status_code == 404


def test_a_family_doctor_corrects_a_village_doctors_visit(family_doctor, visit, dr_li):
    response = _send(family_doctor, visit)

    assert response.status_code == 303
    mended = db.session.scalar(sa.select(Visit).where(Visit.corrects_id == visit.id))
    assert (mended.doctor_name, mended.answers["systolic"]) == (dr_li.name, 163)


def test_the_history_tells_of_the_correction(doctor, visit, granny_chen):
    _send(doctor, visit)

    history = doctor.get(f"/people/{granny_chen.id}/history?part=contacts").text
    assert "更正 2026 年 5 月 20 日 的随访" in history and "血压填错" in history
    assert re.search(r"更正</span>", doctor.get(f"/people/{granny_chen.id}").text)


def test_a_correction_of_what_only_those_who_treat_may_read_is_told_without_words(
    supervisor, doctor, dr_li, filed
):
    from app.policy.terms import Kind

    person = cast.a_person(conditions=("mental-disorder",))
    visit = filed(person, kinds=(Kind.MENTAL_DISORDER,), answers={}, results={})
    from app.visits.service import correct_visit

    with transaction("visit.correct", by=dr_li):
        entry = cast.a_visit(kinds=(Kind.MENTAL_DISORDER,), answers={}, results={})
        mended = correct_visit(visit, entry, person=person, reason="危险行为漏记", by=dr_li)

    assert "危险行为漏记" in doctor.get(f"/people/{person.id}/history?part=contacts").text
    for address in (f"/people/{person.id}/history?part=contacts", f"/visits/{mended.id}"):
        assert "危险行为漏记" not in supervisor.get(address).text
