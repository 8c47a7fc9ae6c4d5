"""Excuses suspend what is owed and take nothing away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core import clock
from app.core.errors import Refused
from app.core.transaction import transaction
from app.duties.queries import WorkFilter, find_open_duty, list_excuses, list_lines, list_work
from app.duties.rules import EvidenceNote, Section
from app.duties.service import end_excuse, excuse, note_evidence
from app.policy.terms import DutyState, ExcuseReason, Kind, Mode, Outcome
from tests import cast

TODAY = cast.TODAY
PRESSURE = "hypertension-followup"


@pytest.fixture
def away(granny_chen, dr_li):
    """Granny Chen is with her son until the end of the month."""
    with transaction("duties.excuse", by=dr_li):
        return excuse(
            granny_chen,
            reason=ExcuseReason.VISITING_FAMILY,
            from_on=TODAY,
            return_on=date(2026, 5, 31),
            note="在儿子家",
        )


def test_an_excused_duty_keeps_its_due_date_and_is_not_overdue_through_the_return(away, granny_chen):
    duty = find_open_duty(granny_chen.id, PRESSURE)

    assert duty is not None
    assert duty.due_on == date(2026, 2, 1)
    assert duty.state_on(TODAY) is duty.state_on(away.return_on) is DutyState.EXCUSED
    assert duty.state_on(away.return_on + timedelta(days=1)) is DutyState.OVERDUE
    assert duty.days_overdue(TODAY) == 0


def test_an_excused_person_stays_visible_in_a_section_of_their_own(away, granny_chen, dr_li):
    listed = {
        section: {row.person.id for row in list_work(dr_li, day=TODAY, wanted=WorkFilter(section))}
        for section in Section
    }

    assert listed[Section.EXCUSED] == {granny_chen.id}
    assert listed[Section.OVERDUE] == listed[Section.DUE] == listed[Section.ROUNDS] == set()


def test_the_excuse_is_on_record_with_who_wrote_it(away, granny_chen, dr_li):
    [kept] = list_excuses(granny_chen.id)

    assert (kept.reason, kept.by_id, kept.note) == (ExcuseReason.VISITING_FAMILY, dr_li.id, "在儿子家")


def test_coming_back_early_ends_the_excuse(away, granny_chen, dr_li):
    with transaction("duties.excuse-end", by=dr_li):
        end_excuse(granny_chen, on=TODAY)

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert duty is not None
    assert duty.state_on(TODAY) is DutyState.OVERDUE


def test_a_duty_due_while_away_and_settled_within_a_fortnight_of_the_return_is_excused(granny_chen, dr_li):
    def seen(on):
        with clock.standing_at(on), transaction("visit.file", by=dr_li):
            note_evidence([EvidenceNote(granny_chen.id, on, Kind.HYPERTENSION, Mode.HOME)])

    seen(date(2026, 2, 25))
    with transaction("duties.excuse", by=dr_li):
        excuse(granny_chen, reason=ExcuseReason.IN_HOSPITAL, from_on=TODAY, return_on=date(2026, 6, 5))
    seen(date(2026, 6, 19))

    newest = next(line for line in list_lines(granny_chen.id) if line.rule_id == PRESSURE)
    assert (newest.due_on, newest.outcome) == (date(2026, 5, 25), Outcome.EXCUSED)


@pytest.mark.parametrize(
    ("from_on", "return_on"),
    [
        (TODAY + timedelta(days=1), TODAY + timedelta(days=3)),
        (TODAY, TODAY - timedelta(days=1)),
        (TODAY, TODAY + timedelta(days=400)),
    ],
)
def test_an_excuse_that_hides_somebody_is_refused(granny_chen, dr_li, from_on, return_on):
    with pytest.raises(Refused), transaction("duties.excuse", by=dr_li):
        excuse(granny_chen, reason=ExcuseReason.OTHER, from_on=from_on, return_on=return_on)

    assert list_excuses(granny_chen.id) == []
