"""What was typed on a tablet, in words: nothing is left out, and what a code stands for is said."""

from __future__ import annotations

import pytest

from app.core.words import Text
from app.tablet.rules.typed import PICTURE, Names, said_of
from app.tablet.rules.vocabulary import ItemKind
from tests import cast


def said(kind, fields, names=None):
    """Return what is said in Chinese, label to words."""
    return {label.zh: words.zh for label, words in said_of(kind, fields, names=names or Names())}


def test_a_visit_is_told_with_its_day_its_way_and_every_answer():
    told = said(
        ItemKind.VISIT,
        [
            ("client_key", "k"), ("sections", "hypertension"), ("visited_on", "2026-05-20"), ("mode", "home"),
            ("systolic", "168"), ("symptoms", "headache"), ("symptoms", "dizziness"), ("note", "要再去"), ("weight", ""),
        ],
    )  # fmt: skip

    assert told["随访日期"] == "2026 年 5 月 20 日"
    assert told["随访方式"] == "家庭"
    assert told["收缩压"] == "168"
    assert "、" in told["症状"]
    assert told["备注"] == "要再去"
    assert "k" not in told.values() and "体重" not in told


def test_a_day_or_a_term_that_means_nothing_stands_as_it_was_typed():
    told = said(ItemKind.VISIT, [("visited_on", "昨天"), ("mode", "by-air")])

    assert told == {"随访日期": "昨天", "随访方式": "by-air"}


def test_a_field_no_form_knows_any_more_stands_by_its_name():
    told = said(
        ItemKind.VISIT, [("sections", "hypertension"), ("pulse_of_old", "72"), ("pulse_of_old", "74")]
    )

    assert told == {"其他（pulse_of_old）": "72、74"}


def test_a_picture_is_named_and_never_shown():
    told = said(ItemKind.VISIT, [("photo_1", "data:image/jpeg;base64,AAAA"), ("signature", "M1 1")])

    assert set(told.values()) == {PICTURE.zh}


def test_a_round_is_told_for_its_one_person():
    fields = [
        ("visited_on", "2026-05-20"),
        ("p12", "round"),
        ("p12", "medication"),
        ("w12", "1"),
        ("n12", "断药"),
        ("k12", "x"),
    ]

    told = said(ItemKind.ROUND, fields)

    assert told == {
        "巡查日期": "2026 年 5 月 20 日",
        "做了": "巡查、用药指导",
        "发现异常": "是",
        "异常情况": "断药",
    }
    assert said(ItemKind.ROUND, [("p12", "all")]) == {"做了": "四项都做了"}


def test_a_contact_that_was_no_visit_is_told_with_whom_it_went_through():
    fields = [("outcome", "away"), ("way", "family"), ("contact", "3"), ("return_on", "2026-06-01")]

    told = said(ItemKind.ATTEMPT, fields, Names(contacts={"3": "陈大"}))

    assert told["结果"] == "外出，有返回日期"
    assert told["联系到谁"] == "陈大"
    assert told["预计哪天回来或再联系"] == "2026 年 6 月 1 日"


@pytest.mark.parametrize(("whole", "phone"), [(True, "13855550123"), (False, "138****0123")])
def test_a_sealed_number_stands_whole_for_whoever_typed_it_alone(whole, phone):
    fields = [("phone", "13855550123"), ("area_code", cast.LIUTANG), ("version", "3")]

    told = said(ItemKind.EDIT, fields, Names({cast.LIUTANG: "柳塘村"}, whole=whole))

    assert told == {"电话": phone, "村（社区）": "柳塘村"}


def test_everything_is_told_in_english_too():
    ((label, words),) = said_of(ItemKind.ATTEMPT, [("outcome", "died")], names=Names())

    assert (label, words) == (Text("结果", "Outcome"), Text("已去世", "Died"))
