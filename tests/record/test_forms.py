from __future__ import annotations

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.people.rules import Sensitive
from app.policy.terms import SelfCare, Sex
from app.record.forms import EnrolForm, ExcuseForm, LeaveForm, PersonForm
from tests import cast

VILLAGES = {cast.LIUTANG: "柳塘村", cast.GUIHUA: "桂花村"}
NUMBER = cast.an_identity(serial=7)


@pytest.fixture(autouse=True)
def _request(app):
    with app.test_request_context(method="POST"):
        yield


def _person(kept=None, record=None, **typed):
    usual = {"identity": NUMBER, "name": "单小兰", "area_code": cast.LIUTANG}
    return PersonForm(
        formdata=MultiDict(usual | typed),
        villages=VILLAGES,
        kept=kept or Sensitive("", ""),
        data=record,
        meta={"csrf": False},
    )


def _faults(form):
    assert not form.validate()
    return {field.name: " ".join(map(str, field.errors)) for field in form if field.errors}


def test_a_form_becomes_an_entry():
    form = _person(phone="138 5555 0036", self_care="partly", head_name=" 单大 ")

    assert form.validate()
    entry = form.entry()
    assert (entry.identity, entry.sex, entry.born_on) == (NUMBER, Sex.FEMALE, date(1950, 1, 1))
    assert (entry.phone, entry.self_care, entry.head_name) == ("13855550036", SelfCare.PARTLY, "单大")


def test_an_emptied_number_or_phone_keeps_what_is_on_record():
    form = _person(kept=Sensitive(NUMBER, "13855550036"), identity="", phone="")

    assert form.validate()
    assert (form.entry().identity, form.entry().phone) == (NUMBER, "13855550036")


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": " "}, "name", "请填写"),
        ({"name": "长" * 81}, "name", "太长了，最多 80 个字"),
        ({"identity": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "identity", "校验位"),
        ({"identity": ""}, "identity", "没有身份证的，请填出生日期"),
        ({"identity": "", "born_on": "1950-01-01"}, "sex", "请选性别"),
        ({"identity": "", "born_on": "2026-05-21", "sex": "2"}, "born_on", "还没到"),
        ({"identity": "", "born_on": "0195-01-01", "sex": "2"}, "born_on", "年份不对"),
        ({"born_on": "1950-02-30"}, "born_on", "请填写日期"),
        ({"born_on": "1951-01-01"}, "born_on", "和身份证号不符"),
        ({"sex": "1"}, "sex", "和身份证号不符"),
        ({"sex": "7"}, "sex", "请从所列的项目中选一个"),
        ({"phone": "不详"}, "phone", "7 到 12 位"),
        ({"area_code": cast.SHIQIAO}, "area_code", "请从所列的项目中选一个"),
        ({"self_care": "fully"}, "self_care", "请从所列的项目中选一个"),
        ({"version": "zwei"}, "version", "请填写整数"),
    ],
)
def test_a_fault_stands_at_the_field_that_can_mend_it(typed, field, words):
    faults = _faults(_person(**typed))

    assert list(faults) == [field]
    assert words in faults[field]


def test_a_mended_number_brings_its_own_birth_date():
    record = {"born_on": date(1949, 1, 1), "sex": Sex.MALE}
    form = _person(record=record, born_on="1949-01-01", sex="1")

    assert form.validate()
    assert form.entry().born_on == date(1950, 1, 1)


def test_the_differences_are_told_in_words_and_the_kept_number_masked():
    record = {"name": "单小兰", "area_code": cast.GUIHUA, "address": "", "self_care": SelfCare.ABLE}
    form = _person(
        record=record,
        kept=Sensitive(NUMBER, "13855550036"),
        phone="13855550037",
        address="西头",
        self_care="partly",
    )

    told = {label: (typed, kept) for label, typed, kept in form.differences()}

    assert told["电话"] == ("13855550037", "138****0036")
    assert told["住址"][0] == "西头"
    assert told["村（社区）"] == ("柳塘村", "桂花村")
    assert SelfCare.ABLE in told["自理能力（特困人员）"]
    assert "姓名" not in told
    assert "身份证号" not in told


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({}, "category", "请选择类别或病种"),
        ({"condition": "copd", "starts_on": "2026-05-21"}, "starts_on", "还没到"),
        ({"condition": "copd", "starts_on": "1026-05-20"}, "starts_on", "年份不对"),
        ({"condition": "copd", "starts_on": "去年"}, "starts_on", "请填写日期"),
        ({"condition": "copd", "basis": " "}, "basis", "请填写"),
        ({"condition": "flu"}, "condition", "请从所列的项目中选一个"),
        ({"category": "destitute", "benefit_from": "2026-01-01"}, "benefit_from", "和病种一起登记"),
    ],
)
def test_an_enrolment_needs_a_term_a_day_gone_by_and_a_basis(typed, field, words):
    stated = {"starts_on": "2026-05-01", "basis": "认定书"} | typed

    faults = _faults(EnrolForm(MultiDict(stated), meta={"csrf": False}))

    assert list(faults) == [field]
    assert words in faults[field]


@pytest.mark.parametrize(
    "typed", [{}, {"departure": "gone", "left_on": "x"}, {"departure": "died", "left_on": "2026-05-21"}]
)
def test_who_leaves_leaves_somehow_and_on_a_day_gone_by(typed):
    assert _faults(LeaveForm(MultiDict(typed), meta={"csrf": False}))


@pytest.mark.parametrize(
    "typed", [{}, {"reason": "holiday", "return_on": "2026-06-01"}, {"reason": "other", "return_on": "?"}]
)
def test_an_excuse_needs_a_reason_and_a_day(typed):
    assert _faults(ExcuseForm(MultiDict(typed), meta={"csrf": False}))
