from __future__ import annotations

import pytest

from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.visits.models import AppendOnly, Visit
from app.visits.service import file_visit
from tests import cast


@pytest.fixture
def visit(granny_chen, dr_li):
    """A visit on record."""
    with transaction("visit.file", by=dr_li):
        return file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("answers", {"systolic": 120}),
        ("visited_on", cast.TODAY.replace(day=1)),
        ("person_id", 2),
        ("note", "改"),
    ],
)
def test_a_visit_on_record_is_never_changed(visit, dr_li, column, value):
    with pytest.raises(AppendOnly, match=column), transaction("visit.change", by=dr_li):
        setattr(visit, column, value)

    assert db.session.get(Visit, visit.id).answers == {"systolic": 136, "diastolic": 84}


def test_a_visit_on_record_is_never_removed(visit, dr_li):
    with pytest.raises(RuntimeError), transaction("visit.remove", by=dr_li):
        db.session.delete(visit)

    assert db.session.get(Visit, visit.id) is not None


def test_the_columns_of_voiding_may_be_filled_in(visit, dr_li):
    with transaction("visit.void", by=dr_li):
        visit.voided_at = clock.now()
        visit.void_reason = "记错了人"

    assert db.session.get(Visit, visit.id).void_reason == "记错了人"


def test_a_record_made_on_a_later_day_is_marked_late(granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        late = file_visit(
            cast.a_visit(visited_on=cast.TODAY.replace(day=18)), person=granny_chen, doctor=dr_li
        )
        prompt = file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)

    assert late.entered_late
    assert not prompt.entered_late
