"""Contacts, allergies, medicines, as the doctor enters and reads them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from tests import cast

PHONE = "13955550012"
CONTACT = {"kind": "guardian", "name": "陈大", "phone": "139 5555 0012", "note": "儿子"}
ALLERGY = {"substance": "青霉素", "reaction": "皮疹", "severity": "severe", "noted_on": "2026-05-01"}
DRUG = {"name": "氨氯地平", "dose": "5 mg", "frequency": "每日 1 次", "started_on": "2026-05-01"}
USUAL = {"contacts": CONTACT, "allergies": ALLERGY, "drugs": DRUG}


def _add(browser, person, shelf, **changes):
    return browser.post(f"/people/{person.id}/{shelf}", data=USUAL[shelf] | changes)


def test_what_is_not_borne_is_said_in_words_on_the_page_and_on_the_form(doctor, granny_chen):
    _add(doctor, granny_chen, "allergies")
    _add(doctor, granny_chen, "drugs")

    page = doctor.get(f"/people/{granny_chen.id}").text
    form = doctor.get(f"/people/{granny_chen.id}/visits/new").text
    for text in (page, form):
        assert "过敏：青霉素 · 皮疹 · 重（休克、喉头水肿等）" in text
        assert "正在用的药：氨氯地平 5 mg 每日 1 次" in text
    assert page.index("过敏：青霉素") < page.index("应做的随访")


def test_a_contacts_phone_is_masked_until_a_reason_is_given(doctor, granny_chen, dr_li):
    _add(doctor, granny_chen, "contacts")

    page, shelf = (doctor.get(f"/people/{granny_chen.id}{where}").text for where in ("", "/contacts"))
    assert PHONE not in page + shelf
    assert "139****0012" in page and "139****0012" in shelf

    opened = doctor.post(f"/people/{granny_chen.id}/reveal", data={"reason": "call"}).text
    assert f'href="tel:{PHONE}"' in opened
    reveals = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "person.reveal")).all()
    assert [(entry.actor_id, entry.details) for entry in reveals] == [(dr_li.id, {"reason": "call"})]


def test_a_medicine_against_an_allergy_is_said_aloud(doctor, granny_chen):
    _add(doctor, granny_chen, "allergies")

    doctor.post(f"/people/{granny_chen.id}/drugs", data=DRUG | {"name": "青霉素V钾片"})

    assert "档案里有“青霉素”过敏" in doctor.get(f"/people/{granny_chen.id}/drugs").text
    assert "正在用“青霉素V钾片”，而档案里有“青霉素”过敏" in doctor.get(f"/people/{granny_chen.id}").text


@pytest.mark.parametrize(
    ("shelf", "name", "ending"),
    [
        ("contacts", "陈大", {"reason": "换号"}),
        ("allergies", "青霉素", {"reason": "皮试阴性"}),
        ("drugs", "氨氯地平", {"reason": "换药", "ends_on": "2026-05-20"}),
    ],
)
def test_what_ended_leaves_the_page_and_stays_in_the_history(doctor, granny_chen, shelf, name, ending):
    _add(doctor, granny_chen, shelf)
    address = f"/people/{granny_chen.id}/{shelf}/1/end"
    assert name in doctor.get(address).text

    refused = doctor.post(address, data=ending | {"reason": " "})
    doctor.post(address, data=ending)
    again = doctor.post(address, data=ending)

    assert refused.status_code == again.status_code == 422
    assert "已经结束" in again.text and ending["reason"] in again.text
    assert name not in doctor.get(f"/people/{granny_chen.id}").text
    history = doctor.get(f"/people/{granny_chen.id}/history?part=details").text
    assert name in history and ending["reason"] in history


BAD = [
    ("contacts", {"kind": ""}, "请填写"),
    ("contacts", {"kind": "friend"}, "请从所列的项目中选一个"),
    ("contacts", {"phone": "不详"}, "7 到 12 位"),
    ("contacts", {"name": " "}, "请填写"),
    ("contacts", {"note": "长" * 201}, "太长了"),
    ("allergies", {"substance": ""}, "请填写"),
    ("allergies", {"noted_on": "2026-05-21"}, "还没到"),
    ("allergies", {"severity": "deadly"}, "请从所列的项目中选一个"),
    ("drugs", {"name": "长" * 81}, "太长了"),
    ("drugs", {"started_on": "去年"}, "请填写日期"),
]


@pytest.mark.parametrize(("shelf", "typed", "words"), BAD)
def test_bad_input_is_refused_and_what_was_typed_stays(doctor, granny_chen, shelf, typed, words):
    sent = _add(doctor, granny_chen, shelf, **typed)

    assert sent.status_code == 422
    assert words in sent.text
    kept = next(value for name, value in USUAL[shelf].items() if name not in typed and value != "guardian")
    assert kept in sent.text
    assert f"/{shelf}/1/end" not in doctor.get(f"/people/{granny_chen.id}/{shelf}").text


@pytest.mark.parametrize("shelf", ["allergies", "drugs"])
def test_the_same_twice_is_refused(doctor, granny_chen, shelf):
    _add(doctor, granny_chen, shelf)

    again = _add(doctor, granny_chen, shelf)

    assert again.status_code == 422
    assert "已经登记" in again.text


@pytest.mark.parametrize("shelf", sorted(USUAL))
def test_what_is_another_persons_is_absent_through_this_one(doctor, granny_chen, shelf):
    other = cast.a_person()
    _add(doctor, other, shelf)

    for number in (1, 2, 10**25):
        assert doctor.get(f"/people/{granny_chen.id}/{shelf}/{number}/end").status_code == 404
        ended = doctor.post(f"/people/{granny_chen.id}/{shelf}/{number}/end", data={"reason": "x"})
        assert ended.status_code == 404


@pytest.mark.parametrize("shelf", sorted(USUAL))
def test_who_supervises_does_not_write_and_a_stranger_finds_nothing(supervisor, stranger, granny_chen, shelf):
    assert _add(supervisor, granny_chen, shelf).status_code == 403
    assert _add(stranger, granny_chen, shelf).status_code == 404
