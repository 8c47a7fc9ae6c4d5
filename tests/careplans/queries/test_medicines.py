"""What is taken in a village, medicine by medicine, for whoever sees that there is enough of it."""

from __future__ import annotations

from datetime import timedelta

from app.careplans.queries.medicines import medicines_in_force
from app.careplans.rules.vocabulary import Disease, DoseUnit, Step
from app.core.transaction import COMMAND_LINE, transaction
from app.people.service import set_move
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan


def test_each_medicine_of_a_plan_in_force_is_a_line(granny_chen, dr_zhou, write):
    unknown = a_medicine(name="复方丹参片", code="", strength="", dose=3, times=3, moments=(), quantity=252)
    plan = a_plan(medicines=(a_medicine(), unknown))
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, issues=True, plan=plan)

    first, second = medicines_in_force([cast.TOWN])

    assert first == (
        granny_chen.id, "陈桂英", cast.LIUTANG, version.plan_id, Disease.HYPERTENSION, "amlodipine",
        "苯磺酸氨氯地平片", "5mg", 1, DoseUnit.TABLET, 1, False, 28, 28, cast.TODAY + timedelta(days=28),
    )  # fmt: skip
    assert (second.name, second.code, second.dose, second.times) == ("复方丹参片", "", 3, 3)


def test_what_is_not_in_force_needs_nothing(granny_chen, dr_li, write):
    write(granny_chen, by=dr_li)

    assert medicines_in_force([cast.LIUTANG]) == []


def test_a_revised_medicine_replaces_the_one_before(granny_chen, dr_zhou, signed, write):
    stronger = a_plan(medicines=(a_medicine(dose=2, quantity=56),))
    write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=signed.id, plan=stronger)

    (row,) = medicines_in_force([cast.LIUTANG])

    assert row.dose == 2
    assert row.runs_out_on == cast.TODAY + timedelta(days=28)


def test_only_the_villages_asked_for_are_told(signed):
    assert len(medicines_in_force([cast.LIUTANG])) == 1
    assert medicines_in_force([cast.SHIQIAO, cast.OTHER_TOWN]) == []
    assert medicines_in_force([]) == []


def test_whoever_moved_away_needs_nothing_here(granny_chen, signed):
    with transaction("person.leave", by=COMMAND_LINE):
        set_move(granny_chen, on=cast.TODAY)

    assert medicines_in_force([cast.TOWN]) == []
