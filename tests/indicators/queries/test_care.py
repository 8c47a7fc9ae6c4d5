"""Chronic care: who is managed, who to the standard, who at the base, who keeps the plan."""

from __future__ import annotations

from datetime import date

import pytest

from app.careplans.queries.adherence import count_adherence
from app.careplans.rules.adherence import Period, summed
from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Step, Taken
from app.careplans.service.checks import note_checks
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import enrol, record_death, record_move, withdraw
from app.people.queries import find_open_condition
from app.people.rules import NumberReason
from app.policy.terms import Condition, Kind, Mode
from app.record.rules import MergeChoice
from app.record.service import merge
from app.visits.service import correct_visit, void_visit
from tests import cast
from tests.indicators.queries.conftest import met, rows

MAY, APRIL, MARCH = date(2026, 5, 1), date(2026, 4, 30), date(2026, 3, 1)


def deed():
    """Open a deed of the command line."""
    return transaction("person.change", by=COMMAND_LINE)


def test_a_patient_counts_once_for_each_disease_and_is_managed_by_being_seen_for_it(see):
    both = cast.a_person(conditions=("hypertension", "diabetes-insulin"))
    see(both, kinds=(Kind.DIABETES,))

    assert {(row.disease, row.met) for row in rows("management")} == {("hypertension", 0), ("diabetes", 1)}
    assert {row.area_code for row in rows("management")} == {cast.LIUTANG}


def test_hypertension_with_complications_beside_plain_is_one_disease(see, granny_chen):
    with deed():
        enrol(granny_chen, condition=Condition.HYPERTENSION_COMPLICATED, starts_on=MAY, basis="认定")

    assert len(rows("management")) == 1


def test_what_was_seen_last_year_manages_nobody_this_year(see, granny_chen):
    see(granny_chen, date(2025, 12, 31))

    assert met("management") == {granny_chen.id: 0}
    assert met("management", month=date(2026, 1, 31)) == {granny_chen.id: 0}


def test_what_is_seen_later_does_not_count_in_a_month_that_is_over(see, granny_chen):
    see(granny_chen, date(2026, 5, 2))

    assert met("management", month=APRIL) == {granny_chen.id: 0}
    assert met("management", month=MAY) == {granny_chen.id: 1}


@pytest.mark.parametrize("leave", [record_death, record_move])
def test_whoever_is_gone_counts_till_the_day_before(granny_chen, leave):
    with deed():
        leave(granny_chen, on=date(2026, 4, 30))

    assert met("management", month=APRIL) == {}
    assert met("management", month=MARCH) == {granny_chen.id: 0}


def test_a_disease_that_ended_is_no_longer_counted(granny_chen):
    with deed():
        withdraw(granny_chen, on=date(2026, 4, 30), reason="核实", condition=Condition.HYPERTENSION)

    assert met("management", month=APRIL) == {}
    assert met("management", month=MARCH) == {granny_chen.id: 0}


def test_a_visit_struck_counts_nowhere_and_a_mended_one_as_it_says_now(see, granny_chen, dr_li):
    wrong = see(granny_chen)
    with transaction("visit.void", by=dr_li):
        void_visit(wrong, reason="记错了人", by=dr_li)
    assert met("management") == met("base-care") == {granny_chen.id: 0}

    visit = see(granny_chen, date(2025, 12, 30))
    with transaction("visit.correct", by=dr_li):
        correct_visit(visit, cast.a_visit(), person=granny_chen, reason="日期", by=dr_li)
    assert met("management") == met("base-care") == {granny_chen.id: 1}


def test_two_records_made_one_count_once(see, granny_chen, dr_zhou):
    twin = cast.a_person(name="陈桂英", conditions=("hypertension",))
    see(twin, systolic=120, diastolic=70)
    with transaction("person.merge", by=dr_zhou):
        choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, twin.version))
        merge(granny_chen, twin, choice, by=dr_zhou)

    assert met("management") == met("pressure-control") == {granny_chen.id: 1}


def test_another_township_counts_its_own(granny_chen):
    far = cast.a_person(conditions=("copd",), area_code=cast.ELSEWHERE)

    assert met("management", areas=(cast.OTHER_COUNTY,)) == {far.id: 0}
    assert met("management", areas=(cast.SHIQIAO,)) == met("management", areas=()) == {}


@pytest.mark.parametrize(
    ("since", "needed"),
    [
        (date(2024, 1, 1), 4),
        (date(2025, 6, 1), 4),
        (date(2025, 6, 2), 3),
        (date(2025, 9, 1), 3),
        (date(2025, 9, 2), 2),
        (date(2025, 12, 1), 2),
        (date(2025, 12, 2), 1),
        (date(2026, 5, 31), 1),
    ],
)
def test_the_standard_asks_pro_rata_of_the_months_on_record(see, since, needed):
    person = cast.a_person(conditions=("hypertension",), since=since)
    days = [date(2026, 5, 19), date(2026, 2, 3), date(2026, 1, 5), date(2025, 12, 5)]
    for day in days[: needed - 1]:
        see(person, day)
    short = met("standard-management", month=MAY, today=date(2026, 5, 31)).get(person.id, 0)
    see(person, days[needed - 1])

    assert (short, met("standard-management", month=MAY, today=date(2026, 5, 31))) == (0, {person.id: 1})


def test_a_form_of_the_disease_noted_later_starts_nothing_anew(see):
    person = cast.a_person(conditions=("diabetes",), since=date(2024, 1, 1))
    with deed():
        withdraw(person, on=MAY, reason="改用胰岛素", condition=Condition.DIABETES)
        enrol(person, condition=Condition.DIABETES_INSULIN, starts_on=MAY, basis="认定")
    see(person, kinds=(Kind.DIABETES,))

    assert met("standard-management") == {person.id: 0}


def test_an_enrolment_taken_back_was_never_on_record(see):
    person = cast.a_person(conditions=("hypertension",), since=date(2024, 1, 1))
    with deed():
        find_open_condition(person.id, Condition.HYPERTENSION).withdrawn = True
    assert rows("management") == []

    with deed():
        enrol(person, condition=Condition.HYPERTENSION, starts_on=MAY, basis="认定")
    see(person)

    assert met("standard-management") == {person.id: 1}


def test_only_meeting_face_to_face_is_to_the_standard_but_in_copd(see):
    people = [cast.a_person(conditions=(kind.value,)) for kind in (Kind.HYPERTENSION, Kind.COPD)]
    for person, kind in zip(people, (Kind.HYPERTENSION, Kind.COPD), strict=True):
        see(person, kinds=(kind,), mode=Mode.PHONE)

    assert met("standard-management") == {people[0].id: 0, people[1].id: 1}


def test_two_logs_of_one_day_are_one_follow_up(see):
    person = cast.a_person(conditions=("hypertension",), since=date(2025, 12, 1))
    for day in (date(2026, 5, 19), date(2026, 5, 19)):
        see(person, day)
    assert met("standard-management", today=date(2026, 5, 31)) == {person.id: 0}

    see(person, date(2026, 5, 20))

    assert met("standard-management", today=date(2026, 5, 31)) == {person.id: 1}


def test_whoever_is_not_managed_is_not_asked_about_the_standard(granny_chen):
    assert rows("standard-management") == []


def test_at_the_base_a_visit_of_any_kind_in_three_months_counts(see, granny_chen):
    see(granny_chen, date(2026, 2, 21), kinds=(Kind.GENERAL,), mode=Mode.PHONE)

    assert met("base-care") == {granny_chen.id: 1}
    assert met("base-care", today=date(2026, 5, 21)) == {granny_chen.id: 0}


def test_whoever_has_several_diseases_is_one_person_at_the_base(app):
    ill = cast.a_person(conditions=("hypertension", "stroke", "tuberculosis"))
    cast.a_person(conditions=("tuberculosis", "two-diseases-hypertension"))

    assert [(row.person_id, row.disease) for row in rows("base-care")] == [(ill.id, None)]


def test_who_takes_the_medicine_as_agreed_is_what_the_page_of_the_plans_says(write, dr_zhou, dr_li):
    told = {}
    for number, taken in enumerate((Taken.AS_AGREED, Taken.PARTLY, Taken.NOT, None)):
        person = cast.a_person(conditions=("hypertension",))
        version = write(person, by=dr_zhou, step=Step.SIGNED)
        with transaction("visit.file", by=dr_li):
            entry = CheckEntry(version.plan_id, version.id, taken)
            note_checks(number, person_id=person.id, area_code=cast.LIUTANG, on=cast.TODAY, checks=[entry])
        told[person.id] = taken

    share = summed(count_adherence([cast.TOWN], period=Period(date(2026, 2, 20), cast.TODAY)))

    assert met("adherence") == {who: int(taken is Taken.AS_AGREED) for who, taken in told.items() if taken}
    assert (share.as_agreed, share.asked) == (1, 3)
