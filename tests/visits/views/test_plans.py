"""The plans in force on the visit form: shown, recorded by one touch, derived for the national forms, mended, struck."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.careplans.models import PlanCheck
from app.careplans.queries.plans import get_plan, get_version
from app.careplans.rules.vocabulary import Disease, Effect, EndReason, Step, Taken, WhyNot
from app.careplans.service.steps import end_plan
from app.careplans.service.writing import write_version
from app.core.db import db
from app.core.transaction import transaction
from app.duties.queries import list_duties
from app.visits.models import Visit
from app.visits.service import void_visit
from tests import cast
from tests.careplans.conftest import a_draft, a_medicine, a_plan


@pytest.fixture
def agreed(dr_zhou):
    """Put a plan in force: `agreed(granny_chen)`, for her pressure unless another disease is named."""

    def _agreed(person, **changes):
        stated = {"client_key": uuid4(), "step": Step.SIGNED} | changes
        with transaction("careplan.sign", by=dr_zhou):
            version = write_version(person, replace(a_draft(), **stated), by=dr_zhou)
        return get_version(version.id, reader=dr_zhou)

    return _agreed


def _typed(version, **changes):
    usual = {
        "client_key": str(uuid4()), "visited_on": "2026-05-20", "mode": "home", "sections": ["hypertension"],
        "systolic": "126", "diastolic": "76", "symptoms": "none",
        "plan_versions": [str(version.id)] if version else [],
    }  # fmt: skip
    return usual | changes


def _post(browser, person, version, **changes):
    return browser.post(f"/people/{person.id}/visits/new", data=_typed(version, **changes))


def _checks():
    return db.session.scalars(sa.select(PlanCheck).order_by(PlanCheck.id)).all()


def _visit():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id.desc())).first()


def _due(person, kind="hypertension"):
    return next(duty for duty in list_duties(person.id) if duty.kind.value == kind)


def test_the_form_shows_the_plan_in_force_and_asks_of_it_instead_of_the_national_question(
    doctor, granny_chen, agreed
):
    version = agreed(granny_chen)

    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind=hypertension").text

    assert f"/careplans/versions/{version.id}" in page
    assert "每次 1 片，每天 1 次，早上" in page and "少盐" in page
    assert f'name="plan_versions" value="{version.id}"' in page
    assert 'name="plan_hypertension_taken" value="as-agreed"' in page
    assert 'name="plan_kind_diet"' in page and 'name="plan_kind_monitoring"' in page
    assert 'name="adherence"' not in page and 'name="adverse_reaction"' not in page


def test_without_a_plan_in_force_the_form_is_as_before(doctor, granny_chen, agreed):
    agreed(granny_chen, step=Step.PROPOSED)

    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind=hypertension").text

    assert "plan_versions" not in page and "careplan-visit.js" not in page
    assert 'name="adherence"' in page and 'name="adverse_reaction"' in page


def test_one_touch_records_the_plan_and_answers_the_national_form(doctor, granny_chen, agreed):
    version = agreed(granny_chen)

    _post(
        doctor, granny_chen, version, plan_hypertension_taken="as-agreed", plan_hypertension_effect="better"
    )

    (check,) = _checks()
    assert (check.plan_id, check.version_id, check.checked_on) == (
        version.plan_id,
        version.id,
        cast.TODAY,
    )
    assert (check.treatment, check.effect, check.area_code) == (Taken.AS_AGREED, Effect.BETTER, cast.LIUTANG)
    assert _visit().answers["adherence"] == "regular"
    assert _visit().answers["adverse_reaction"] == "no"


def test_the_medicines_of_the_plan_stand_on_the_national_form_and_go_on_untouched(
    doctor, granny_chen, agreed
):
    version = agreed(granny_chen)
    medicine = version.plan.medicines[0]

    page = doctor.get(f"/people/{granny_chen.id}/visits/new").text
    _post(doctor, granny_chen, version, drug1_as="same")

    assert medicine.name in page[page.index('data-drug="1"') :]
    assert _visit().answers["drug1_name"] == f"{medicine.name} {medicine.strength}"
    assert _visit().answers["drug1_times"] == medicine.times


def test_why_it_was_not_as_agreed_and_the_other_prescriptions_are_kept(doctor, granny_chen, agreed):
    version = agreed(granny_chen)

    _post(
        doctor, granny_chen, version,
        plan_hypertension_taken="partly", plan_hypertension_why=["forgot", "cost"],
        plan_hypertension_why_words="下地时忘了", plan_kind_diet="not", plan_kind_monitoring="as-agreed",
    )  # fmt: skip

    (check,) = _checks()
    assert check.why == [WhyNot.FORGOT.value, WhyNot.COST.value] and check.why_words == "下地时忘了"
    assert check.others == {"diet": "not", "monitoring": "as-agreed"}
    assert _visit().answers["adherence"] == "irregular"


def test_a_reaction_classes_the_visit_and_brings_the_next_one_after_fourteen_days(
    doctor, granny_chen, agreed
):
    version = agreed(granny_chen)

    _post(
        doctor, granny_chen, version,
        plan_hypertension_taken="as-agreed", plan_hypertension_reaction="脚踝肿", referral_answer="declined",
        referral_declined="先换药观察",
    )  # fmt: skip

    assert _visit().results == {"hypertension": "adverse-reaction"}
    assert _visit().answers["adverse_detail"] == "脚踝肿"
    assert _due(granny_chen).due_on == date(2026, 6, 3)


def test_medicine_not_taken_at_all_brings_the_next_visit_sooner_though_the_values_are_fine(
    doctor, granny_chen, agreed
):
    version = agreed(granny_chen)

    _post(doctor, granny_chen, version, plan_hypertension_taken="not")

    assert _visit().results == {"hypertension": "controlled"}
    assert _visit().answers["adherence"] == "none"
    assert _due(granny_chen).due_on == date(2026, 6, 3)


def test_taken_in_part_with_fine_values_keeps_the_usual_interval(doctor, granny_chen, agreed):
    version = agreed(granny_chen)

    _post(doctor, granny_chen, version, plan_hypertension_taken="partly")

    assert _due(granny_chen).due_on == date(2026, 8, 20)


def test_of_several_plans_the_least_kept_answers_the_national_form(doctor, agreed):
    person = cast.a_person(conditions=("hypertension", "diabetes"))
    one = agreed(person)
    plan = a_plan(medicines=(a_medicine(name="盐酸二甲双胍片", strength="0.5g", code="metformin"),))
    two = agreed(person, disease=Disease.DIABETES, plan=plan)

    _post(
        doctor, person, None, plan_versions=[str(one.id), str(two.id)],
        plan_hypertension_taken="as-agreed", plan_diabetes_taken="partly",
    )  # fmt: skip

    assert [check.treatment for check in _checks()] == [Taken.AS_AGREED, Taken.PARTLY]
    assert _visit().answers["adherence"] == "irregular"


def test_a_disease_under_no_plan_still_asks_and_the_worse_answer_stands(doctor, agreed):
    person = cast.a_person(conditions=("hypertension", "diabetes"))
    version = agreed(person)
    sections = ["hypertension", "diabetes"]

    page = doctor.get(f"/people/{person.id}/visits/new?kind=hypertension&kind=diabetes").text
    _post(
        doctor, person, version, sections=sections, fasting_glucose="6.1",
        plan_hypertension_taken="as-agreed", adherence="irregular",
    )  # fmt: skip

    assert 'name="adherence"' in page
    assert _visit().answers["adherence"] == "irregular"


def test_nothing_said_of_a_plan_leaves_no_line(doctor, granny_chen, agreed):
    version = agreed(granny_chen)

    assert _post(doctor, granny_chen, version).status_code == 303

    assert _checks() == []
    assert "adherence" not in _visit().answers


def test_a_plan_that_changed_meanwhile_is_shown_before_anything_is_filed(doctor, granny_chen, agreed):
    old = agreed(granny_chen)
    new = agreed(granny_chen, based_on_id=old.id, plan=a_plan(goal="130/80"))

    answer = _post(doctor, granny_chen, old, plan_hypertension_taken="partly", note="在田边见到")

    assert answer.status_code == 422 and _visit() is None
    assert "诊疗方案有变动" in answer.text and "在田边见到" in answer.text
    assert f'name="plan_versions" value="{new.id}"' in answer.text


def test_a_plan_that_ended_meanwhile_is_told_as_well(doctor, granny_chen, agreed, dr_zhou):

    version = agreed(granny_chen)
    with transaction("careplan.end", by=dr_zhou):
        plan = get_plan(version.plan_id, reader=dr_zhou)
        end_plan(plan, on=cast.TODAY, reason=EndReason.REFUSED, note="", by=dr_zhou)

    answer = _post(doctor, granny_chen, version, plan_hypertension_taken="partly")

    assert answer.status_code == 422 and _visit() is None
    assert "诊疗方案有变动" in answer.text


def test_a_term_nobody_offers_is_refused_beside_its_field(doctor, granny_chen, agreed):
    version = agreed(granny_chen)

    answer = _post(doctor, granny_chen, version, plan_hypertension_taken="sometimes", note="在田边见到")

    assert answer.status_code == 422 and "在田边见到" in answer.text
    assert _checks() == []


def test_the_page_of_the_visit_and_its_print_tell_how_the_plan_was_kept(doctor, granny_chen, agreed):
    version = agreed(granny_chen)
    _post(
        doctor, granny_chen, version,
        plan_hypertension_taken="partly", plan_hypertension_why="forgot", plan_kind_diet="as-agreed",
    )  # fmt: skip

    shown = doctor.get(f"/visits/{_visit().id}").text
    printed = doctor.get(f"/visits/{_visit().id}/print").text

    assert "诊疗方案执行情况" in shown and "用药部分（忘记了）" in shown
    assert "用药部分（忘记了）；饮食：按方" in printed


def test_a_struck_visit_takes_its_word_along(doctor, granny_chen, agreed, dr_li):
    version = agreed(granny_chen)
    _post(doctor, granny_chen, version, plan_hypertension_taken="not")

    with transaction("visit.void", by=dr_li):
        void_visit(_visit(), reason="记错了人", by=dr_li)

    assert [check.voided for check in _checks()] == [True]


def test_a_correction_stands_filled_in_with_what_was_told_and_files_its_own(doctor, granny_chen, agreed):
    version = agreed(granny_chen)
    _post(
        doctor, granny_chen, version,
        plan_hypertension_taken="partly", plan_hypertension_why="forgot", plan_hypertension_reaction="头晕",
        referral_answer="declined", referral_declined="先观察",
    )  # fmt: skip
    visit = _visit()

    page = doctor.get(f"/visits/{visit.id}/correct").text
    sent = _typed(version, plan_hypertension_taken="as-agreed", plan_hypertension_reaction="")
    sent |= {"correction_reason": "问错了"}
    doctor.post(f"/visits/{visit.id}/correct", data=sent)

    assert re.search(r'name="plan_hypertension_taken" value="partly"\s+checked', page) and "头晕" in page
    assert [(check.treatment, check.reaction, check.voided) for check in _checks()] == [
        (Taken.PARTLY, "头晕", True),
        (Taken.AS_AGREED, "", False),
    ]
    assert _visit().answers["adherence"] == "regular" and "adverse_detail" not in _visit().answers
    beside = doctor.get(f"/visits/{_visit().id}").text
    assert "<s>用药部分（忘记了）；不良反应：头晕</s>" in beside


def test_a_correction_of_a_visit_before_the_plan_asks_nothing_of_it(doctor, granny_chen, agreed, filed):
    visit = filed(granny_chen, visited_on=date(2026, 5, 1))
    agreed(granny_chen)

    page = doctor.get(f"/visits/{visit.id}/correct").text

    assert "plan_versions" not in page
