"""The work list: who is on it, in what order, and what it costs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty
from app.duties.queries import (
    WorkFilter,
    count_desk,
    count_work,
    find_open_duty,
    list_all,
    list_work,
    list_work_people,
    village_counts,
)
from app.duties.rules import EvidenceNote, Section
from app.duties.service import excuse, note_evidence
from app.policy.terms import ExcuseReason, Kind, Mode, Result
from tests import cast

TODAY = cast.TODAY
PRESSURE, ROUND = "hypertension-followup", "scattered-weekly-round"


def seen(person, on, kind=Kind.HYPERTENSION, **changes):
    facts = {"result": Result.CONTROLLED} | changes
    with transaction("visit.file", by=COMMAND_LINE):
        note_evidence([EvidenceNote(person.id, on, kind, Mode.HOME, **facts)])


def test_the_list_and_the_rulebook_agree_on_what_is_overdue(granny_chen, dr_li):
    seen(granny_chen, date(2026, 5, 1))
    with transaction("duties.excuse", by=dr_li):
        excuse(granny_chen, reason=ExcuseReason.OTHER, from_on=TODAY, return_on=date(2026, 8, 10))
    duty = find_open_duty(granny_chen.id, PRESSURE)

    for offset in range(-40, 40):
        day = duty.due_on + timedelta(days=offset)
        by_query = any(row.duty.rule_id == PRESSURE for row in _section(dr_li, Section.OVERDUE, day))
        by_command = any(each.duty.rule_id == PRESSURE for each in list_all(None, as_of=day, which="overdue"))
        assert by_query is by_command is duty.overdue_on(day) is (duty.days_overdue(day) > 0)


def _section(reader, section, day=TODAY, **wanted):
    return list_work(reader, day=day, wanted=WorkFilter(section, **wanted), limit=200)


def test_the_sections_of_granny_chen(granny_chen, dr_li):
    listed = {section: {row.duty.rule_id for row in _section(dr_li, section)} for section in Section}

    assert {PRESSURE, ROUND, "first-quarter-meeting"} <= listed[Section.OVERDUE]
    assert listed[Section.ROUNDS] == {ROUND}
    assert listed[Section.EXCUSED] == set()


def test_this_weeks_round_is_due_until_sunday_and_not_before_monday(granny_chen, dr_li):
    seen(granny_chen, date(2026, 5, 12), Kind.WEEKLY_ROUND)

    on_list = {
        day: any(row.duty.rule_id == ROUND for row in _section(dr_li, Section.DUE, day))
        for day in (date(2026, 5, 17), date(2026, 5, 18), date(2026, 5, 24), date(2026, 5, 25))
    }

    assert list(on_list.values()) == [False, True, True, False]


def test_danger_comes_first_and_then_the_longest_overdue(granny_chen, dr_li):
    since = date(2026, 3, 1)
    lately = cast.a_person(conditions=("hypertension",), since=since, born_on=date(1990, 1, 1))
    in_danger = cast.a_person(conditions=("hypertension",), since=since, born_on=date(1990, 1, 1))
    seen(in_danger, date(2026, 5, 1), result=Result.UNCONTROLLED, emergency=True)

    people = list_work_people(dr_li, day=TODAY, wanted=WorkFilter(Section.OVERDUE))

    assert [each.person.id for each in people] == [in_danger.id, granny_chen.id, lately.id]
    assert [each.urgent for each in people] == [True, False, False]


def test_a_danger_of_more_than_a_year_ago_no_longer_comes_first(granny_chen, dr_li):
    seen(granny_chen, date(2026, 5, 1), emergency=True)

    urgent = {day: list_work_people(dr_li, day=day)[0].urgent for day in (date(2027, 5, 1), date(2027, 5, 2))}

    assert list(urgent.values()) == [True, False]


def test_a_card_shows_every_open_duty_of_the_person(granny_chen, dr_li):
    [card] = list_work_people(dr_li, day=TODAY, wanted=WorkFilter(Section.ROUNDS))

    assert card.person.name == "陈桂英"
    assert card.person.village == "柳塘村"
    assert {PRESSURE, ROUND, "first-quarter-meeting"} <= {duty.rule_id for duty in card.duties}
    assert card.worst.due_on == min(duty.due_on for duty in card.duties)
    assert Kind.WEEKLY_ROUND in card.kinds
    assert all(duty.why.zh and duty.why.en and duty.source.zh for duty in card.duties)


def test_nobody_sees_another_villages_people(granny_chen, dr_wang, admin, dr_zhou):
    for stranger in (dr_wang, admin):
        assert list_work(stranger, day=TODAY) == []
        assert list_work_people(stranger, day=TODAY) == []
        assert sum(count_work(stranger, day=TODAY)) == 0
        assert village_counts(stranger, day=TODAY) == []
    assert list_work(dr_zhou, day=TODAY, wanted=WorkFilter(village=cast.SHIQIAO)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("桂英", True),
        ("陈", True),
        ("cgy", True),
        ("CG", True),
        ("gy", False),
        ("王", False),
        ("%", False),
        ("_", False),
    ],
)
def test_the_list_is_searched_by_part_of_the_name_or_by_initials(granny_chen, dr_li, text, found):
    assert bool(list_work_people(dr_li, day=TODAY, wanted=WorkFilter(text=text))) is found
    assert bool(list_work(dr_li, day=TODAY, wanted=WorkFilter(text=text))) is found


def test_the_list_is_filtered_by_village_and_by_rule(granny_chen, dr_zhou):
    cast.a_person(conditions=("hypertension",), area_code=cast.SHIQIAO, born_on=date(1990, 1, 1))

    rounds = list_work(dr_zhou, day=TODAY, wanted=WorkFilter(rule=ROUND))
    in_shiqiao = list_work(dr_zhou, day=TODAY, wanted=WorkFilter(village=cast.SHIQIAO))

    assert {row.person.id for row in rounds} == {granny_chen.id}
    assert {row.person.area_code for row in in_shiqiao} == {cast.SHIQIAO}


def test_pages_neither_repeat_nor_leave_out(dr_li):
    people = {cast.a_person(conditions=("hypertension",)).id for _ in range(5)}

    pages = [list_work_people(dr_li, day=TODAY, limit=2, offset=at) for at in (0, 2, 4, 6)]

    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert {each.person.id for page in pages for each in page} == people


def test_counts_agree_with_the_lists(granny_chen, dr_li):
    seen(granny_chen, date(2026, 5, 19), Kind.WEEKLY_ROUND)
    other = cast.a_person(
        categories=("destitute-scattered",), since=date(2026, 5, 18), born_on=date(1990, 1, 1)
    )
    with transaction("duties.excuse", by=dr_li):
        excuse(other, reason=ExcuseReason.OTHER, from_on=TODAY, return_on=TODAY)

    counts = count_work(dr_li, day=TODAY)

    assert counts.overdue == len(_section(dr_li, Section.OVERDUE))
    assert counts.due == len(_section(dr_li, Section.DUE))
    assert counts.excused == len(_section(dr_li, Section.EXCUSED)) > 0
    assert (counts.rounds_done, counts.rounds_all) == (1, 2)
    assert counts.overdue_people == len(
        list_work_people(dr_li, day=TODAY, wanted=WorkFilter(Section.OVERDUE))
    )


def test_the_supervisor_sees_each_village_with_the_people_seen_this_week(granny_chen, zhao, dr_li):
    cast.a_person(conditions=("hypertension",), area_code=cast.SHIQIAO, born_on=date(1990, 1, 1))
    seen(granny_chen, date(2026, 5, 18))
    seen(granny_chen, date(2026, 5, 19), Kind.WEEKLY_ROUND)

    villages = {each.name: each for each in village_counts(zhao, day=TODAY)}

    assert set(villages) == {"柳塘村", "石桥村"}
    assert villages["柳塘村"].done_this_week == 1
    assert villages["柳塘村"].overdue == count_work(dr_li, day=TODAY).overdue
    assert villages["石桥村"].done_this_week == 0


@pytest.mark.parametrize("role", ["dr_li", "zhao", "county", "admin"])
def test_the_desk_counts_what_the_lists_count(granny_chen, request, role, dr_li):
    reader = request.getfixturevalue(role)
    away = cast.a_person(
        conditions=("diabetes",), categories=("destitute-scattered",), area_code=cast.SHIQIAO
    )
    both = cast.a_person(conditions=("hypertension", "diabetes"), area_code=cast.SHIQIAO)
    seen(granny_chen, TODAY, Kind.WEEKLY_ROUND)
    seen(away, TODAY, Kind.WEEKLY_ROUND)
    seen(both, TODAY - timedelta(days=88))
    with transaction("duties.excuse", by=dr_li):
        excuse(away, reason=ExcuseReason.OTHER, from_on=TODAY, return_on=TODAY + timedelta(days=40))

    for offset in (-30, -3, 0, 4, 5, 35, 50, 100):
        day = TODAY + timedelta(days=offset)
        counts, villages = count_desk(reader, day=day)
        assert counts == count_work(reader, day=day)
        assert villages == village_counts(reader, day=day)
        assert count_desk(reader, day=day)[0].overdue == len(
            list_work(reader, day=day, wanted=WorkFilter(Section.OVERDUE), limit=500)
        )


def test_a_list_is_one_statement_however_long_it_is(dr_li, zhao, statements):
    def cost(read):
        before = len(statements)
        read()
        return len(statements) - before

    for _ in range(2):
        cast.a_person(conditions=("hypertension",), categories=("destitute-scattered",))
        db.session.commit()
        assert cost(lambda: list_work(dr_li, day=TODAY)) == 1
        assert (
            cost(lambda: list_work_people(dr_li, day=TODAY, wanted=WorkFilter(Section.DUE, text="张"))) == 1
        )
        assert cost(lambda: count_work(dr_li, day=TODAY)) == 1
        assert cost(lambda: village_counts(zhao, day=TODAY)) == 2
        assert cost(lambda: count_desk(zhao, day=TODAY)) == 1


@pytest.mark.sqlite
def test_lists_and_counts_walk_the_index_of_the_work_list(dr_li, statements):
    for read in (list_work, list_work_people, count_work):
        statements.clear()
        read(dr_li, day=TODAY)
        plan = _plan(statements[-1])
        assert "ix_duty_worklist (area_code=?" in plan, plan
        assert "SCAN duty" not in plan, plan


def _plan(statement):
    values = (None,) * statement.count("?")
    return "\n".join(
        row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    )


def test_a_duty_whose_rule_went_out_of_use_is_passed_over(granny_chen, dr_li):
    db.session.execute(sa.update(Duty).where(Duty.rule_id == PRESSURE).values(rule_id="of-another-time"))
    db.session.commit()

    assert PRESSURE not in {row.duty.rule_id for row in list_work(dr_li, day=TODAY)}
    assert find_open_duty(granny_chen.id, "of-another-time") is None
