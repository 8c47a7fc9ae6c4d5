"""A visit on paper: every national form of it, complete."""

from __future__ import annotations

import re

from app.policy.terms import Kind, Result
from tests import cast

THREE = (Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD)
ANSWERS = {
    "systolic": 152,
    "diastolic": 96,
    "fasting_glucose": 8.1,
    "weight": 61.5,
    "smoking_daily": 5,
    "adherence": "regular",
}


def _page(browser, visit):
    return browser.get(f"/visits/{visit.id}/print")


def _forms(page):
    return re.findall(r'<section class="group sheet".*?</section>', page.text, re.DOTALL)


def test_a_visit_of_three_diseases_prints_three_forms_with_what_they_share_in_each(
    doctor, granny_chen, filed
):
    results = dict.fromkeys(THREE, Result.UNCONTROLLED)
    visit = filed(granny_chen, kinds=THREE, answers=ANSWERS, results=results)

    forms = _forms(_page(doctor, visit))

    assert len(forms) == 3
    assert ["61.5 kg" in form for form in forms[:2]] == [True, True]
    assert ["152/96" in form for form in forms] == [True, True, False]
    assert all("5 支" in form and "控制不满意" in form for form in forms)
    assert [form.count("8.1 mmol/L") for form in forms] == [0, 1, 0]


def test_each_form_names_whose_it_is_and_when_and_how_and_by_whom(doctor, granny_chen, filed):
    visit = filed(granny_chen)

    (form,) = _forms(_page(doctor, visit))

    for words in (
        "陈桂英",
        f"201-{granny_chen.id:05d}",
        "2026 年 5 月 20 日",
        "2 家庭",
        "李秀兰",
        "2026 年 8 月 20 日",
    ):
        assert words in form, words


def test_a_visit_typed_in_afterwards_says_so_on_paper(doctor, granny_chen, filed):
    visit = filed(granny_chen, visited_on=cast.TODAY.replace(day=18))

    assert "（补录）" in _page(doctor, visit).text


def test_a_form_of_an_earlier_visit_still_names_the_day_it_asked_for(doctor, granny_chen, filed):
    earlier = filed(granny_chen, visited_on=cast.TODAY.replace(month=2))
    filed(granny_chen)

    (form,) = _forms(_page(doctor, earlier))

    assert re.search(r"下次随访日期</th><td>2026 年 5 月 20 日<", form)


def test_what_only_those_who_treat_may_read_is_not_printed_for_a_supervisor(doctor, supervisor, app, filed):
    person = cast.a_person(conditions=("mental-disorder", "hypertension"))
    kinds = (Kind.HYPERTENSION, Kind.MENTAL_DISORDER)
    visit = filed(
        person, kinds=kinds, answers={"systolic": 136, "diastolic": 84}, results={}, note="夜里不睡"
    )

    assert len(_forms(_page(doctor, visit))) == 2
    page = _page(supervisor, visit)
    assert len(_forms(page)) == 1
    assert "精神" not in page.text and "夜里不睡" not in page.text


def test_another_villages_doctor_prints_nothing(stranger, granny_chen, filed):
    assert _page(stranger, filed(granny_chen)).status_code == 404
