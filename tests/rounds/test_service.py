"""Filing several rounds in one deed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import transaction
from app.duties.queries import find_open_duty
from app.policy.terms import Kind, Mode
from app.rounds.service import file_rounds
from app.visits.models import Visit
from tests import cast

ROUND = "scattered-weekly-round"


def _a_round(**changes):
    answers = {"round_parts": ["round", "medication"], "round_state": "well"}
    return cast.a_visit(kinds=(Kind.WEEKLY_ROUND,), mode=Mode.HOME, answers=answers, results={}, **changes)


def _count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Visit))


def test_everybody_seen_has_a_visit_and_this_weeks_round_is_done(dr_li, granny_chen, destitute):
    neighbour = destitute("仇金宝")

    with transaction("visit.file", by=dr_li):
        filed = file_rounds([(neighbour.id, _a_round()), (granny_chen.id, _a_round())], doctor=dr_li)

    assert (filed, _count()) == (2, 2)
    for person in (granny_chen, neighbour):
        assert find_open_duty(person.id, ROUND).last_on == cast.TODAY


def test_the_same_walk_sent_twice_is_one_walk(dr_li, granny_chen):
    entry = _a_round()

    for _ in range(2):
        with transaction("visit.file", by=dr_li):
            file_rounds([(granny_chen.id, entry)], doctor=dr_li)

    assert _count() == 1


def test_one_that_is_refused_lets_none_of_them_in(dr_li, granny_chen, destitute):
    gone = destitute("仇金宝", born_on=cast.TODAY.replace(year=1950))
    unborn = _a_round(visited_on=cast.TODAY.replace(year=1949))

    with pytest.raises(Refused), transaction("visit.file", by=dr_li):
        file_rounds([(granny_chen.id, _a_round()), (gone.id, unborn)], doctor=dr_li)

    assert _count() == 0


def test_a_person_outside_the_area_lets_none_of_them_in(dr_li, granny_chen, destitute):
    stranger = destitute("吴石头", area_code=cast.SHIQIAO)

    with pytest.raises(Conflict), transaction("visit.file", by=dr_li):
        file_rounds([(granny_chen.id, _a_round()), (stranger.id, _a_round())], doctor=dr_li)

    assert _count() == 0


def test_every_record_touched_is_in_the_trail_of_the_one_deed(dr_li, granny_chen, destitute):
    neighbour = destitute("仇金宝")

    with transaction("visit.file", by=dr_li):
        file_rounds([(granny_chen.id, _a_round()), (neighbour.id, _a_round())], doctor=dr_li)

    read = sa.select(AuditEntry.subject_id).where(AuditEntry.action == "person.read")
    assert set(db.session.scalars(read)) == {granny_chen.id, neighbour.id}
