"""The work of plans by village: what waits, what is being written, what runs out, who has none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.careplans.queries.plans import get_plan
from app.careplans.queries.work import count_plan_work, list_work
from app.careplans.rules.vocabulary import Disease, EndReason, Step
from app.careplans.rules.work import PlanFilter, WorkKind
from app.careplans.service.steps import end_plan, send_back
from app.core import clock
from app.core.transaction import COMMAND_LINE, transaction
from app.people.service import set_death
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

KINDS = list(WorkKind)


@pytest.fixture
def neighbour(app):
    """Somebody of 石桥村 with pressure and sugar."""
    return cast.a_person(name="钱丰收", area_code=cast.SHIQIAO, conditions=("hypertension", "diabetes"))


def _lines(reader, kind, **how):
    return [(line.person_name, line.diseases) for line in list_work(reader, PlanFilter(kind, **how))]


def test_a_proposal_waits_with_its_author_the_longest_first(granny_chen, neighbour, dr_li, dr_zhou, write):
    write(neighbour, by=dr_zhou)
    with clock.standing_at(cast.MORNING - timedelta(hours=1)):
        first = write(granny_chen, by=dr_li)

    lines = list_work(dr_zhou, PlanFilter(WorkKind.WAITING))

    assert [(line.person_name, line.village, line.by_name) for line in lines] == [
        ("陈桂英", "柳塘村", "李秀兰"),
        ("钱丰收", "石桥村", "周明"),
    ]
    assert (lines[0].version_id, lines[0].plan_id, lines[0].step) == (first.id, first.plan_id, Step.PROPOSED)
    assert lines[0].at == first.written_at


def test_drafts_and_what_was_sent_back_stand_together(granny_chen, neighbour, dr_li, dr_zhou, write):
    returned = write(granny_chen, by=dr_li)
    with transaction("careplan.send-back", by=dr_zhou):
        send_back(returned, by=dr_zhou, note="请减半")
    write(neighbour, by=dr_zhou, step=Step.DRAFTED)

    lines = list_work(dr_zhou, PlanFilter(WorkKind.RETURNED))

    assert {(line.person_name, line.step, line.note) for line in lines} == {
        ("陈桂英", Step.RETURNED, "请减半"),
        ("钱丰收", Step.DRAFTED, ""),
    }


@pytest.mark.parametrize(("days", "shown"), [(13, True), (14, True), (15, False)])
def test_medicine_that_ends_within_two_weeks_is_shown(granny_chen, dr_zhou, write, days, shown):
    plan = a_plan(medicines=(a_medicine(days=days, quantity=days),))
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, issues=True, plan=plan)

    lines = list_work(dr_zhou, PlanFilter(WorkKind.RUNNING_OUT))

    ends_on = cast.TODAY + timedelta(days=days)
    told = [(line.plan_id, line.version_id, line.runs_out_on) for line in lines]
    assert told == ([(version.plan_id, version.id, ends_on)] if shown else [])


def test_who_has_a_disease_and_no_plan_is_told_with_the_diseases(granny_chen, neighbour, dr_zhou, write):
    write(neighbour, by=dr_zhou, disease=Disease.DIABETES, step=Step.DRAFTED)

    assert _lines(dr_zhou, WorkKind.WITHOUT) == [
        ("陈桂英", (Disease.HYPERTENSION,)),
        ("钱丰收", (Disease.HYPERTENSION,)),
    ]


def test_a_plan_that_ended_leaves_the_disease_without_one(granny_chen, dr_zhou, signed):
    assert _lines(dr_zhou, WorkKind.WITHOUT) == []
    with transaction("careplan.end", by=dr_zhou):
        plan = get_plan(signed.plan_id, reader=dr_zhou)
        end_plan(plan, on=cast.TODAY, reason=EndReason.WRONG, by=dr_zhou)

    assert _lines(dr_zhou, WorkKind.WITHOUT) == [("陈桂英", (Disease.HYPERTENSION,))]


@pytest.mark.parametrize("condition", ["mental-disorder", "tuberculosis"])
def test_a_disease_without_plans_asks_for_none(app, dr_zhou, condition):
    cast.a_person(conditions=(condition,))

    assert _lines(dr_zhou, WorkKind.WITHOUT) == []


def test_two_forms_of_one_disease_are_one(app, dr_zhou):
    cast.a_person(name="孙有福", conditions=("diabetes", "diabetes-insulin"))

    assert _lines(dr_zhou, WorkKind.WITHOUT) == [("孙有福", (Disease.DIABETES,))]
    assert count_plan_work(dr_zhou)[WorkKind.WITHOUT] == 1


def test_each_reader_sees_their_own_villages(granny_chen, neighbour, dr_li, dr_wang, insurer, write):
    write(granny_chen, by=dr_li)

    assert count_plan_work(dr_li) == dict(zip(KINDS, (1, 0, 0, 0), strict=True))
    assert count_plan_work(dr_wang) == dict(zip(KINDS, (0, 0, 0, 1), strict=True))
    assert count_plan_work(insurer) == dict.fromkeys(KINDS, 0)


def test_one_village_is_looked_at_alone(granny_chen, neighbour, dr_zhou):
    assert _lines(dr_zhou, WorkKind.WITHOUT, village=cast.LIUTANG) == [("陈桂英", (Disease.HYPERTENSION,))]
    assert count_plan_work(dr_zhou, village=cast.LIUTANG)[WorkKind.WITHOUT] == 1
    assert count_plan_work(dr_zhou, village=cast.ELSEWHERE)[WorkKind.WITHOUT] == 0


def test_a_list_is_read_page_by_page(granny_chen, neighbour, dr_zhou):
    wanted = PlanFilter(WorkKind.WITHOUT)

    pages = [list_work(dr_zhou, wanted, limit=1, offset=place) for place in range(3)]

    assert [[line.person_name for line in page] for page in pages] == [["陈桂英"], ["钱丰收"], []]


def test_whoever_died_is_no_work(granny_chen, dr_li, dr_zhou, write):
    write(granny_chen, by=dr_li)
    with transaction("person.leave", by=COMMAND_LINE):
        set_death(granny_chen, on=cast.TODAY)

    assert count_plan_work(dr_zhou) == dict.fromkeys(KINDS, 0)
    assert [_lines(dr_zhou, kind) for kind in WorkKind] == [[], [], [], []]
