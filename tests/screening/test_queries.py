from __future__ import annotations

from datetime import date

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import record_death
from app.policy.terms import Kind
from app.screening.queries import list_coverage, list_screened, list_unmeasured
from app.visits.service import void_visit
from tests import cast


@pytest.fixture
def village(resident, measure):
    """Five grown-ups and a child: one measured, one with hypertension, one listed at risk, two waiting."""
    measured = resident(name="测过", born_on=date(1980, 1, 1))
    measure(measured, date(2026, 3, 2), systolic=128, diastolic=82)
    resident(name="有病", born_on=date(1960, 1, 1), conditions=("hypertension",))
    resident(name="高危", born_on=date(1960, 1, 1), conditions=("hypertension-risk",))
    resident(name="没测", born_on=date(1991, 5, 20))
    resident(name="也没测", born_on=date(1950, 1, 1))
    resident(name="太小", born_on=date(1991, 5, 21))
    return measured


def test_a_village_counts_those_measured_of_those_to_be_measured(village):
    (row,) = list_coverage([cast.LIUTANG], day=cast.TODAY)

    assert (row.code, row.name, row.measured, row.owed) == (cast.LIUTANG, "柳塘村", 1, 3)


def test_those_behind_the_number_are_the_unmeasured(village, dr_li):
    found = list_unmeasured(dr_li, cast.LIUTANG, day=cast.TODAY, limit=10)

    assert {one.name for one in found} == {"没测", "也没测"}


def test_a_foreign_doctor_finds_nobody(village, dr_wang):
    assert not list_unmeasured(dr_wang, cast.LIUTANG, day=cast.TODAY, limit=10)
    assert not list_screened(dr_wang, cast.LIUTANG, day=cast.TODAY, days=365)
    assert not list_coverage(dr_wang.areas, day=cast.TODAY)


def test_readings_of_any_kind_of_visit_count_within_the_year(village, dr_li, measure):
    measure(village, date(2025, 5, 20), Kind.GENERAL, systolic=150, diastolic=80)
    measure(village, date(2026, 4, 1), Kind.GENERAL, systolic=150, diastolic=80)
    measure(village, date(2026, 4, 2), Kind.GENERAL, condition_state="stable")

    (one,) = list_screened(dr_li, cast.LIUTANG, day=cast.TODAY, days=365)

    assert [day for day, _ in one.visits] == [date(2026, 3, 2), date(2026, 4, 1)]


def test_a_struck_visit_does_not_count(village, dr_li, measure):
    visit = measure(village, date(2026, 4, 1), systolic=150, diastolic=80)
    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错人", by=dr_li)

    (one,) = list_screened(dr_li, cast.LIUTANG, day=cast.TODAY, days=365)

    assert len(one.visits) == 1


def test_pressure_of_a_patient_is_left_out_and_glucose_is_not(resident, dr_li, measure):
    patient = resident(conditions=("hypertension",))
    measure(patient, date(2026, 4, 1), Kind.HYPERTENSION, systolic=150, diastolic=80)
    measure(patient, date(2026, 4, 9), Kind.HYPERTENSION, systolic=150, diastolic=80, fasting_glucose=7.2)

    (one,) = list_screened(dr_li, cast.LIUTANG, day=cast.TODAY, days=365)

    assert one.hypertensive
    assert not one.diabetic
    assert [day for day, _ in one.visits] == [date(2026, 4, 9)]


def test_who_died_is_on_no_list(village, dr_li):
    with transaction("person.death", by=COMMAND_LINE):
        record_death(village, on=date(2026, 5, 1))

    assert not list_screened(dr_li, cast.LIUTANG, day=cast.TODAY, days=365)
