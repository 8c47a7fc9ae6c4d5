from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import NotFound
from app.core.transaction import transaction
from app.policy.terms import Kind, Result
from app.visits.queries import (
    get_visit,
    known_days,
    last_answers,
    list_visits,
    look_back,
    newest_in,
)
from app.visits.service import file_visit, void_visit
from tests import cast

DAYS = [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]


@pytest.fixture
def visits(granny_chen, dr_li):
    """Three visits, the oldest first; each time fewer questions were asked."""
    answers = [
        {"systolic": 150, "drugs": "氨氯地平", "adherence": "irregular"},
        {"systolic": 140, "adherence": "regular"},
        {"systolic": 130},
    ]
    results = [Result.UNCONTROLLED, Result.UNCONTROLLED, Result.CONTROLLED]
    with transaction("visit.file", by=dr_li):
        return [
            file_visit(
                cast.a_visit(visited_on=day, answers=given, results={Kind.HYPERTENSION: result}),
                person=granny_chen,
                doctor=dr_li,
            )
            for day, given, result in zip(DAYS, answers, results, strict=True)
        ]


def test_visits_are_listed_newest_first_and_paged(granny_chen, visits):
    first = list_visits(granny_chen.id, limit=2)
    rest = list_visits(granny_chen.id, limit=2, before=(first[-1].visited_on, first[-1].id))

    assert [row.visited_on for row in [*first, *rest]] == DAYS[::-1]


def test_the_newest_answer_to_each_question_is_carried_over(granny_chen, visits):
    assert last_answers(granny_chen.id) == {"systolic": 130, "adherence": "regular", "drugs": "氨氯地平"}


def test_results_are_looked_back_on_newest_first(granny_chen, visits):
    before = look_back(granny_chen.id)

    assert before.last.visited_on == DAYS[-1]
    assert before.results[Kind.HYPERTENSION] == (Result.CONTROLLED, Result.UNCONTROLLED, Result.UNCONTROLLED)


def test_looking_back_from_a_visit_sees_only_what_came_before(granny_chen, visits):
    before = look_back(granny_chen.id, before=(DAYS[1], visits[1].id))

    assert before.results[Kind.HYPERTENSION] == (Result.UNCONTROLLED,)


def test_a_voided_visit_stays_listed_but_carries_nothing(granny_chen, visits, dr_li):
    with transaction("visit.void", by=dr_li):
        void_visit(visits[-1], reason="记错了人", by=dr_li)

    assert list_visits(granny_chen.id)[0].void_reason == "记错了人"
    assert look_back(granny_chen.id).last.visited_on == DAYS[1]


def test_somebody_never_visited_has_nothing_to_carry(granny_chen):
    before = look_back(granny_chen.id)

    assert (before.last, dict(before.answers), before.results) == (None, {}, {})


def test_a_visit_outside_the_area_is_not_there(visits, dr_wang, zhao):
    assert get_visit(visits[0].id, reader=zhao).id == visits[0].id
    with pytest.raises(NotFound):
        get_visit(visits[0].id, reader=dr_wang)
    with pytest.raises(NotFound):
        get_visit(999, reader=zhao)


def test_the_newest_of_an_area_are_listed_with_names(visits):
    assert [row.person_name for row in newest_in((cast.TOWN,), limit=2)] == ["陈桂英"] * 2
    assert newest_in((cast.SHIQIAO,)) == []
    assert newest_in(()) == []


def test_what_is_on_record_is_known_by_person_day_and_kinds(granny_chen, visits):
    known = known_days([granny_chen.id, 999])

    assert (granny_chen.id, DAYS[0], ("hypertension",)) in known
    assert len(known) == 3
