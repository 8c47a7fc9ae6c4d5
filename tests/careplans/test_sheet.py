"""The page that is printed for the patient, and the doctor's copy with the names under it."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from app.audit.models import AuditEntry
from app.careplans.queries.plans import get_plan
from app.careplans.rules.plan import Acknowledged, Advice, LongTerm
from app.careplans.rules.vocabulary import Disease, DoseUnit, EndReason, HealthKind, Moment, Step
from app.careplans.service.steps import end_plan
from app.core.db import db
from app.core.transaction import transaction
from app.duties.service import enrol
from app.people.rules import AllergyEntry
from app.people.service import add_allergy
from app.policy.terms import Condition
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

METFORMIN = a_medicine(
    name="二甲双胍片",
    strength="0.5g",
    code="metformin",
    times=2,
    quantity=56,
    moments=(Moment.MORNING, Moment.EVENING),
)


@pytest.fixture
def sheet(app, sign_in, granny_chen):
    """Open granny Chen's sheet as somebody of the cast: ``sheet()``, ``sheet(copy="doctor")``."""

    def _sheet(member=cast.DR_LI, **asked):
        client = sign_in(app.test_client(), member)
        return client.get(f"/people/{granny_chen.id}/careplans/sheet", query_string=asked)

    return _sheet


def _statements(ask):
    sent = []
    listener = ("before_cursor_execute", lambda *said: sent.append(said[2]))
    event.listen(db.engine, *listener)
    ask()
    event.remove(db.engine, *listener)
    return len(sent)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def test_the_sheet_says_what_to_take_when_and_what_to_do(signed, sheet):
    page = sheet()

    assert page.status_code == 200
    assert "陈桂英的用药和生活单" in told(page) and "2026 年 5 月 20 日" in told(page)
    assert "早上 苯磺酸氨氯地平片 5mg 高血压 1 片" in told(page)
    assert "#sunrise" in page.text and "#moon-stars" not in page.text
    assert "饮食 ：少盐" in told(page) and "血压 ：每天 1 次" in told(page)


def test_the_sheet_says_when_the_medicine_ends_and_whom_to_call(signed, sheet):
    page = sheet()

    assert "高血压的药，6 月 17 日用完。" in told(page)
    assert "6 月 10 日以前来拿药" in told(page)
    assert "有事找医生：周明" in told(page)


def test_warning_signs_stand_in_a_box_of_their_own(granny_chen, dr_zhou, write, sheet):
    signs = (Advice(HealthKind.WARNING_SIGNS, words="嘴歪、手脚没力"),)
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(advice=signs))

    page = sheet()

    assert re.search(r'class="urgent".*?嘴歪、手脚没力.*?</section>', page.text, re.DOTALL)
    assert "就医信号" not in told(page)


def test_two_plans_are_one_sheet_by_the_time_of_day(granny_chen, dr_zhou, write, signed, sheet):
    with transaction("person.enrol", by=dr_zhou):
        enrol(granny_chen, condition=Condition.DIABETES, starts_on=cast.TODAY, basis="认定")
    plan = a_plan(medicines=(METFORMIN,))
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, disease=Disease.DIABETES, plan=plan)

    page = sheet()

    assert "高血压、糖尿病" in told(page)
    assert "早上 苯磺酸氨氯地平片 5mg 高血压 1 片 二甲双胍片 0.5g 糖尿病 1 片" in told(page)
    assert "晚上 二甲双胍片 0.5g 糖尿病 1 片" in told(page)


def test_what_the_doctor_changed_is_marked(granny_chen, dr_zhou, write, signed, sheet):
    assert "改量" not in told(sheet())
    half = a_plan(medicines=(a_medicine(dose=0.5, quantity=14), METFORMIN))
    second = write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=half, based_on_id=signed.id)

    page = sheet()

    assert "苯磺酸氨氯地平片 5mg 高血压 改量 0.5 片" in told(page)
    assert "二甲双胍片 0.5g 高血压 新加 1 片" in told(page)
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(), based_on_id=second.id)
    assert "停用，不要再吃： 二甲双胍片 0.5g" in told(sheet())


def test_only_what_is_in_force_is_on_the_sheet(granny_chen, dr_li, write, signed, sheet):
    write(granny_chen, by=dr_li, plan=a_plan(medicines=(METFORMIN,)), based_on_id=signed.id)

    page = sheet()

    assert "氨氯地平" in told(page) and "二甲双胍" not in told(page)


@pytest.mark.parametrize("left", ["nothing", "proposal", "ended"])
def test_without_a_plan_in_force_there_is_a_sentence_and_a_way_on(
    granny_chen, dr_li, dr_zhou, write, sheet, left
):
    if left == "proposal":
        write(granny_chen, by=dr_li)
    if left == "ended":
        version = write(granny_chen, by=dr_zhou, step=Step.SIGNED)
        with transaction("careplan.end", by=dr_zhou):
            plan = get_plan(version.plan_id, reader=dr_zhou)
            end_plan(plan, on=cast.TODAY, reason=EndReason.REFUSED, note="", by=dr_zhou)

    page = sheet()

    assert page.status_code == 200
    assert "还没有签字生效的方案" in told(page) and 'class="leaf"' not in page.text
    assert f'href="/people/{granny_chen.id}/careplans"' in page.text


def test_the_doctors_copy_names_who_proposed_and_who_signed(granny_chen, dr_li, dr_zhou, write, sheet):
    proposed = write(granny_chen, by=dr_li)
    half = a_plan(medicines=(a_medicine(dose=0.5, quantity=14),))
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=half, based_on_id=proposed.id)

    page = sheet(copy="doctor")

    assert "第 2 版" in told(page)
    assert "提出 李秀兰 2026 年 5 月 20 日" in told(page) and "签字 周明 2026 年 5 月 20 日" in told(page)
    assert "本人或家属签名" in told(page)


def test_what_a_doctor_wrote_and_signed_alone_nobody_proposed(signed, sheet):
    page = sheet(copy="doctor")

    assert "提出 " not in told(page) and "签字 周明" in told(page)


def test_an_older_proposal_is_not_put_under_a_later_version(granny_chen, dr_li, dr_zhou, write, sheet):
    first = write(granny_chen, by=dr_li)
    second = write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=first.id)
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(goal="慢慢来"), based_on_id=second.id)

    page = sheet(copy="doctor")

    assert "第 3 版" in told(page) and "李秀兰" not in told(page).split("第 3 版")[1].split("签名")[0]


def test_the_doctors_copy_holds_the_warnings_with_their_reasons_and_the_long_prescription(
    granny_chen, dr_zhou, write, sheet
):
    with transaction("person.details", by=dr_zhou):
        add_allergy(granny_chen, AllergyEntry("磺胺", cast.TODAY))
    plan = a_plan(
        medicines=(a_medicine(days=56, quantity=56),),
        long_term=LongTerm("三个月都达标", taught=True, note="开八周", signed_by="陈桂英"),
        acknowledged=(Acknowledged("caution", "氨氯地平", "脚可能肿", "药品说明书", "试四周再看"),),
    )
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=plan)

    page = sheet(copy="doctor")

    assert all(each in told(page) for each in ("脚可能肿", "药品说明书", "试四周再看"))
    assert all(each in told(page) for each in ("三个月都达标", "开八周", "过敏：磺胺"))


def test_what_somebody_wrote_is_shown_as_text(granny_chen, dr_zhou, write, sheet):
    odd = a_plan(
        medicines=(a_medicine(name="<b>甲</b>{x}", code="", note="{0} & <i>", unit=DoseUnit.DROP),),
        advice=(Advice(HealthKind.DIET, words="{少}盐 <script>"),),
    )
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=odd)

    for page in (sheet(), sheet(copy="doctor")):
        assert page.status_code == 200
        assert "&lt;b&gt;甲&lt;/b&gt;{x}" in page.text and "{少}盐 &lt;script&gt;" in page.text


def test_whoever_opens_the_sheet_is_noted_in_the_trail(signed, granny_chen, dr_li, sheet):
    sheet()

    read = db.session.query(AuditEntry).filter_by(
        subject="person", subject_id=granny_chen.id, actor_id=dr_li.id
    )
    assert read.count() == 1


def test_a_sheet_of_another_village_is_absent(signed, sheet):
    assert sheet(cast.DR_WANG).status_code == 404


def test_a_second_plan_asks_the_database_no_more_often(granny_chen, dr_zhou, write, signed, sheet):
    sheet()
    one = _statements(sheet)
    for disease in (Disease.DIABETES, Disease.COPD):
        plan = a_plan(medicines=(METFORMIN,))
        with transaction("person.enrol", by=dr_zhou):
            enrol(granny_chen, condition=disease.conditions[0], starts_on=cast.TODAY, basis="认定")
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, disease=disease, plan=plan)

    assert _statements(sheet) == one


@pytest.mark.parametrize("copy", ["", "doctor"])
def test_the_sheet_speaks_english_too(app, sign_in, granny_chen, signed, copy):
    client = sign_in(app.test_client(), cast.DR_ZHOU)
    client.post("/comfort", data={"language": "en", "next": "/"})

    page = client.get(f"/people/{granny_chen.id}/careplans/sheet", query_string={"copy": copy})

    assert page.status_code == 200
    assert "Hypertension: the medicine runs out on 17 Jun." in told(page)
