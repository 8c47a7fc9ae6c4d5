"""Plans are read through their person: how each stands, what it said when, what was given out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.careplans.queries.issues import get_issue
from app.careplans.queries.plans import (
    get_plan,
    get_version,
    issues_of,
    list_issues,
    list_plans,
    list_versions,
    plans_in_force,
)
from app.careplans.rules.vocabulary import Disease, Step
from app.core.db import db
from app.core.errors import NotFound
from tests import cast

THREE = ("hypertension", "diabetes", "copd")


@pytest.fixture
def ill(app):
    """Somebody with three diseases."""
    return cast.a_person(conditions=THREE)


def test_nobody_has_a_plan_to_begin_with(granny_chen):
    assert list_plans(granny_chen.id) == ()
    assert plans_in_force([granny_chen.id]) == {}


def test_plans_come_in_the_order_of_the_diseases(ill, dr_zhou, write):
    for disease in (Disease.COPD, Disease.HYPERTENSION, Disease.DIABETES):
        write(ill, by=dr_zhou, disease=disease, step=Step.SIGNED)

    in_order = [Disease.HYPERTENSION, Disease.DIABETES, Disease.COPD]
    assert [row.disease for row in list_plans(ill.id)] == in_order
    assert [version.disease for version in plans_in_force([ill.id])[ill.id]] == in_order


def test_only_what_is_in_force_is_told_of_many_people(ill, granny_chen, dr_zhou, write):
    own = write(granny_chen, by=dr_zhou, step=Step.SIGNED)
    write(granny_chen, by=dr_zhou, based_on_id=own.id)
    write(ill, by=dr_zhou)

    found = plans_in_force([ill.id, granny_chen.id])

    assert {person: [version.id for version in versions] for person, versions in found.items()} == {
        granny_chen.id: [own.id]
    }


def test_versions_are_told_the_newest_first(granny_chen, dr_zhou, write):
    first = write(granny_chen, by=dr_zhou, step=Step.SIGNED)
    second = write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=first.id)

    assert [version.id for version in list_versions(first.plan_id)] == [second.id, first.id]


@pytest.mark.parametrize("read", [get_version, get_plan, get_issue])
def test_what_lies_in_another_village_is_not_found(signed, dr_wang, read):
    number = {
        get_version: signed.id,
        get_plan: signed.plan_id,
        get_issue: list_issues(signed.plan_id)[0].id,
    }[read]

    with pytest.raises(NotFound):
        read(number, reader=dr_wang)


@pytest.mark.parametrize("read", [get_version, get_plan, get_issue])
@pytest.mark.parametrize("number", [0, 987654, 2**40])
def test_what_there_is_not_is_not_found(signed, dr_li, read, number):
    with pytest.raises(NotFound):
        read(number, reader=dr_li)


def test_a_reader_without_care_finds_nothing(signed, insurer):
    with pytest.raises(NotFound):
        get_version(signed.id, reader=insurer)


def test_reading_many_plans_takes_as_many_statements_as_reading_one(ill, granny_chen, dr_zhou, write):
    both, patient = (granny_chen.id, ill.id), ill.id
    write(granny_chen, by=dr_zhou, step=Step.SIGNED)
    one = _statements(lambda: plans_in_force(both))
    for disease in (Disease.COPD, Disease.HYPERTENSION, Disease.DIABETES):
        write(ill, by=dr_zhou, disease=disease, step=Step.SIGNED)

    assert _statements(lambda: plans_in_force(both)) == one == 3
    assert _statements(lambda: list_plans(patient)) == 4


def test_what_was_given_out_under_every_plan_is_one_read(granny_chen, signed):
    assert issues_of(granny_chen.id) == {signed.plan_id: list_issues(signed.plan_id)}
    assert _statements(lambda: issues_of(granny_chen.id)) == 1


def _statements(read):
    sent = []
    listener = ("before_cursor_execute", lambda *told: sent.append(told[2]))
    sa.event.listen(db.engine, *listener)
    try:
        read()
    finally:
        sa.event.remove(db.engine, *listener)
    return len(sent)
