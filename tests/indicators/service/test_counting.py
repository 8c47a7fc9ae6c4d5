"""The kept sums: what is counted of whom, and that nothing is written that is kept so already."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.jobs import count_indicators
from app.indicators.models import Tally, TallyMonth
from app.indicators.queries.counting import work_out
from app.indicators.queries.numbers import read_numbers, read_parts, read_places
from app.indicators.queries.statements import STATEMENTS
from app.indicators.queries.touched import last_entry, touched_since
from app.indicators.rules.months import Window
from app.indicators.rules.numbers import Number
from app.indicators.service.counting import keep, recount
from app.people.models import Person
from app.policy.terms import Category
from app.visits.service import void_visit
from tests import cast
from tests.indicators.population import a_township
from tests.indicators.slow import SlowRow, counts, read_facts
from tests.indicators.supervision import supervised

MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)


def test_a_visit_is_counted_for_everybody_its_doctor_and_what_its_person_holds(
    granny_chen, visited, count, sums, dr_li
):
    visited(granny_chen)

    count(MAY)

    kept = sums(MAY)
    parts = {part for part, village, name in kept if (village, name) == (cast.LIUTANG, "late-entries")}
    assert parts == {"", f"doctor:{dr_li.id}", "category:destitute-scattered", "condition:hypertension"}
    assert kept["", cast.LIUTANG, "late-entries"] == (0, 1)


def test_a_number_of_a_disease_of_its_own_is_told_by_that_disease_alone(visited, count, sums):
    both = cast.a_person(conditions=("hypertension", "diabetes"))
    visited(both)

    count(MAY)

    kept = sums(MAY)
    assert kept["condition:hypertension", cast.LIUTANG, "management"] == (1, 1)
    assert kept["condition:diabetes", cast.LIUTANG, "management"] == (0, 1)
    assert kept["", cast.LIUTANG, "management"] == (1, 2)


def test_counting_twice_writes_nothing_the_second_time(granny_chen, visited, count):
    visited(granny_chen)
    first = count(MAY)

    second = count(MAY)

    assert first
    assert second == 0


def test_what_falls_to_nothing_is_no_longer_counted(granny_chen, visited, count, sums, dr_li):
    visit = visited(granny_chen)
    count(MAY)

    with transaction("visit.void", by=dr_li):
        void_visit(db.session.merge(visit), reason="记错了人", by=dr_li)
    count(MAY)

    assert not [name for _, _, name in sums(MAY) if name == "late-entries"]
    assert read_numbers([cast.TOWN], month=MAY)["late-entries"] == Number()


def test_a_village_counted_alone_leaves_the_others_as_they_were(granny_chen, visited, count, sums):
    elsewhere = cast.a_person(conditions=("hypertension",), area_code=cast.SHIQIAO)
    count(MAY)
    visited(granny_chen)
    visited(elsewhere)

    count(MAY, areas=[cast.LIUTANG])

    assert sums(MAY)["", cast.LIUTANG, "management"] == (1, 1)
    assert sums(MAY)["", cast.SHIQIAO, "management"] == (0, 1)


def test_places_and_parts_add_up_to_the_whole(granny_chen, visited, count):
    visited(granny_chen)
    visited(cast.a_person(conditions=("diabetes",), area_code=cast.SHIQIAO))
    count(MAY)

    whole = read_numbers([cast.COUNTY], month=MAY)["management"]
    villages = read_places([cast.COUNTY], month=MAY)
    diseases = read_parts([cast.COUNTY], month=MAY, kind="condition")

    assert whole == Number(1, 2)
    assert villages[cast.LIUTANG]["management"] + villages[cast.SHIQIAO]["management"] == whole
    assert diseases["condition:hypertension"]["management"] == Number(1, 1)
    assert diseases["condition:diabetes"]["management"] == Number(0, 1)


def test_a_count_overtaken_by_another_writes_nothing(granny_chen, visited, count, sums):
    count(MAY)
    stale = work_out(MAY, areas=None, today=cast.TODAY)
    visited(granny_chen)
    count(MAY)

    with transaction("indicators.count", by=COMMAND_LINE):
        kept = keep(stale)

    assert kept is None
    assert sums(MAY)["", cast.LIUTANG, "management"] == (1, 1)


def test_two_who_count_at_once_come_to_the_same(app, granny_chen, visited, sums):
    visited(granny_chen)
    start, faults = threading.Barrier(2), []

    def work():
        with app.app_context():
            start.wait()
            try:
                count_indicators(cast.TODAY)
            except Exception as fault:
                faults.append(fault)
            finally:
                db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(2)]
    db.session.rollback()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert not faults
    assert sums(MAY)["", cast.LIUTANG, "management"] == (1, 1)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TallyMonth)) == 1


@pytest.mark.parametrize("of_one", [True, False], ids=["one", "many"])
def test_the_trail_tells_whose_village_was_touched(granny_chen, visited, of_one):
    other = cast.a_person(conditions=("hypertension",), area_code=cast.SHIQIAO)
    before = last_entry()
    visited(granny_chen)
    if not of_one:
        visited(other)

    villages = touched_since(before)

    assert villages == ([cast.LIUTANG] if of_one else [cast.LIUTANG, cast.SHIQIAO])


def test_whoever_moves_to_another_village_has_everything_counted(granny_chen):
    before = last_entry()

    with transaction("person.revise", by=COMMAND_LINE):
        db.session.get_one(Person, granny_chen.id).area_code = cast.SHIQIAO

    assert touched_since(before) is None


@settings(max_examples=4)
@given(data=st.data())
def test_the_touched_villages_alone_come_to_what_everything_does(stage, data):
    stage.set_back()
    with stage.app.app_context():
        a_township(data, people=2)
        with transaction("indicators.count", by=COMMAND_LINE):
            for month in (APRIL, MAY):
                recount(month, areas=None, today=cast.TODAY)
        supervised(data, deeds=4)

        count_indicators(cast.TODAY)

        for month in (APRIL, MAY):
            assert work_out(month, areas=None, today=cast.TODAY).rows == ()
        db.session.remove()


@settings(max_examples=4)
@given(data=st.data())
def test_what_is_kept_is_what_the_rows_come_to(stage, data):
    stage.set_back()
    with stage.app.app_context():
        a_township(data, people=2)
        supervised(data, deeds=4)

        with transaction("indicators.count", by=COMMAND_LINE):
            recount(APRIL, areas=None, today=cast.TODAY)

        window, facts = Window.of(APRIL, cast.TODAY), read_facts()
        for name, statement in STATEMENTS.items():
            rows = [SlowRow(*row) for row in db.session.execute(statement(window, [cast.PROVINCE]))]
            kept = sa.select(Tally.part, Tally.area_code, Tally.numerator, Tally.denominator)
            stored = db.session.execute(kept.where(Tally.indicator == name, Tally.denominator != 0))
            told = {(part, place): (met, of) for part, place, met, of in stored}
            assert told == counts(facts, rows, on=window.as_of), name
        db.session.remove()


def test_no_category_is_told_of_whoever_left_it(granny_chen, visited, count, sums):
    from app.duties.service import withdraw

    visited(granny_chen)
    with transaction("person.leave", by=COMMAND_LINE):
        withdraw(
            db.session.get_one(Person, granny_chen.id),
            category=Category.DESTITUTE_SCATTERED,
            on=date(2026, 5, 10),
            reason="退出",
        )

    count(MAY)

    assert not [part for part, _, _ in sums(MAY) if part.startswith("category:")]
