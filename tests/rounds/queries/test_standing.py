"""Who stands how in a turn, counted by hand to the person."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import record_move
from app.people.models import Person
from app.rounds.queries import (
    Asked,
    areas_of,
    count_places,
    list_standing,
    meeting_rule,
    meeting_rules,
    round_rules,
)
from app.rounds.rules import State, campaign_of, week_of
from tests import cast

THIS_WEEK = week_of(cast.TODAY)
LAST_WEEK = week_of(date(2026, 5, 13))


def _of_week(reader, turn=THIS_WEEK, **narrowed):
    return Asked(areas_of(reader), round_rules(), turn, cast.TODAY, **narrowed)


def _of_campaign(reader, year=2026, day=cast.TODAY, **narrowed):
    turn = campaign_of(meeting_rule().when, year=year)
    return Asked(areas_of(reader), meeting_rules(), turn, day, **narrowed)


def _how(asked):
    return {one.name: one.state.value for one in list_standing(asked)}


def _counts(asked):
    return [(p.name, p.town, p.owed, p.in_time, p.late, p.excused, p.unmet) for p in count_places(asked)]


@pytest.fixture
def rounds(destitute, seen, away, granny_chen):
    """Four people on rounds in 柳塘村 and one in 石桥村, as they stand on Wednesday 20 May."""
    done, hospital = destitute("仇金宝", group_name="一组"), destitute("钱来福")
    new = destitute("孙五", since=date(2026, 5, 19))
    seen(done, date(2026, 5, 18))
    away(hospital, date(2026, 5, 12), date(2026, 5, 24))
    destitute("吴石头", area_code=cast.SHIQIAO)
    return {"done": done, "hospital": hospital, "new": new}


def test_this_week_tells_the_seen_from_those_not_yet_and_sets_the_excused_apart(dr_li, rounds):
    assert _how(_of_week(dr_li)) == {
        "陈桂英": "unmet",
        "仇金宝": "met",
        "孙五": "unmet",
        "钱来福": "excused",
    }
    assert _counts(_of_week(dr_li)) == [("柳塘村", "三十铺镇", 4, 1, 0, 1, 2)]
    assert [one.name for one in list_standing(_of_week(dr_li))][-1] == "钱来福"


def test_a_week_gone_by_is_missed_for_good_and_a_week_half_away_is_no_excuse(dr_li, rounds):
    assert _how(_of_week(dr_li, LAST_WEEK)) == {"陈桂英": "unmet", "仇金宝": "unmet", "钱来福": "unmet"}


def test_a_week_wholly_away_is_excused_before_and_after_the_ledger_writes_it(dr_li, destitute, seen, away):
    person = destitute("钱来福")
    away(person, date(2026, 5, 10), date(2026, 5, 17))
    before = _how(_of_week(dr_li, LAST_WEEK))

    seen(person, cast.TODAY)

    assert before == _how(_of_week(dr_li, LAST_WEEK)) == {"钱来福": "excused"}


def test_the_towns_supervisor_counts_every_village_and_another_villages_doctor_only_her_own(
    zhao, dr_wang, rounds
):
    assert _counts(_of_week(zhao)) == [
        ("柳塘村", "三十铺镇", 4, 1, 0, 1, 2),
        ("石桥村", "三十铺镇", 1, 0, 0, 0, 1),
    ]
    assert _how(_of_week(dr_wang)) == {"吴石头": "unmet"}


def test_those_who_read_no_care_see_nobody(insurer, admin, rounds):
    assert _how(_of_week(insurer)) == _how(_of_week(admin)) == {}
    assert _counts(_of_week(insurer)) == []


def test_a_list_is_narrowed_by_village_and_by_how_people_stand_and_its_groups_stay_whole(zhao, rounds):
    unmet = list_standing(_of_week(zhao, village=cast.LIUTANG, state=State.UNMET))

    assert [(one.name, one.met_of_group, one.of_group) for one in unmet] == [("孙五", 0, 3), ("陈桂英", 0, 3)]


def test_who_moved_away_is_on_no_board_and_who_left_the_list_keeps_the_weeks_done(dr_li, rounds, granny_chen):
    from app.duties.service import withdraw
    from app.policy.terms import Category

    with transaction("person.leave", by=COMMAND_LINE):
        withdraw(rounds["done"], category=Category.DESTITUTE_SCATTERED, on=cast.TODAY, reason="退出")
    with transaction("person.leave", by=COMMAND_LINE):
        record_move(granny_chen, on=cast.TODAY)

    assert _how(_of_week(dr_li)) == {"仇金宝": "met", "孙五": "unmet", "钱来福": "excused"}


def test_a_record_merged_into_another_stands_on_no_board(dr_li, rounds):
    doubled, kept = rounds["new"].id, rounds["done"].id
    with transaction("person.merge", by=COMMAND_LINE):
        db.session.get_one(Person, doubled).merged_into_id = kept

    assert "孙五" not in _how(_of_week(dr_li))


def test_the_campaign_agrees_with_a_count_by_hand(zhao, campaign):
    assert _how(_of_campaign(zhao)) == {
        "甲早见": "met",
        "乙补见": "late",
        "丙未见": "unmet",
        "丁住院": "excused",
        "庚去世": "unmet",
        "辛按期": "met",
        "壬电话": "unmet",
    }
    assert _counts(_of_campaign(zhao)) == [
        ("柳塘村", "三十铺镇", 5, 1, 1, 1, 2),
        ("石桥村", "三十铺镇", 2, 1, 0, 0, 1),
    ]


def test_the_next_campaign_owes_everybody_who_is_still_on_the_list(zhao, campaign):
    assert _how(_of_campaign(zhao, 2027)) == dict.fromkeys(
        ("甲早见", "乙补见", "丙未见", "丁住院", "戊新增", "辛按期", "壬电话"), "unmet"
    )


def test_a_campaign_before_anybody_was_owed_counts_nobody(zhao, campaign):
    assert _counts(_of_campaign(zhao, 2025)) == []


def test_once_the_next_campaign_begins_who_was_not_met_was_missed(zhao, campaign):
    later = _of_campaign(zhao, day=date(2027, 1, 2))

    assert _how(later)["丁住院"] == "unmet"  # an absence in May does not excuse the first quarter
    assert _how(later)["甲早见"] == "met"
