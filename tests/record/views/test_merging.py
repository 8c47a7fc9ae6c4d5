from __future__ import annotations

import re
from datetime import date

import pytest

from app.core.db import db
from app.core.transaction import transaction
from app.people.models import Person, PersonMerge
from app.visits.service import file_visit
from tests import cast

BORN = date(1950, 1, 1)
NUMBER, OTHER_NUMBER, PHONE = (
    cast.an_identity(BORN, serial=7),
    cast.an_identity(BORN, serial=8),
    "13855550036",
)


@pytest.fixture
def chen(app):
    """陈桂英 of 柳塘村 with hypertension, under her number."""
    return cast.a_person(
        name="陈桂英", identity=NUMBER, phone=PHONE, conditions=("hypertension",), address="东头"
    )


@pytest.fixture
def double(app):
    """The same 陈桂英 once more, without a number, with diabetes."""
    stated = {"identity": "", "sex": "2", "born_on": BORN, "phone": "13855550037", "address": "西头"}
    return cast.a_person(name="陈贵英", conditions=("diabetes",), **stated)


def _sent(kept, other, **chosen):
    return {"kept_version": str(kept.version), "other_version": str(other.version)} | chosen


def _merge(browser, kept, other, **chosen):
    return browser.post(f"/people/{kept.id}/merge/{other.id}", data=_sent(kept, other, **chosen))


def _undo_path(kept):
    (done,) = db.session.query(PersonMerge).filter_by(person_id=kept.id, undone_at=None)
    return f"/people/{kept.id}/merges/{done.id}/undo"


def test_the_other_record_is_suggested_or_sought_without_a_name_in_the_address(doctor, chen, double):
    neighbour = cast.a_person(name="王秀英")

    suggested = doctor.get(f"/people/{chen.id}/merge").text
    sent = doctor.post(f"/people/{chen.id}/merge", data={"q": "王秀英"})

    assert f'href="/people/{chen.id}/merge/{double.id}"' in suggested
    assert f'href="/people/{chen.id}/merge/{neighbour.id}"' not in suggested
    assert "王秀英" not in sent.location
    assert f'href="/people/{chen.id}/merge/{neighbour.id}"' in doctor.get(sent.location).text


def test_the_preview_shows_every_field_of_both_and_what_will_be_owed(doctor, chen, double):
    page = doctor.get(f"/people/{chen.id}/merge/{double.id}").text

    for said in (
        "陈桂英",
        "陈贵英",
        "东头",
        "西头",
        "138****0036",
        "138****0037",
        "高血压随访",
        "糖尿病随访",
    ):
        assert said in page
    assert PHONE not in page and NUMBER not in page
    assert double.merged_into_id is None


def test_what_was_chosen_is_kept_and_the_old_address_leads_to_the_record(doctor, chen, double):
    sent = _merge(doctor, chen, double, name="other", phone="other")

    assert sent.location == f"/people/{chen.id}"
    assert db.session.get(Person, chen.id).name == "陈贵英"
    for path in ("", "/edit", "/merge"):
        led = doctor.get(f"/people/{double.id}{path}")
        assert (led.status_code, led.location) == (302, f"/people/{chen.id}")


def test_looking_again_by_what_was_chosen_writes_nothing(doctor, chen, double):
    page = _merge(doctor, chen, double, place="other", do="look").text

    assert re.search(r'name="place" value="other" checked', page)
    assert double.merged_into_id is None


def test_two_numbers_ask_for_a_reason_and_what_was_chosen_stays(doctor, chen):
    other = cast.a_person(name="陈桂英", identity=OTHER_NUMBER, address="西头")

    asked = _merge(doctor, chen, other, place="other")
    done = _merge(doctor, chen, other, place="other", reason="mistyped")

    assert asked.status_code == 422
    assert "身份证号不同，请选择原因" in asked.text
    assert re.search(r'name="place" value="other" checked', asked.text)
    assert done.status_code in (302, 303)


def test_a_record_that_changed_meanwhile_is_shown_anew_before_it_is_merged(doctor, chen, double):
    stale = _sent(chen, double, place="other")
    doctor.post(
        f"/people/{double.id}/edit",
        data={"name": "陈贵英", "sex": "2", "born_on": "1950-01-01", "area_code": cast.LIUTANG}
        | {"address": "南头", "version": "1"},
    )

    answer = doctor.post(f"/people/{chen.id}/merge/{double.id}", data=stale)

    assert answer.status_code == 409
    assert "南头" in answer.text
    assert db.session.get(Person, double.id).merged_into_id is None


@pytest.mark.parametrize("chosen", [{"name": "nobody"}, {"kept_version": "x"}, {"reason": "because"}])
def test_nonsense_merges_nothing(doctor, chen, double, chosen):
    assert _merge(doctor, chen, double, **chosen).status_code == 422
    assert db.session.get(Person, double.id).merged_into_id is None


def test_a_record_is_not_merged_with_itself(doctor, chen):
    assert doctor.get(f"/people/{chen.id}/merge/{chen.id}").status_code == 404


def test_people_of_two_areas_are_not_merged_by_who_sees_one(doctor, stranger, chen):
    other = cast.a_person(name="陈桂英", identity=OTHER_NUMBER, area_code=cast.SHIQIAO)

    for browser in (doctor, stranger):
        for kept, gone in ((chen, other), (other, chen)):
            assert _merge(browser, kept, gone, reason="mistyped").status_code == 404

    assert not db.session.query(PersonMerge).count()


def test_who_only_reads_does_not_merge(supervisor, chen, double):
    assert _merge(supervisor, chen, double).status_code == 403
    assert supervisor.get(f"/people/{chen.id}/merge").status_code == 403


def test_the_page_says_what_an_undo_gives_back_and_what_stays(doctor, chen, double, dr_li):
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(visited_on=date(2026, 5, 10)), person=double, doctor=dr_li)
    _merge(doctor, chen, double)
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(), person=chen, doctor=dr_li)

    listed = doctor.get(f"/people/{chen.id}/merge").text
    page = doctor.get(_undo_path(chen)).text

    assert _undo_path(chen) in listed
    assert "当时并入的 1 次随访" in page
    assert "合并以后新记的 1 次随访留在这份档案里" in page


def test_an_undone_merge_leaves_two_records(doctor, chen, double):
    _merge(doctor, chen, double)
    path = _undo_path(chen)

    sent = doctor.post(path)

    assert sent.location == f"/people/{chen.id}"
    assert doctor.get(f"/people/{double.id}").status_code == 200
    assert doctor.post(path).status_code == 409


def test_an_undo_in_the_way_of_a_later_change_names_it(doctor, chen, double):
    _merge(doctor, chen, double, place="other")
    version = db.session.get(Person, chen.id).version
    doctor.post(
        f"/people/{chen.id}/edit",
        data={"name": "陈桂英", "area_code": cast.LIUTANG, "address": "南头", "version": str(version)},
    )

    refused = doctor.post(_undo_path(chen))

    assert refused.status_code == 422
    assert "合并以后有人改过：住处和家庭" in refused.text
    assert db.session.get(Person, double.id).merged_into_id == chen.id


def test_what_came_from_another_village_is_not_told_of_and_not_undone_by_who_does_not_see_it(
    app, sign_in, doctor, chen
):
    other = cast.a_person(name="谌桂英", identity=OTHER_NUMBER, area_code=cast.SHIQIAO)
    family_doctor = sign_in(app.test_client(), cast.DR_ZHOU)
    assert _merge(family_doctor, chen, other, reason="mistyped").status_code in (302, 303)

    assert "谌桂英" not in doctor.get(f"/people/{chen.id}/merge").text
    assert doctor.post(_undo_path(chen)).status_code == 404
    assert family_doctor.post(_undo_path(chen)).status_code in (302, 303)
