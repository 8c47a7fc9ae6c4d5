from __future__ import annotations

from datetime import date

import pytest

from app.people.rules import BadEntry, ServiceLevel, age_on, mask_phone, read_entry, read_phone, service_level
from app.policy.terms import Condition, SelfCare, Sex
from tests import cast


def _read(**changes):
    stated = {"identity": cast.an_identity(serial=1), "name": "陈桂英", "area_code": cast.LIUTANG}
    return read_entry(**stated | changes, today=cast.TODAY)


def test_sex_and_birth_date_come_from_the_number():
    entry = _read()

    assert (entry.sex, entry.born_on) == (Sex.FEMALE, date(1950, 1, 1))


def test_without_a_number_they_are_stated():
    entry = _read(identity=" ", sex="1", born_on=date(1960, 5, 6))

    assert (entry.identity, entry.sex, entry.born_on) == (None, Sex.MALE, date(1960, 5, 6))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": "  "}, "name", "请填写姓名"),
        ({"identity": ""}, "identity", "没有身份证的，请填出生日期"),
        ({"identity": "", "born_on": date(2026, 5, 21), "sex": "1"}, "born_on", "还没到"),
        ({"identity": "", "born_on": date(1960, 5, 6)}, "sex", "请选性别"),
        ({"identity": "", "born_on": date(1960, 5, 6), "sex": Sex.UNKNOWN}, "sex", "请选性别"),
        ({"identity": "341502195001010021"}, "identity", "校验位"),
        ({"identity": "3415021950"}, "identity", "18 位"),
        ({"identity": "3.41502E+17"}, "identity", "科学计数法"),
        ({"identity": 341502195001010029}, "identity", "存成了数字"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(changes, field, words):
    with pytest.raises(BadEntry) as refused:
        _read(**changes)

    assert refused.value.field == field
    assert words in refused.value.text.zh
    assert refused.value.text.en


def test_words_are_tidied_and_invisible_marks_dropped():
    entry = _read(name="　陈 桂英 ", address=" 柳塘村\t三组\x00 ", self_care="partly")

    assert (entry.name, entry.address, entry.self_care) == ("陈桂英", "柳塘村 三组", SelfCare.PARTLY)


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("13812345678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("１３８－１２３４－５６７８", "13812345678"),
        ("+86 13812345678", "13812345678"),
        (13812345678.0, "13812345678"),
        ("0564-3321234", "05643321234"),
        ("3321234", "3321234"),
        ("无/13812345678", "13812345678"),
        ("13812345678、13912345678", "13812345678"),
        ("不详", ""),
        ("12345", ""),
        (None, ""),
    ],
)
def test_a_phone_is_read_as_lists_write_it(raw, phone):
    assert read_phone(raw) == phone


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 2, 28), 65), (date(2026, 3, 1), 66), (date(1960, 2, 29), 0)]
)
def test_a_leap_day_child_is_a_year_older_on_the_first_of_march(day, age):
    assert age_on(date(1960, 2, 29), day) == age


def test_an_unknown_birth_date_gives_no_age():
    assert age_on(None, cast.TODAY) is None


@pytest.mark.parametrize(
    ("conditions", "at_risk", "level"),
    [
        ([], False, ServiceLevel.HEALTHY),
        ([], True, ServiceLevel.SUB_HEALTH),
        ([Condition.TWO_DISEASES_HYPERTENSION], False, ServiceLevel.TWO_DISEASES),
        ([Condition.TWO_DISEASES_DIABETES, Condition.COPD], False, ServiceLevel.CHRONIC),
    ],
)
def test_the_four_groups_of_the_people_served(conditions, at_risk, level):
    assert service_level(conditions, at_risk=at_risk) is level
    assert level.service.zh


@pytest.mark.parametrize(
    ("phone", "masked"), [("13812345678", "138****5678"), ("3321234", "*******"), ("", "")]
)
def test_a_masked_phone_hides_its_middle(phone, masked):
    assert mask_phone(phone) == masked
