"""The board of a week, as those who walk the rounds use it."""

from __future__ import annotations

import html
import re
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.policy.terms import Kind, Mode
from app.visits.models import Visit
from tests import cast

KEY = re.compile(r'name="k(\d+)" value="([^"]+)"')


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def neighbour(destitute):
    """仇金宝 of the same village, in another group."""
    return destitute("仇金宝", group_name="一组")


def _keys(page):
    return {int(number): key for number, key in KEY.findall(page)}


def _ticked(page, *people, on=cast.TODAY, **more):
    keys = _keys(page)
    form = {"visited_on": on.isoformat()}
    for person in people:
        form |= {f"p{person.id}": ["all"], f"k{person.id}": keys[person.id]}
    return form | more


def _visits():
    return db.session.scalars(sa.select(Visit).order_by(Visit.person_id, Visit.id)).all()


def test_this_weeks_rounds_tell_done_from_not_yet(doctor, granny_chen, neighbour, seen):
    seen(neighbour, cast.TODAY)

    page = doctor.get("/rounds").text

    assert "本周应巡 2 人，已巡 1 人，还差 1 人" in page
    assert page.count("已巡 5 月 20 日") == page.count("本周未巡</span>") == 1
    assert f'name="p{granny_chen.id}"' in page
    assert f'name="p{neighbour.id}"' not in page


def test_several_people_are_filed_in_one_go(doctor, granny_chen, neighbour):
    page = doctor.get("/rounds").text

    answer = doctor.post("/rounds", data=_ticked(page, granny_chen, neighbour))

    assert answer.status_code == 303
    assert [(visit.person_id, visit.kinds, visit.mode, visit.visited_on) for visit in _visits()] == [
        (person.id, ["weekly-round"], Mode.HOME, cast.TODAY)
        for person in sorted((granny_chen, neighbour), key=lambda person: person.id)
    ]
    assert _visits()[0].answers["round_parts"] == ["round", "consultation", "education", "medication"]
    after = doctor.get("/rounds").text
    assert "已保存 2 人的巡查" in after and "本周应巡 2 人，已巡 2 人，还差 0 人" in after


def test_only_those_ticked_are_filed_with_just_what_was_done(doctor, granny_chen, neighbour):
    page = doctor.get("/rounds").text
    form = _ticked(page, granny_chen) | {
        f"p{granny_chen.id}": ["round", "medication"],
        f"k{neighbour.id}": str(uuid4()),
    }

    doctor.post("/rounds", data=form)

    (visit,) = _visits()
    assert (visit.person_id, visit.answers["round_parts"]) == (granny_chen.id, ["round", "medication"])


def test_sending_the_walk_twice_changes_nothing(doctor, granny_chen, neighbour):
    form = _ticked(doctor.get("/rounds").text, granny_chen, neighbour)

    answers = [doctor.post("/rounds", data=form).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert len(_visits()) == 2


def test_what_is_wrong_must_be_said_and_every_tick_is_kept(doctor, granny_chen, neighbour):
    form = _ticked(doctor.get("/rounds").text, granny_chen, neighbour) | {f"w{granny_chen.id}": "1"}

    answer = doctor.post("/rounds", data=form)

    assert answer.status_code == 422
    assert "请写明发现了什么异常" in answer.text
    assert _visits() == []
    assert _keys(answer.text)[neighbour.id] == form[f"k{neighbour.id}"]
    for name, value in (
        (f"w{granny_chen.id}", "1"),
        (f"p{neighbour.id}", "all"),
        (f"p{neighbour.id}", "round"),
    ):
        assert f'name="{name}" value="{value}" checked' in answer.text


def test_what_was_wrong_stands_in_the_visit(doctor, granny_chen):
    form = _ticked(doctor.get("/rounds").text, granny_chen)

    doctor.post("/rounds", data=form | {f"w{granny_chen.id}": "1", f"n{granny_chen.id}": "  咳嗽三天 "})

    (visit,) = _visits()
    assert (visit.answers["round_state"], visit.answers["round_note"]) == ("wrong", "咳嗽三天")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"visited_on": "2026-05-21"}, "还没到"),
        ({"visited_on": "2026-05-17"}, "不在这一周"),
        ({"visited_on": ""}, "请填写"),
    ],
)
def test_a_day_outside_the_week_is_refused_and_the_ticks_are_kept(doctor, granny_chen, change, says):
    form = _ticked(doctor.get("/rounds").text, granny_chen) | change

    answer = doctor.post("/rounds", data=form)

    assert answer.status_code == 422
    assert says in answer.text
    assert f'name="p{granny_chen.id}" value="all" checked' in answer.text
    assert _visits() == []


def test_nobody_ticked_is_told(doctor, granny_chen):
    answer = doctor.post("/rounds", data={"visited_on": cast.TODAY.isoformat()})

    assert answer.status_code == 422
    assert "还没有勾选任何人" in answer.text


def test_wrong_without_any_part_asks_for_the_parts(doctor, granny_chen):
    form = _ticked(doctor.get("/rounds").text, granny_chen) | {
        f"w{granny_chen.id}": "1",
        f"n{granny_chen.id}": "咳嗽",
    }
    del form[f"p{granny_chen.id}"]

    answer = doctor.post("/rounds", data=form)

    assert "请勾选做了四项中的哪几项" in answer.text
    assert 'value="咳嗽"' in answer.text


def test_who_left_the_list_meanwhile_is_counted_and_the_other_ticks_are_kept(doctor, granny_chen, neighbour):
    from app.duties.service import record_move

    form = _ticked(doctor.get("/rounds").text, granny_chen, neighbour)
    with transaction("person.leave", by=COMMAND_LINE):
        record_move(neighbour, on=cast.TODAY)

    answer = doctor.post("/rounds", data=form)

    assert answer.status_code == 422
    assert "您勾选的人中有 1 位已不在这份名单上" in html.unescape(answer.text)
    assert f'name="p{granny_chen.id}" value="all" checked' in answer.text
    assert _visits() == []


def test_a_round_somebody_else_filed_meanwhile_is_told_and_filed_again_only_on_purpose(
    doctor, granny_chen, seen
):
    form = _ticked(doctor.get("/rounds").text, granny_chen)
    seen(granny_chen, date(2026, 5, 18))

    refused = doctor.post("/rounds", data=form)
    accepted = doctor.post("/rounds", data=form | {f"g{granny_chen.id}": "1"})

    assert refused.status_code == 422
    assert "本周 2026 年 5 月 18 日 已有巡查记录" in refused.text and "再记一次" in refused.text
    assert (accepted.status_code, len(_visits())) == (303, 1)


@pytest.mark.parametrize("key", ["", "x", "0" * 31])
def test_a_spoilt_key_is_told_beside_the_row_or_made_anew(doctor, granny_chen, key):
    form = _ticked(doctor.get("/rounds").text, granny_chen) | {f"k{granny_chen.id}": key}

    answer = doctor.post("/rounds", data=form)

    assert (answer.status_code == 303) is (key == "")
    assert ("请重新打开本页" in answer.text) is (key != "")


def test_a_paper_sheet_of_an_earlier_week_is_typed_in_afterwards(doctor, granny_chen):
    page = doctor.get("/rounds?day=2026-05-13").text
    assert "那一周应巡 1 人，已巡 0 人，漏巡 1 人" in page and 'value="2026-05-13"' in page

    doctor.post("/rounds?day=2026-05-13", data=_ticked(page, granny_chen, on=date(2026, 5, 13)))

    (visit,) = _visits()
    assert (visit.visited_on, visit.entered_late) == (date(2026, 5, 13), True)
    assert "那一周应巡 1 人，已巡 1 人，漏巡 0 人" in doctor.get("/rounds?day=2026-05-11").text


def test_the_last_twelve_weeks_stand_beside_the_name_in_marks_and_in_words(doctor, twelve_weeks):
    page = doctor.get("/rounds").text

    strip = re.search(r'<span class="strip" aria-hidden="true">(.*?)</span>', page)[1]
    assert "".join(re.findall(r">([^<])</i>", strip)) == "–✓✗✓△△✓✗✗✓✗○"
    assert "已巡 4，漏巡 4，暂缓 2，本周未巡 1，不用巡 1" in page


def test_the_excused_stand_apart_with_the_day_they_are_expected(doctor, granny_chen, neighbour, away):
    away(neighbour, date(2026, 5, 18), date(2026, 6, 1))

    page = doctor.get("/rounds").text

    assert "本周应巡 2 人，已巡 0 人，还差 1 人，暂缓 1 人" in page
    assert page.index("陈桂英") < page.index("暂缓（1 人）") < page.index("仇金宝")
    assert "暂缓至 6 月 1 日" in page


def test_a_number_leads_to_the_people_behind_it(doctor, granny_chen, neighbour, seen):
    seen(neighbour, cast.TODAY)

    assert "/rounds?state=unmet" in doctor.get("/rounds").text
    unmet = doctor.get("/rounds?state=unmet").text
    assert "陈桂英" in unmet and "仇金宝" not in unmet


def test_a_supervisor_sees_every_village_and_ticks_nothing(client, sign_in, granny_chen, destitute):
    destitute("吴石头", area_code=cast.SHIQIAO)
    supervisor = sign_in(client, cast.ZHAO)

    page = supervisor.get("/rounds").text

    assert "柳塘村" in page and "石桥村" in page and "各村镇进度（2 处）" in page
    assert 'type="checkbox"' not in page
    assert "吴石头" not in supervisor.get(f"/rounds?village={cast.LIUTANG}").text
    assert supervisor.post("/rounds", data={}).status_code == 403


def test_another_villages_doctor_can_neither_see_nor_file_hers(client, sign_in, granny_chen):
    stranger = sign_in(client, cast.DR_WANG)
    form = {
        "visited_on": cast.TODAY.isoformat(),
        f"p{granny_chen.id}": "all",
        f"k{granny_chen.id}": str(uuid4()),
    }

    assert "陈桂英" not in stranger.get("/rounds").text
    answer = stranger.post("/rounds", data=form)
    assert answer.status_code == 422 and "陈桂英" not in answer.text
    assert _visits() == []


def test_a_long_list_comes_a_hundred_to_a_page(doctor, destitute):
    for number in range(101):
        destitute(f"第{number:03}号")

    first, second = doctor.get("/rounds").text, doctor.get("/rounds?page=2").text

    assert "第 1–100 人" in first and "第100号" not in first
    assert "第100号" in second and "未分组（已巡 0/101）" in second


@pytest.mark.parametrize("address", ["/rounds", "/rounds?day=2026-05-13", "/rounds/sheet", "/campaign"])
def test_a_page_asks_six_questions_at_most_however_long_the_list(doctor, destitute, sent_to, address):
    destitute("仇金宝")
    doctor.get(address)
    sent_to.clear()
    doctor.get(address)
    for_one = len(sent_to)

    for number in range(12):
        destitute(f"第{number}号")
    sent_to.clear()
    doctor.get(address)

    assert len(sent_to) == for_one <= 6, "\n".join(sent_to)


def test_the_board_speaks_english(doctor, granny_chen):
    doctor.post("/comfort", data={"language": "en", "next": "/"})

    page = doctor.get("/rounds").text

    assert "Looking in" in page and "Advice on medicines" in page


def test_a_round_filed_here_answers_nothing_but_the_round(doctor, granny_chen):
    from app.duties.queries import list_duties

    doctor.post("/rounds", data=_ticked(doctor.get("/rounds").text, granny_chen))

    answered = {duty.kind for duty in list_duties(granny_chen.id) if duty.last_on is not None}
    assert answered == {Kind.WEEKLY_ROUND}
