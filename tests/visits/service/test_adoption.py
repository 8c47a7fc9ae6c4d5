"""Contacts go along when two records become one, and when a village gets another code."""

from __future__ import annotations

from uuid import uuid4

import pytest

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries.places import Move
from app.visits.models import ContactAttempt
from app.visits.queries import list_attempts
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.visits.service import file_visit, note_attempt
from app.visits.service.adoption import adopt, release
from app.visits.service.moving import move_visits
from tests import cast


def _tried(person, doctor):
    entry = AttemptEntry(uuid4(), cast.TODAY, ContactWay.AT_HOME, ContactOutcome.NOBODY_THERE)
    with transaction("person.attempt", by=doctor):
        return note_attempt(entry, person=person, doctor=doctor)


@pytest.fixture
def other(app):
    """The same resident once more, in the next village."""
    return cast.a_person(name="陈桂英", area_code=cast.SHIQIAO)


def test_contacts_go_along_with_a_merge_and_come_back_when_it_is_undone(granny_chen, other, dr_zhou):
    own, theirs = _tried(granny_chen, dr_zhou), _tried(other, dr_zhou)

    with transaction("person.merge", by=dr_zhou):
        journal = adopt(granny_chen, other, area_code=cast.LIUTANG)
    assert {each.id for each in list_attempts(granny_chen.id)} == {own.id, theirs.id}
    since = _tried(granny_chen, dr_zhou)

    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, journal)
    assert {each.id for each in list_attempts(granny_chen.id)} == {own.id, since.id}
    assert [each.id for each in list_attempts(other.id)] == [theirs.id]
    assert db.session.get(ContactAttempt, theirs.id).area_code == cast.SHIQIAO


def test_a_merge_of_before_contacts_were_noted_is_undone_too(granny_chen, other, dr_zhou):
    with transaction("visit.file", by=dr_zhou):
        file_visit(cast.a_visit(), person=other, doctor=dr_zhou)
    with transaction("person.merge", by=dr_zhou):
        journal = adopt(granny_chen, other, area_code=cast.LIUTANG)
    old = {name: kept for name, kept in journal.items() if "attempt" not in name}

    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, old)

    assert len(journal["visits"]) == 1


def test_contacts_move_with_their_village(granny_chen, dr_li):
    attempt = _tried(granny_chen, dr_li)
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)

    with transaction("area.move", by=COMMAND_LINE):
        moved = move_visits(Move(cast.GUIHUA, cast.LIUTANG))

    assert moved == 1
    assert db.session.get(ContactAttempt, attempt.id).area_code == cast.GUIHUA
