"""Contacts that are no visits: what each outcome does to where somebody is and what they are owed."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_duties, list_excuses
from app.people.queries import find_state
from app.people.rules import ContactEntry, ContactKind, PersonState
from app.people.service import add_contact
from app.policy.terms import ExcuseReason
from app.visits.models import ContactAttempt
from app.visits.queries import list_attempts
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.visits.service import note_attempt
from tests import cast

FOLLOW_UP = "hypertension-followup"
BACK = cast.TODAY + timedelta(days=40)


def _entry(outcome, **changes):
    stated = {"client_key": uuid4(), "tried_on": cast.TODAY, "way": ContactWay.PHONE, "outcome": outcome}
    return AttemptEntry(**stated | changes)


def _noted(person, doctor, outcome, **changes):
    with transaction("person.attempt", by=doctor):
        return note_attempt(_entry(outcome, **changes), person=person, doctor=doctor)


@pytest.mark.parametrize("outcome", [ContactOutcome.NOBODY_THERE, ContactOutcome.SPOKEN_TO])
def test_a_contact_that_came_to_nothing_is_only_noted(granny_chen, dr_li, outcome):
    before = list_duties(granny_chen.id)

    _noted(granny_chen, dr_li, outcome, note="邻居说赶集去了")

    assert list_duties(granny_chen.id) == before
    assert not list_excuses(granny_chen.id)
    (attempt,) = list_attempts(granny_chen.id)
    assert (attempt.outcome, attempt.note, attempt.doctor_name) == (outcome, "邻居说赶集去了", dr_li.name)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (ContactOutcome.AWAY, ExcuseReason.AWAY_FOR_WORK),
        (ContactOutcome.IN_HOSPITAL, ExcuseReason.IN_HOSPITAL),
        (ContactOutcome.REFUSED, ExcuseReason.REFUSED),
        (ContactOutcome.UNREACHABLE, ExcuseReason.UNREACHABLE),
    ],
)
def test_who_cannot_be_seen_is_excused_through_the_day_of_return(granny_chen, dr_li, outcome, reason):
    _noted(granny_chen, dr_li, outcome, return_on=BACK)

    owed = find_open_duty(granny_chen.id, FOLLOW_UP)
    assert (owed.excused_until, owed.excuse_reason) == (BACK, reason)
    assert not owed.overdue_on(BACK)
    assert [each.return_on for each in list_excuses(granny_chen.id)] == [BACK]


def test_who_is_away_is_on_record_as_away(granny_chen, dr_li):
    _noted(granny_chen, dr_li, ContactOutcome.AWAY, return_on=BACK, note="去合肥带孙子")

    state = find_state(granny_chen.id)
    assert (state.state, state.until_on, state.note) == (PersonState.AWAY, BACK, "去合肥带孙子")


@pytest.mark.parametrize("outcome", [ContactOutcome.REFUSED, ContactOutcome.UNREACHABLE])
def test_without_a_day_agreed_somebody_is_left_in_peace_for_thirty_days(granny_chen, dr_li, outcome):
    attempt = _noted(granny_chen, dr_li, outcome)

    assert attempt.return_on == date(2026, 6, 19)
    assert find_open_duty(granny_chen.id, FOLLOW_UP).excused_until == date(2026, 6, 19)


@pytest.mark.parametrize(
    ("outcome", "state"), [(ContactOutcome.MOVED, PersonState.MOVED), (ContactOutcome.DIED, PersonState.DIED)]
)
def test_who_is_gone_is_owed_nothing_from_the_day_stated(granny_chen, dr_li, outcome, state):
    _noted(granny_chen, dr_li, outcome, gone_on=date(2026, 5, 2), note="村干部告知")

    assert list_duties(granny_chen.id) == []
    told = find_state(granny_chen.id)
    assert (told.state, told.from_on, told.note) == (state, date(2026, 5, 2), "村干部告知")


def test_a_stay_that_is_over_when_it_is_typed_in_still_excuses_the_time(granny_chen, dr_li):
    _noted(granny_chen, dr_li, ContactOutcome.AWAY, tried_on=date(2026, 4, 1), return_on=date(2026, 4, 20))

    (absence,) = list_excuses(granny_chen.id)
    assert (absence.from_on, absence.return_on) == (date(2026, 4, 1), date(2026, 4, 20))
    assert find_state(granny_chen.id) is None


@pytest.mark.parametrize(
    ("outcome", "changes", "words"),
    [
        (ContactOutcome.AWAY, {}, "预计哪天回来"),
        (ContactOutcome.IN_HOSPITAL, {}, "预计哪天回来"),
        (ContactOutcome.REFUSED, {"return_on": date(2026, 5, 19)}, "早于联系日期"),
        (ContactOutcome.DIED, {}, "哪一天"),
        (ContactOutcome.MOVED, {"gone_on": date(2026, 5, 21)}, "晚于联系日期"),
        (ContactOutcome.NOBODY_THERE, {"tried_on": date(2026, 5, 21)}, "还没到"),
        (ContactOutcome.NOBODY_THERE, {"tried_on": date(1949, 5, 1)}, "早于出生日期"),
        (ContactOutcome.UNREACHABLE, {"return_on": date(2027, 7, 1)}, "最长一年"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(granny_chen, dr_li, outcome, changes, words):
    with pytest.raises(Refused, match=words):
        _noted(granny_chen, dr_li, outcome, **changes)

    assert db.session.scalar(sa.select(sa.func.count(ContactAttempt.id))) == 0
    assert find_open_duty(granny_chen.id, FOLLOW_UP).excused_until is None


def test_a_contact_sent_twice_is_noted_once(granny_chen, dr_li):
    key = uuid4()

    first = _noted(granny_chen, dr_li, ContactOutcome.REFUSED, client_key=key)
    second = _noted(granny_chen, dr_li, ContactOutcome.DIED, client_key=key, gone_on=cast.TODAY)

    assert second.id == first.id
    assert len(list_excuses(granny_chen.id)) == 1 and list_duties(granny_chen.id)


def test_the_key_of_somebody_elses_contact_is_refused(granny_chen, dr_li):
    key = uuid4()
    _noted(granny_chen, dr_li, ContactOutcome.NOBODY_THERE, client_key=key)
    neighbour = cast.a_person(name="王秀英")

    with pytest.raises(Conflict):
        _noted(neighbour, dr_li, ContactOutcome.NOBODY_THERE, client_key=key)


def test_a_contact_names_the_guardian_it_went_through_and_nobody_elses(granny_chen, dr_li):
    neighbour = cast.a_person(name="王秀英")
    with transaction("person.contact", by=COMMAND_LINE):
        own = add_contact(granny_chen, ContactEntry(ContactKind.GUARDIAN, "陈大", "13955550012"))
        foreign = add_contact(neighbour, ContactEntry(ContactKind.NEIGHBOUR, "刘二", ""))

    _noted(granny_chen, dr_li, ContactOutcome.SPOKEN_TO, way=ContactWay.GUARDIAN, contact_id=own.id)

    assert [each.through for each in list_attempts(granny_chen.id)] == ["陈大"]
    with pytest.raises(NotFound):
        _noted(granny_chen, dr_li, ContactOutcome.SPOKEN_TO, contact_id=foreign.id)
