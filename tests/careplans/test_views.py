"""The pages of plans: the desk, one person's plans, a version and what is done with it, medicine given out and struck."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from app.audit.models import AuditEntry
from app.careplans.models import CarePlan, MedicineIssue
from app.careplans.queries.plans import get_version, list_issues, list_plans
from app.careplans.rules.plan import LongTerm
from app.careplans.rules.vocabulary import Disease, DoseUnit, EndReason, Step
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.service import set_death
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

DAY = timedelta(days=1)
METFORMIN = a_medicine(name="二甲双胍片", strength="0.5g", code="metformin", times=2, quantity=56, moments=())


@pytest.fixture
def browser(app, sign_in):
    """A browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def proposed(granny_chen, dr_li, write):
    """A plan for granny Chen's pressure as Dr Li proposed it."""
    return write(granny_chen, by=dr_li)


@pytest.fixture
def standing(granny_chen, dr_zhou, write):
    """Her plan in force, no medicine given out yet."""
    return write(granny_chen, by=dr_zhou, step=Step.SIGNED)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def giving(**changes):
    return {"client_key": str(uuid4()), "issued_on": "2026-05-20", "days": "28"} | changes


def agreed(**changes):
    return {
        "assessment": "三个月来血压都达标，按时吃药",
        "taught": "y",
        "long_note": "病情稳定，开八周",
        "signed_by": "陈桂英",
    } | changes


def test_the_family_doctor_sees_first_what_waits_for_her_signature(browser, proposed):
    page = browser(cast.DR_ZHOU).get("/careplans")

    assert "陈桂英" in told(page) and "高血压" in told(page) and "李秀兰" in told(page)
    assert f"/careplans/versions/{proposed.id}" in page.text and "核对并签字" in told(page)


def test_a_village_doctor_sees_that_it_waits_and_is_offered_no_signature(browser, proposed):
    page = browser(cast.DR_LI).get("/careplans?kind=waiting")

    assert "陈桂英" in told(page) and "核对并签字" not in told(page)


def test_the_desk_shows_nothing_of_another_village(browser, proposed):
    stranger = browser(cast.DR_WANG)

    assert "陈桂英" not in stranger.get("/careplans?kind=waiting").text
    assert stranger.get(f"/careplans?village={cast.LIUTANG}").status_code == 404


def test_whoever_has_a_disease_and_no_plan_is_listed_with_a_way_to_write_one(browser, granny_chen):
    page = browser(cast.DR_LI).get("/careplans?kind=without")

    assert "陈桂英" in told(page)
    assert f"/people/{granny_chen.id}/careplans/new?start=" in page.text


def test_what_runs_out_within_two_weeks_is_listed_with_the_day(browser, granny_chen, dr_zhou, write):
    write(
        granny_chen,
        by=dr_zhou,
        step=Step.SIGNED,
        issues=True,
        plan=a_plan(medicines=(a_medicine(days=10, quantity=10),)),
    )

    page = browser(cast.DR_LI).get("/careplans?kind=running-out")

    assert "10 天后用完" in told(page) and "5 月 30 日" in told(page)


def test_what_was_sent_back_says_what_has_to_be_mended(browser, proposed):
    browser(cast.DR_ZHOU).post(f"/careplans/versions/{proposed.id}/send-back", data={"back_note": "剂量减半"})

    page = browser(cast.DR_LI).get("/careplans?kind=returned")

    assert "剂量减半" in told(page) and "退回修改" in told(page) and "接着写" in told(page)


def test_one_village_is_looked_at_alone(browser, proposed, write, dr_wang):
    other = cast.a_person(name="孙石桥", conditions=("hypertension",), area_code=cast.SHIQIAO)
    write(other, by=dr_wang)

    page = browser(cast.DR_ZHOU).get(f"/careplans?kind=waiting&village={cast.SHIQIAO}")

    assert "孙石桥" in page.text and "陈桂英" not in page.text
    assert "1 待签字" in told(page)


def test_a_long_list_is_leafed_through_and_asks_no_more_than_a_short_one(browser, app, dr_li):
    doctor = browser(cast.DR_LI)
    cast.a_person(name="头一位", conditions=("copd",))
    few = _statements(lambda: doctor.get("/careplans?kind=without"))
    for _ in range(31):
        cast.a_person(conditions=("diabetes", "hypertension"))

    many = _statements(lambda: doctor.get("/careplans?kind=without"))

    assert few == many <= 7  # one of them is the opening of the transaction
    assert "第 31–32 条" in told(doctor.get("/careplans?kind=without&page=2"))


def _statements(ask):
    sent = []
    listener = ("before_cursor_execute", lambda *said: sent.append(said[2]))
    event.listen(db.engine, *listener)
    ask()
    event.remove(db.engine, *listener)
    return len(sent)


def test_a_word_that_means_nothing_asks_for_nothing(browser, proposed):
    page = browser(cast.DR_ZHOU).get("/careplans?kind=moon&page=x&village=柳塘")

    assert page.status_code == 200 and "陈桂英" in page.text


def test_somebody_without_a_plan_is_offered_the_next_two_steps(browser, granny_chen):
    page = browser(cast.DR_LI).get(f"/people/{granny_chen.id}/careplans")

    assert "还没有诊疗方案" in told(page)
    assert f"/people/{granny_chen.id}/careplans/new" in page.text and "登记病种" in told(page)


def test_a_plan_in_force_is_shown_whole_with_who_signed_it_and_when_the_medicine_runs_out(
    browser, granny_chen, signed
):
    page = told(browser(cast.DR_LI).get(f"/people/{granny_chen.id}/careplans"))

    assert "苯磺酸氨氯地平片 5mg" in page and "每次 1 片" in page and "每天 1 次" in page
    assert "周明 5 月 20 日签字" in page and "药到 6 月 17 日用完" in page
    assert "血压低于 140/90" in page and "少盐" in page and "每天 1 次" in page


def test_reading_somebodys_plans_is_noted_in_the_trail(browser, granny_chen, signed, dr_li):
    browser(cast.DR_LI).get(f"/people/{granny_chen.id}/careplans")

    entries = db.session.query(AuditEntry).filter_by(
        subject="person", subject_id=granny_chen.id, actor_id=dr_li.id
    )
    assert entries.count() == 1


def test_a_revised_plan_marks_what_differs_from_the_one_before(browser, granny_chen, dr_zhou, signed, write):
    more = a_plan(medicines=(a_medicine(dose=2, quantity=56), METFORMIN), advice=())
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=more, based_on_id=signed.id)

    page = browser(cast.DR_LI).get(f"/people/{granny_chen.id}/careplans")

    assert page.text.count('<b class="mark changed">') == 1
    assert page.text.count('<b class="mark added">') == 1
    assert page.text.count('<b class="mark removed">') == 1


def test_two_diseases_are_shown_as_one_plan_and_then_each(browser, dr_zhou, write):
    person = cast.a_person(name="吴大爷", conditions=("hypertension", "diabetes"))
    write(person, by=dr_zhou, step=Step.SIGNED)
    write(person, by=dr_zhou, step=Step.SIGNED, disease=Disease.DIABETES, plan=a_plan(medicines=(METFORMIN,)))

    page = told(browser(cast.DR_LI).get(f"/people/{person.id}/careplans"))

    assert "合起来看（2 个病种）" in page
    assert page.index("合起来看") < page.index("二甲双胍片") < page.index("治疗处方")


def test_what_waits_is_shown_beside_what_is_in_force(browser, granny_chen, dr_li, signed, write):
    write(granny_chen, by=dr_li, plan=a_plan(goal="血压低于 130/80"), based_on_id=signed.id)

    page = told(browser(cast.DR_ZHOU).get(f"/people/{granny_chen.id}/careplans"))

    assert "待签字" in page and "要改的地方" in page and "血压低于 130/80" in page
    assert "血压低于 140/90" in page


def test_a_strangers_plans_are_absent(browser, granny_chen, signed):
    other = browser(cast.DR_WANG)

    for path in (
        f"/people/{granny_chen.id}/careplans",
        f"/careplans/versions/{signed.id}",
        f"/careplans/{signed.plan_id}/issue",
    ):
        assert other.get(path).status_code == 404


def test_a_version_says_exactly_what_it_changes_and_who_did_what(browser, granny_chen, dr_li, signed, write):
    mended = write(
        granny_chen,
        by=dr_li,
        plan=a_plan(medicines=(a_medicine(dose=2, quantity=56),)),
        based_on_id=signed.id,
    )

    page = told(browser(cast.DR_ZHOU).get(f"/careplans/versions/{mended.id}"))

    assert "和第 1 版不同的地方（1 处）" in page
    assert "提交待签 李秀兰" in page


def test_signing_puts_a_version_in_force_and_gives_the_medicine_out(browser, granny_chen, proposed):
    answer = browser(cast.DR_ZHOU).post(f"/careplans/versions/{proposed.id}/sign", data={"issues": "y"})

    assert answer.status_code == 303
    (row,) = list_plans(granny_chen.id)
    assert row.in_force.id == proposed.id and row.in_force.signed_by == "周明"
    assert row.runs_out_on == cast.TODAY + 28 * DAY


def test_signing_without_the_tick_gives_nothing_out(browser, granny_chen, proposed):
    browser(cast.DR_ZHOU).post(f"/careplans/versions/{proposed.id}/sign", data={"sign_note": "先不开药"})

    (row,) = list_plans(granny_chen.id)
    assert row.runs_out_on is None and row.in_force.steps[-1].note == "先不开药"


def test_the_trail_says_who_signed(browser, granny_chen, dr_zhou, proposed):
    browser(cast.DR_ZHOU).post(f"/careplans/versions/{proposed.id}/sign", data={})

    entries = db.session.query(AuditEntry).filter_by(action="careplan.sign").all()
    assert {entry.actor_id for entry in entries} == {dr_zhou.id}
    assert {(entry.subject, entry.subject_id) for entry in entries} == {("person", granny_chen.id)}


def test_a_village_doctor_gets_no_button_and_is_told_who_signs(browser, proposed, dr_zhou):
    doctor = browser(cast.DR_LI)

    page = doctor.get(f"/careplans/versions/{proposed.id}")
    answer = doctor.post(f"/careplans/versions/{proposed.id}/sign", data={})

    assert f"/careplans/versions/{proposed.id}/sign" not in page.text
    assert "由签约的家庭医生签字后生效" in told(page)
    assert answer.status_code == 403 and "签约的家庭医生签字" in told(answer)
    assert get_version(proposed.id, reader=dr_zhou).state is Step.PROPOSED


def test_what_somebody_else_signed_first_is_told_with_who_and_keeps_what_was_typed(browser, proposed):
    doctor = browser(cast.DR_ZHOU)
    doctor.post(f"/careplans/versions/{proposed.id}/send-back", data={"back_note": "剂量减半"})

    answer = doctor.post(f"/careplans/versions/{proposed.id}/sign", data={"sign_note": "同意"})

    assert answer.status_code == 409
    assert "第 1 版已由周明于 5 月 20 日“退回修改”" in told(answer)


def test_sending_back_asks_what_has_to_be_mended(browser, proposed, dr_zhou):
    answer = browser(cast.DR_ZHOU).post(
        f"/careplans/versions/{proposed.id}/send-back", data={"back_note": " "}
    )

    assert answer.status_code == 422 and 'href="#back_note"' in answer.text
    assert get_version(proposed.id, reader=dr_zhou).state is Step.PROPOSED


def test_its_author_withdraws_a_proposal_with_a_reason(browser, proposed, dr_zhou):
    answer = browser(cast.DR_LI).post(
        f"/careplans/versions/{proposed.id}/withdraw", data={"withdraw_note": "写错了人"}
    )

    assert answer.status_code == 303
    assert get_version(proposed.id, reader=dr_zhou).state is Step.WITHDRAWN


def test_a_plan_ends_on_a_day_with_a_reason(browser, granny_chen, signed):
    ending = {"ends_on": "2026-05-20", "reason": "elsewhere", "end_note": ""}

    answer = browser(cast.DR_ZHOU).post(f"/careplans/{signed.plan_id}/end", data=ending)

    assert answer.status_code == 303
    plan = db.session.get(CarePlan, signed.plan_id)
    assert (plan.ended_on, plan.end_reason) == (cast.TODAY, EndReason.ELSEWHERE)
    assert "已结束的方案（1 个）" in told(browser(cast.DR_LI).get(f"/people/{granny_chen.id}/careplans"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "2026-06-01"}, "这一天还没到"),
        ({"reason": "other"}, "请写明是什么原因"),
        ({"reason": ""}, "请填写这一项"),
        ({"ends_on": "2026-05-01"}, "早于方案起始日"),
    ],
)
def test_an_end_that_cannot_be_is_refused_with_what_was_typed_kept(browser, signed, wrong, sentence):
    ending = {"ends_on": "2026-05-20", "reason": "recovered", "end_note": ""} | wrong

    answer = browser(cast.DR_ZHOU).post(f"/careplans/{signed.plan_id}/end", data=ending)

    assert answer.status_code == 422 and sentence in told(answer)
    assert ending["ends_on"] in answer.text


def test_medicine_is_given_out_for_four_weeks_by_the_village(browser, standing):
    doctor = browser(cast.DR_LI)

    form = doctor.get(f"/careplans/{standing.plan_id}/issue")
    answer = doctor.post(f"/careplans/{standing.plan_id}/issue", data=giving(issue_note="家人代取"))

    assert "开 28 天，6 月 17 日用完" in told(form)
    assert answer.status_code == 303
    newest = list_issues(standing.plan_id)[0]
    assert (newest.days, newest.runs_out_on, newest.note) == (28, cast.TODAY + 28 * DAY, "家人代取")


def test_giving_out_twice_by_a_double_click_is_once(browser, standing):
    doctor, once = browser(cast.DR_LI), giving()

    for _ in range(2):
        assert doctor.post(f"/careplans/{standing.plan_id}/issue", data=once).status_code == 303

    assert len(list_issues(standing.plan_id)) == 1


@pytest.mark.parametrize(
    ("days", "place", "words"),
    [
        ("0", "days", "0"),
        ("400", "days", "12 周"),
        ("二十八", "days", "不是数字"),
        ("56", "assessment", "4 周"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_the_field(browser, signed, days, place, words):
    answer = browser(cast.DR_ZHOU).post(f"/careplans/{signed.plan_id}/issue", data=giving(days=days))

    assert answer.status_code == 422
    assert f'id="{place}-fault"' in answer.text and words in told(answer)
    assert f'value="{days}"' in answer.text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-05-21", "2026-13-01"])
def test_a_day_on_which_nothing_was_given_out_is_refused_beside_the_field(browser, standing, day):
    answer = browser(cast.DR_ZHOU).post(f"/careplans/{standing.plan_id}/issue", data=giving(issued_on=day))

    assert answer.status_code == 422 and 'id="issued_on-fault"' in answer.text
    assert list_issues(standing.plan_id) == ()


def test_what_is_still_at_home_is_told_and_counted_on(browser, signed):
    page = told(browser(cast.DR_LI).get(f"/careplans/{signed.plan_id}/issue"))
    again = browser(cast.DR_LI).post(f"/careplans/{signed.plan_id}/issue", data=giving())

    assert "家里还有 28 天的药" in page and "7 月 15 日用完" in page
    assert again.status_code == 422 and 'id="days-fault"' in again.text and "快用完再开" in told(again)


def test_over_four_weeks_each_of_the_four_conditions_is_asked_for(browser, standing):
    doctor = browser(cast.DR_ZHOU)

    for missing, nothing in (("assessment", ""), ("taught", None), ("long_note", ""), ("signed_by", " ")):
        sent = {
            name: value
            for name, value in (giving(days="56") | agreed(**{missing: nothing})).items()
            if value is not None
        }
        answer = doctor.post(f"/careplans/{standing.plan_id}/issue", data=sent)
        assert answer.status_code == 422, missing
        assert re.findall(r'id="(\w+)-fault"', answer.text) == [missing]


def test_with_the_four_conditions_eight_weeks_are_given_out(browser, standing):
    answer = browser(cast.DR_ZHOU).post(
        f"/careplans/{standing.plan_id}/issue", data=giving(days="56") | agreed()
    )

    assert answer.status_code == 303
    newest = list_issues(standing.plan_id)[0]
    assert newest.days == 56 and newest.long_term == LongTerm(
        "三个月来血压都达标，按时吃药", True, "病情稳定，开八周", "陈桂英"
    )


def test_more_than_four_weeks_are_for_the_family_doctor_and_nothing_typed_is_lost(browser, signed):
    answer = browser(cast.DR_LI).post(f"/careplans/{signed.plan_id}/issue", data=giving(days="56") | agreed())

    assert answer.status_code == 422 and "由签约医生开" in told(answer)
    assert "三个月来血压都达标" in answer.text


def test_guidance_of_the_lead_hospital_is_kept_whole_or_asked_for(browser, standing):
    doctor, guided = browser(cast.DR_LI), {"remote_hospital": "金安区人民医院", "remote_doctor": "许主任"}

    half = doctor.post(f"/careplans/{standing.plan_id}/issue", data=giving() | guided)
    whole = doctor.post(
        f"/careplans/{standing.plan_id}/issue", data=giving() | guided | {"remote_on": "2026-05-19"}
    )

    assert half.status_code == 422 and 'id="remote_on-fault"' in half.text
    assert whole.status_code == 303
    assert list_issues(standing.plan_id)[0].remote.doctor == "许主任"


def test_a_plan_that_is_not_signed_gives_nothing_out_and_says_so(browser, proposed):
    page = browser(cast.DR_LI).get(f"/careplans/{proposed.plan_id}/issue")

    assert page.status_code == 200 and "还没有签字生效" in told(page)


def test_a_plan_that_ended_gives_nothing_out_any_more(browser, signed):
    doctor = browser(cast.DR_ZHOU)
    doctor.post(f"/careplans/{signed.plan_id}/end", data={"ends_on": "2026-05-20", "reason": "recovered"})

    assert "已经结束" in told(doctor.get(f"/careplans/{signed.plan_id}/issue"))
    assert (
        doctor.post(
            f"/careplans/{signed.plan_id}/end", data={"ends_on": "2026-05-20", "reason": "wrong"}
        ).status_code
        == 409
    )


def test_only_the_author_or_a_family_doctor_strikes_a_note_of_medicine(browser, granny_chen, signed):
    (given,) = list_issues(signed.plan_id)
    doctor = browser(cast.DR_LI)

    page = doctor.get(f"/people/{granny_chen.id}/careplans")
    answer = doctor.post(f"/careplans/issues/{given.id}/void", data={"reason": "记错了"})

    assert f"/careplans/issues/{given.id}/void" not in page.text
    assert answer.status_code == 403
    assert db.session.get(MedicineIssue, given.id).voided_at is None


def test_nothing_is_offered_for_somebody_who_has_died(browser, granny_chen, signed):
    with transaction("person.leave", by=COMMAND_LINE):
        set_death(granny_chen, on=cast.TODAY)

    page = browser(cast.DR_ZHOU).get(f"/people/{granny_chen.id}/careplans")

    assert "苯磺酸氨氯地平片" in page.text and "/issue" not in page.text and "/revise" not in page.text


def test_a_wrong_note_of_medicine_is_struck_with_a_reason(browser, granny_chen, signed):
    (given,) = list_issues(signed.plan_id)
    doctor = browser(cast.DR_ZHOU)

    refused = doctor.post(f"/careplans/issues/{given.id}/void", data={"reason": ""})
    struck = doctor.post(f"/careplans/issues/{given.id}/void", data={"reason": "实际没有取药"})

    assert (refused.status_code, struck.status_code) == (422, 303)
    assert db.session.get(MedicineIssue, given.id).void_reason == "实际没有取药"
    page = told(doctor.get(f"/people/{granny_chen.id}/careplans"))
    assert "作废原因：实际没有取药" in page and "药到" not in page


def test_a_medicine_the_catalogue_does_not_know_is_marked(browser, granny_chen, dr_zhou, write):
    unknown = a_medicine(name="祖传降压丸", code="", strength="", unit=DoseUnit.PIECE)
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(medicines=(unknown,)))

    page = browser(cast.DR_LI).get(f"/careplans/versions/{version.id}")

    assert "祖传降压丸" in told(page) and "未核实" in told(page)
