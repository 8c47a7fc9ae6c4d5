from __future__ import annotations

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import transaction
from app.duties.queries import find_open_duty
from app.policy.terms import Kind, Mode, Result
from app.visits.models import Visit
from app.visits.sections import SECTIONS
from app.visits.service import file_visit
from tests import cast


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


def _typed(**changes):
    usual = {
        "client_key": str(uuid4()),
        "visited_on": "2026-05-20",
        "mode": "home",
        "sections": ["hypertension"],
    }
    return usual | {"systolic": "152", "diastolic": "96", "symptoms": "none"} | changes


def _post(browser, person, **changes):
    return browser.post(f"/people/{person.id}/visits/new", data=_typed(**changes))


def _visits():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id)).all()


def test_the_form_asks_what_is_owed_each_question_once(doctor, granny_chen):
    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind=diabetes").text

    assert page.count('name="systolic"') == 1
    assert page.count('name="fasting_glucose"') == 1
    assert page.count('value="numbness"') == 1
    assert page.count('name="round_parts"') == 4


def test_a_visit_is_filed_and_the_page_says_what_comes_next(doctor, granny_chen):
    response = _post(doctor, granny_chen)

    (visit,) = _visits()
    assert response.status_code == 303
    assert visit.answers == {"systolic": 152, "diastolic": 96, "symptoms": ["none"]}
    assert visit.all_results == {Kind.HYPERTENSION: Result.UNCONTROLLED}
    page = doctor.get(response.location).text
    assert "6 月 3 日" in page
    assert find_open_duty(granny_chen.id, "hypertension-followup").due_on.isoformat() == "2026-06-03"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("systolic", "1520", "收缩压 1520 不合理，应在 50 到 300 之间"),
        ("systolic", "高", "不是数字"),
        ("systolic", "15.2", "不是数字"),
        ("systolic", "-152", "不是数字"),
        ("systolic", "152e3", "不是数字"),
        ("diastolic", "", "舒张压还没有填"),
        ("diastolic", "160", "可能填反了"),
        ("symptoms", "", "请选症状"),
        ("symptoms", "nonsense", "请从所列的项目中选"),
        ("visited_on", "2026-05-21", "还没到"),
        ("visited_on", "1949-01-01", "早于出生日期"),
        ("visited_on", "昨天", ""),
        ("mode", "", ""),
        ("mode", "pigeon", ""),
        ("client_key", "no-key", "重新打开表单"),
        ("weight", "7", "体重 7 不合理"),
        ("note", "长" * 1001, "太长"),
    ],
)
def test_what_cannot_be_true_is_refused_by_name_and_what_was_typed_stays(
    doctor, granny_chen, field, typed, words
):
    response = _post(doctor, granny_chen, **{"smoking_daily": "7", field: typed})

    assert response.status_code == 422
    assert words in response.text
    assert re.search(r'name="smoking_daily" value="7"', response.text)
    assert not _visits()


def test_a_refused_figure_is_shown_as_it_was_typed(doctor, granny_chen):
    page = _post(doctor, granny_chen, systolic="1520").text

    assert 'name="systolic" value="1520"' in page
    assert 'name="diastolic" value="96"' in page


def test_full_width_digits_are_mended(doctor, granny_chen):
    _post(doctor, granny_chen, systolic="１５２")

    assert _visits()[0].answers["systolic"] == 152


def test_an_empty_form_is_no_visit(doctor, granny_chen):
    response = _post(doctor, granny_chen, systolic="", diastolic="")

    assert response.status_code == 422
    assert "还没有填写任何一项" in response.text


def test_danger_comes_back_once_with_the_prompt_then_files_with_a_check_due(doctor, granny_chen):
    key = str(uuid4())

    prompt = _post(doctor, granny_chen, systolic="186", diastolic="112", client_key=key)
    assert prompt.status_code == 422
    assert "已安排紧急转诊" in prompt.text
    assert 'id="emergency" role="alert" hidden' not in prompt.text
    assert not _visits()

    _post(doctor, granny_chen, systolic="186", diastolic="112", client_key=key, emergency_action="referred")
    (visit,) = _visits()
    assert visit.emergency
    assert visit.answers["emergency_action"] == "referred"
    assert find_open_duty(granny_chen.id, "referral-check").due_on.isoformat() == "2026-06-03"


def test_a_double_send_files_once(doctor, granny_chen):
    key = str(uuid4())

    answers = [_post(doctor, granny_chen, client_key=key) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert len(_visits()) == 1


def test_a_section_is_added_without_losing_what_was_typed(doctor, granny_chen):
    page = _post(doctor, granny_chen, add="diabetes").text

    assert 'name="systolic" value="152"' in page
    assert 'name="fasting_glucose"' in page
    assert not _visits()


def test_one_visit_answers_several_parts_and_leaves_the_blank_ones_open(doctor, granny_chen):
    _post(
        doctor,
        granny_chen,
        sections=["hypertension", "diabetes", "weekly_round"],
        round_parts=["round", "consultation", "education", "medication"],
    )

    (visit,) = _visits()
    assert visit.all_kinds == (Kind.HYPERTENSION, Kind.WEEKLY_ROUND)
    assert visit.mode is Mode.HOME


def test_a_class_other_than_the_values_say_is_filed_with_its_reason_and_not_without(doctor, granny_chen):
    refused = _post(doctor, granny_chen, result_hypertension="complication")
    assert refused.status_code == 422
    assert "所选分类与按数值判断的不同" in refused.text

    _post(doctor, granny_chen, result_hypertension="complication", result_reason="新出现蛋白尿")

    (visit,) = _visits()
    assert visit.all_results == {Kind.HYPERTENSION: Result.COMPLICATION}
    assert visit.answers["result_reason"] == "新出现蛋白尿"


def test_a_visit_of_an_earlier_day_is_marked_as_entered_late(doctor, granny_chen):
    response = _post(doctor, granny_chen, visited_on="2026-05-18")

    assert "补录" in doctor.get(response.location).text


@pytest.fixture
def visit(granny_chen, dr_li):
    """A visit of Dr Li's on record."""
    with transaction("visit.file", by=dr_li):
        return file_visit(cast.a_visit(note="家中无人陪同"), person=granny_chen, doctor=dr_li)


def test_the_supervisor_reads_the_log_and_cannot_strike_it(client, sign_in, visit):
    sign_in(client, cast.ZHAO)

    page = client.get(f"/visits/{visit.id}")

    assert page.status_code == 200
    assert "136 mmHg" in page.text
    assert "家中无人陪同" in page.text
    assert "作废这条随访" not in page.text
    assert client.post(f"/visits/{visit.id}/void", data={"reason": "x"}).status_code == 403


def test_another_villages_doctor_finds_no_such_visit(client, sign_in, granny_chen, visit):
    sign_in(client, cast.DR_WANG)

    assert client.get(f"/visits/{visit.id}").status_code == 404
    assert client.get(f"/people/{granny_chen.id}/visits/new").status_code == 404
    assert client.post(f"/visits/{visit.id}/void", data={"reason": "x"}).status_code == 404


def test_a_struck_visit_stays_readable_with_its_reason(doctor, visit):
    doctor.post(f"/visits/{visit.id}/void", data={"reason": "记在了别人名下"})

    page = doctor.get(f"/visits/{visit.id}").text

    assert "<s>" in page
    assert "记在了别人名下" in page


def test_striking_without_a_reason_changes_nothing(doctor, visit):
    response = doctor.post(f"/visits/{visit.id}/void", data={"reason": " "})

    assert response.status_code == 422
    assert "请填写这一项" in response.text
    assert _visits()[0].voided_at is None


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_every_section_asks_each_of_its_questions_on_the_page_and_has_its_log(
    doctor, granny_chen, dr_li, section
):
    kind = section.kinds[0]
    with transaction("visit.file", by=dr_li):
        visit = file_visit(cast.a_visit(kinds=(kind,), results={}), person=granny_chen, doctor=dr_li)

    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind={kind.value}").text

    assert not [q.name for q in section.questions if f'name="{q.name}"' not in page]
    assert doctor.get(f"/visits/{visit.id}").status_code == 200
