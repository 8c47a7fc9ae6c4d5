"""Leaving, coming back, putting right: as the doctor does it."""

from __future__ import annotations

from datetime import date

import pytest

from app.duties.queries import find_open_duty, list_duties
from tests import cast

ROUND = "scattered-weekly-round"


def _post(browser, person, form, **typed):
    return browser.post(f"/people/{person.id}/{form}", data=typed)


def test_who_is_away_shows_so_on_the_page_and_in_the_lists_and_can_be_back(doctor, granny_chen):
    _post(
        doctor, granny_chen, "leave",
        departure="away", left_on="2026-05-20", until_on="2026-06-20", note="去合肥",
    )  # fmt: skip

    page = doctor.get(f"/people/{granny_chen.id}").text
    assert "外出，预计 6 月 20 日 回来" in page and "去合肥" in page
    assert "已回村" in page and "开始随访" in page
    assert "外出，6 月 20 日 回" in doctor.get("/people?q=陈桂英").text
    assert find_open_duty(granny_chen.id, ROUND).excused_until == date(2026, 6, 20)

    _post(doctor, granny_chen, "back", back_on="2026-05-20", note="提前回来")

    assert "外出，预计" not in doctor.get(f"/people/{granny_chen.id}").text
    history = doctor.get(f"/people/{granny_chen.id}/history?part=states").text
    assert "提前回来" in history and "去合肥" in history


@pytest.mark.parametrize(
    ("departure", "shown", "mend"),
    [
        ("died", "已于 5 月 10 日 去世", "更正死亡登记"),
        ("moved", "已于 5 月 10 日 迁出", "迁回或更正"),
        ("lost", "自 5 月 10 日 起失访", "找到了"),
    ],
)
def test_who_is_gone_is_owed_nothing_until_it_is_put_right(doctor, granny_chen, departure, shown, mend):
    before = {duty.rule_id for duty in list_duties(granny_chen.id)}
    _post(doctor, granny_chen, "leave", departure=departure, left_on="2026-05-10", note="邻居说的")

    page = doctor.get(f"/people/{granny_chen.id}").text
    assert shown in page and mend in page and "邻居说的" in page
    assert "开始随访" not in page
    assert list_duties(granny_chen.id) == []

    _post(doctor, granny_chen, "back", back_on="2026-05-20", note="认错人")

    assert {duty.rule_id for duty in list_duties(granny_chen.id)} == before
    assert mend not in doctor.get(f"/people/{granny_chen.id}").text


BAD = [
    ("leave", {"departure": "away", "left_on": "2026-05-20"}, "请填预计哪天回来"),
    ("leave", {"departure": "away", "left_on": "2026-05-20", "until_on": "2026-05-19"}, "已经过去"),
    ("leave", {"departure": "away", "left_on": "2026-05-20", "until_on": "2028-01-01"}, "最长一年"),
    ("leave", {"departure": "away", "left_on": "2026-05-20", "until_on": "年底"}, "请填写日期"),
    ("leave", {"departure": "here", "left_on": "2026-05-20"}, "请从所列的项目中选一个"),
    ("leave", {"departure": "lost", "left_on": "2026-05-21"}, "还没到"),
    ("leave", {"departure": "lost", "left_on": "2026-05-01", "note": "长" * 401}, "太长了"),
    ("back", {"back_on": "2026-05-20", "note": "回来了"}, "本来就登记为在村"),
    ("back", {"back_on": "2026-05-21", "note": "回来了"}, "还没到"),
    ("back", {"back_on": "2026-05-20", "note": " "}, "请填写"),
]


@pytest.mark.parametrize(("form", "typed", "words"), BAD)
def test_what_cannot_be_is_refused_in_a_sentence_and_what_was_typed_stays(
    doctor, granny_chen, form, typed, words
):
    before = list_duties(granny_chen.id)

    sent = _post(doctor, granny_chen, form, **typed)

    assert sent.status_code == 422
    assert words in sent.text
    assert typed.get("note", "").strip() in sent.text
    assert list_duties(granny_chen.id) == before


def test_who_died_does_not_move_and_does_not_come_back_before_leaving(doctor, granny_chen):
    _post(doctor, granny_chen, "leave", departure="died", left_on="2026-05-10")

    moved = _post(doctor, granny_chen, "leave", departure="moved", left_on="2026-05-11")
    back = _post(doctor, granny_chen, "back", back_on="2026-05-09", note="认错人")

    assert moved.status_code == back.status_code == 422
    assert "不能再登记为“迁出”" in moved.text
    assert "不能早于离开的日期" in back.text


def test_a_supervisor_reads_it_and_does_not_put_it_right(doctor, supervisor, granny_chen):
    _post(doctor, granny_chen, "leave", departure="died", left_on="2026-05-10")

    page = supervisor.get(f"/people/{granny_chen.id}").text

    assert "已于 5 月 10 日 去世" in page
    assert "更正死亡登记" not in page
    assert _post(supervisor, granny_chen, "back", back_on="2026-05-20", note="x").status_code == 403


def test_what_is_foreign_is_absent(stranger, granny_chen):
    for form in ("leave", "back", "history"):
        assert stranger.get(f"/people/{granny_chen.id}/{form}").status_code == 404


def test_an_emptied_phone_goes_when_it_is_ticked_away(doctor, granny_chen):
    usual = {"name": "陈桂英", "area_code": cast.LIUTANG, "version": granny_chen.version, "phone": ""}

    both = _post(doctor, granny_chen, "edit", **usual | {"phone": "13955550012", "drop_phone": "y"})
    assert both.status_code == 422 and "不用勾选删除" in both.text
    _post(doctor, granny_chen, "edit", **usual | {"drop_phone": "y"})

    page = doctor.post(f"/people/{granny_chen.id}/reveal", data={"reason": "call"}).text
    assert "tel:" not in page
    assert cast.an_identity(serial=1) in page


def test_who_lives_apart_from_where_they_are_registered_is_tagged(doctor, granny_chen):
    _post(
        doctor, granny_chen, "edit",
        name="陈桂英", area_code=cast.LIUTANG, version=granny_chen.version, registered_place="霍邱县城关镇",
    )  # fmt: skip

    page = doctor.get(f"/people/{granny_chen.id}").text
    assert "人户分离" in page and "霍邱县城关镇" in page
    assert 'value="霍邱县城关镇"' in doctor.get(f"/people/{granny_chen.id}/edit").text
