"""The form when something is carried over, proposed, doubtful, or happened meanwhile: what was typed always stays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_duties
from app.duties.service import record_death
from app.people.rules import NumberReason
from app.policy.terms import Kind, Result, Sooner
from app.record.rules import MergeChoice
from app.record.service import merge
from app.visits.models import Visit
from app.visits.service import file_visit
from tests import cast

NOTE = "家门口有台阶，注意防跌倒"


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def seen(granny_chen, dr_li):
    """File a visit of Granny Chen's: `seen(systolic=152, ...)`, by Dr Li unless somebody else is named."""

    def _seen(*, on=cast.TODAY, by=dr_li, kinds=(Kind.HYPERTENSION,), **answers):
        result = Result.UNCONTROLLED if answers.get("systolic", 136) >= 150 else Result.CONTROLLED
        stated = {"answers": {"systolic": 136, "diastolic": 84} | answers}
        stated |= {"results": {Kind.HYPERTENSION: result} if Kind.HYPERTENSION in kinds else {}}
        with transaction("visit.file", by=by):
            return file_visit(
                cast.a_visit(visited_on=on, kinds=kinds, **stated), person=granny_chen, doctor=by
            )

    return _seen


def _post(browser, person_id, **changes):
    usual = {
        "client_key": str(uuid4()), "visited_on": "2026-05-20", "mode": "home", "sections": ["hypertension"],
        "systolic": "136", "diastolic": "84", "symptoms": "none", "note": NOTE,
    }  # fmt: skip
    return browser.post(f"/people/{person_id}/visits/new", data=usual | changes)


def _filed():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id)).all()


def _checked(page, name, value):
    return re.search(rf'name="{name}" value="{value}"\s+checked', page) is not None


def test_nothing_stands_in_a_new_form_before_somebody_says_as_last_time(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), adherence="regular", smoking_daily=5)

    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind=hypertension").text

    assert 'name="same"' in page
    assert not _checked(page, "adherence", "regular")
    assert re.search(r'name="smoking_daily" value=""', page)


def test_as_last_time_fills_what_rarely_changes_marks_it_and_keeps_what_was_typed(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), adherence="regular", smoking_daily=5, salt="heavy", weight=61.5)

    page = _post(doctor, granny_chen.id, same="1", smoking_daily="3").text

    assert _checked(page, "adherence", "regular")
    assert _checked(page, "salt", "heavy")
    assert re.search(r'name="smoking_daily" value="3"', page)
    assert re.search(r'data-same-as="salt" >', page)
    assert re.search(r'data-same-as="smoking_daily" hidden', page)
    assert re.search(r'name="weight" value=""', page)
    assert len(_filed()) == 1


def test_a_complaint_is_never_taken_over(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), symptoms=["headache"], adverse_reaction="yes")

    page = _post(doctor, granny_chen.id, same="1", symptoms="").text

    assert not _checked(page, "symptoms", "headache")
    assert not _checked(page, "adverse_reaction", "yes")


@pytest.mark.parametrize(
    ("change", "typed", "kept"),
    [
        ("same", "", {"drug1_name": "氨氯地平", "drug1_times": 1, "drug1_dose": "5 mg"}),
        ("stopped", "氨氯地平", {}),
        ("changed", "缬沙坦", {"drug1_name": "缬沙坦"}),
    ],
)
def test_a_medicine_goes_on_is_stopped_or_changed_by_one_touch(
    doctor, granny_chen, seen, change, typed, kept
):
    seen(on=date(2026, 4, 20), drug1_name="氨氯地平", drug1_times=1, drug1_dose="5 mg")

    _post(doctor, granny_chen.id, drug1_as=change, drug1_name=typed)

    answers = _filed()[-1].answers
    assert {name: answer for name, answer in answers.items() if name.startswith("drug1")} == kept


def test_a_controlled_pressure_above_the_clinical_target_is_due_a_month_later(doctor, granny_chen):
    _post(doctor, granny_chen.id, systolic="138", diastolic="86")

    duty = find_open_duty(granny_chen.id, "hypertension-followup")
    assert duty.due_on == date(2026, 6, 20)
    assert duty.sooner is Sooner.CLINICAL


def test_a_second_uncontrolled_visit_proposes_a_referral_agreed_to_beforehand(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), systolic=160, diastolic=96)

    proposal = _post(doctor, granny_chen.id, systolic="158")
    assert proposal.status_code == 422
    assert "按规范建议转诊" in proposal.text
    assert _checked(proposal.text, "referral_answer", "agreed")
    assert NOTE in proposal.text

    _post(doctor, granny_chen.id, systolic="158", referral_answer="agreed")
    assert _filed()[-1].answers["referral_reason"] == "twice-uncontrolled"
    assert find_open_duty(granny_chen.id, "referral-check").due_on == date(2026, 6, 3)


def test_a_referral_is_declined_only_with_a_reason_and_then_owes_no_check(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), systolic=160, diastolic=96)

    bare = _post(doctor, granny_chen.id, systolic="158", referral_answer="declined")
    assert bare.status_code == 422
    assert "请写明暂不转诊的理由" in bare.text

    _post(doctor, granny_chen.id, systolic="158", referral_answer="declined", referral_declined="先调药")
    assert _filed()[-1].answers["referral_declined"] == "先调药"
    assert find_open_duty(granny_chen.id, "referral-check") is None


@pytest.mark.parametrize(
    ("visited_on", "words"), [("2025-05-20", "早于纳入管理的日期"), ("2025-11-01", "早于纳入管理的日期")]
)
def test_a_day_before_the_enrolment_is_asked_about_once_and_filed_when_confirmed(
    doctor, granny_chen, visited_on, words
):
    asked = _post(doctor, granny_chen.id, visited_on=visited_on)
    assert asked.status_code == 422
    assert words in asked.text
    assert 'name="sure_visited_on"' in asked.text
    assert NOTE in asked.text

    assert _post(doctor, granny_chen.id, visited_on=visited_on, sure_visited_on="1").status_code == 303


def test_a_slip_of_the_year_is_asked_about(doctor):
    somebody = cast.a_person(conditions=("hypertension",), since=date(2020, 1, 1))

    asked = _post(doctor, somebody.id, visited_on="2025-05-20")

    assert asked.status_code == 422
    assert "可能填错了年份" in asked.text


def test_a_weight_far_from_the_last_one_is_asked_about_beside_its_field(doctor, granny_chen, seen):
    seen(on=date(2026, 4, 20), weight=61.5)

    asked = _post(doctor, granny_chen.id, weight="81.5")
    assert asked.status_code == 422
    assert "相差超过 15 kg" in asked.text
    assert re.search(r'name="weight" value="81.5"', asked.text)

    assert _post(doctor, granny_chen.id, weight="81.5", sure_weight="1").status_code == 303


def test_the_same_work_twice_on_one_day_is_asked_about_once(doctor, granny_chen, seen):
    seen()

    asked = _post(doctor, granny_chen.id)
    assert asked.status_code == 422
    assert "这一天已有一条随访：李秀兰记录了高血压" in asked.text

    assert _post(doctor, granny_chen.id, sure_again="1").status_code == 303
    assert len(_filed()) == 2


def test_a_struck_visit_is_no_second_one(doctor, granny_chen, seen):
    doctor.post(f"/visits/{seen().id}/void", data={"reason": "记错了"})

    assert _post(doctor, granny_chen.id).status_code == 303


def test_two_doctors_at_once_learn_of_each_other_and_lose_nothing(doctor, granny_chen, dr_zhou, seen):
    page = doctor.get(f"/people/{granny_chen.id}/visits/new").text
    opened_at = re.search(r'name="opened_at" value="([^"]+)"', page)[1]
    with clock.standing_at(cast.MORNING + timedelta(minutes=5)):
        seen(by=dr_zhou, kinds=(Kind.MEETING,))

    told = _post(doctor, granny_chen.id, opened_at=opened_at)
    assert told.status_code == 422
    assert "您填写期间，周明记录了这一天的随访（人人见面）" in told.text
    assert NOTE in told.text

    assert _post(doctor, granny_chen.id, opened_at=opened_at, sure_again="1").status_code == 303


def test_somebody_who_died_meanwhile_has_no_visit_after_it_and_what_was_typed_stays(doctor, granny_chen):
    with transaction("person.record-death", by=COMMAND_LINE):
        record_death(granny_chen, on=date(2026, 5, 18))

    told = _post(doctor, granny_chen.id)

    assert told.status_code == 422
    assert "晚于死亡登记日期" in told.text
    assert NOTE in told.text


def test_what_was_typed_on_a_record_merged_meanwhile_comes_back_on_the_one_kept(doctor, granny_chen, dr_zhou):
    twin = cast.a_person(name="陈桂英", conditions=("hypertension",), born_on=date(1950, 1, 1))
    with transaction("person.merge", by=dr_zhou):
        choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, twin.version))
        merge(granny_chen, twin, choice, by=dr_zhou)

    told = _post(doctor, twin.id)

    assert told.status_code == 422
    assert "已并入" in told.text
    assert f'action="/people/{granny_chen.id}/visits/new"' in told.text
    assert NOTE in told.text
    assert not _filed()


def test_what_was_typed_on_somebody_out_of_reach_is_given_back_and_tells_nothing(doctor, neighbour_id):
    foreign, absent = (_post(doctor, person_id) for person_id in (neighbour_id, 999_999))

    for told in (foreign, absent):
        assert told.status_code == 404
        assert "没有保存" in told.text
        assert NOTE in told.text
        assert "收缩压" in told.text
    assert not _filed()


@pytest.fixture
def neighbour_id():
    """Somebody of another village."""
    return cast.a_person(area_code=cast.SHIQIAO, conditions=("hypertension",)).id


def test_one_save_settles_everything_owed_and_asks_nothing_twice(doctor):
    everything = cast.a_person(
        conditions=("hypertension", "diabetes", "copd"), categories=("destitute-scattered",)
    )
    page = doctor.get(f"/people/{everything.id}/visits/new").text
    shown = re.findall(r'name="sections" value="([^"]+)"', page)
    texts = re.findall(r'<(?:input|textarea)[^>]*\bid="([a-z0-9_]+)"[^>]*\bname="\1"', page)
    assert len(texts) == len(set(texts))
    chips = re.findall(r'name="([a-z0-9_]+)" value="([^"]+)"\s*(?:checked)?>', page)
    assert len(chips) == len(set(chips))

    answered = {
        "sections": shown, "fasting_glucose": "6.1", "spo2": "97", "copd_course": "stable", "adherence": "regular",
        "round_parts": ["round", "consultation", "education", "medication"], "condition_state": "stable",
        "treatment": "regular", "treatment_effect": "good", "meeting_topics": ["contract"],
    }  # fmt: skip
    filed = _post(doctor, everything.id, **answered)

    assert filed.status_code == 303, re.findall(r'class="fault"[^>]*>([^<]+)', filed.text)
    owed = {duty.rule_id: duty.due_on for duty in list_duties(everything.id) if duty.opens_on <= cast.TODAY}
    followed = {"hypertension-followup", "diabetes-followup", "copd-followup", "scattered-weekly-round"}
    assert not followed & set(owed)
    assert "low-income-home-visit" not in owed
