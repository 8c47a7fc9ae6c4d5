"""What a raised reading owes: another on a different day, until three stand or the disease is on record."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.transaction import transaction
from app.duties.queries import list_duties, list_lines
from app.duties.rules import EvidenceNote
from app.duties.service import enrol, note_event, note_evidence
from app.policy.terms import Condition, Event, Kind, Mode
from tests import cast


@pytest.fixture
def raised(app, dr_li):
    """Note a raised reading of a day: `raised(person, on)`; `again` where it answered the one before."""

    def _raised(person, on, *, again=False):
        with transaction("visit.file", by=dr_li):
            kinds = (Kind.SCREENING, Kind.SCREENING_AGAIN) if again else (Kind.SCREENING,)
            note_evidence([EvidenceNote(person.id, on, kind, Mode.HOME) for kind in kinds])
            note_event(person, event=Event.RAISED_PRESSURE, on=on)

    return _raised


def _due(person):
    return [duty.due_on for duty in list_duties(person.id) if duty.rule_id == "pressure-again"]


def test_a_raised_reading_owes_another_within_a_fortnight(raised):
    uncle = cast.a_person(born_on=date(1980, 1, 1))

    raised(uncle, date(2026, 5, 10))

    assert _due(uncle) == [date(2026, 5, 24)]


def test_the_second_raised_reading_settles_the_first_and_owes_a_third(raised):
    uncle = cast.a_person(born_on=date(1980, 1, 1))
    raised(uncle, date(2026, 5, 1))

    raised(uncle, date(2026, 5, 10), again=True)

    assert _due(uncle) == [date(2026, 5, 24)]
    settled = [line.settled_on for line in list_lines(uncle.id) if line.rule_id == "pressure-again"]
    assert settled == [date(2026, 5, 10)]


def test_once_the_disease_is_on_record_no_further_reading_is_owed(raised, dr_li):
    uncle = cast.a_person(born_on=date(1980, 1, 1))
    raised(uncle, date(2026, 5, 10))

    with transaction("person.enrol", by=dr_li):
        enrol(uncle, condition=Condition.HYPERTENSION, starts_on=cast.TODAY, basis="确诊")

    assert _due(uncle) == []
    assert "pressure-screening" not in {duty.rule_id for duty in list_duties(uncle.id)}
