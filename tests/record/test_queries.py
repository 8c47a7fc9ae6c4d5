from __future__ import annotations

from datetime import date, timedelta

from app.core.transaction import transaction
from app.duties.service import record_death
from app.people.rules import ServiceLevel
from app.record.queries import read_record
from app.visits.service import file_visit
from tests import cast


def _visits(person, doctor, number):
    with transaction("visit.file", by=doctor):
        for back in range(number):
            day = cast.TODAY - timedelta(days=back // 2)
            file_visit(cast.a_visit(visited_on=day), person=person, doctor=doctor)


def test_the_page_puts_together_what_the_rooms_know(granny_chen, dr_li):
    record = read_record(granny_chen, reader=dr_li, before=None)

    assert record.village == "柳塘村"
    assert "hypertension-followup" in {duty.rule_id for duty in record.duties}
    assert record.level is ServiceLevel.CHRONIC
    assert record.is_here
    assert cast.an_identity(serial=1) not in str(record.sensitive)


def test_the_visits_are_leafed_through_twenty_a_page(granny_chen, dr_li):
    _visits(granny_chen, dr_li, 45)

    pages, before = [], None
    for _ in range(3):
        record = read_record(granny_chen, reader=dr_li, before=before)
        pages.append([visit.id for visit in record.visits])
        before = record.more_before

    assert [len(page) for page in pages] == [20, 20, 5]
    assert before is None
    assert len({visit_id for page in pages for visit_id in page}) == 45


def test_twenty_visits_are_one_page(granny_chen, dr_li):
    _visits(granny_chen, dr_li, 20)

    record = read_record(granny_chen, reader=dr_li, before=None)

    assert (len(record.visits), record.more_before) == (20, None)


def test_who_died_or_moved_is_not_here(granny_chen, dr_li):
    with transaction("person.died", by=dr_li):
        record_death(granny_chen, on=date(2026, 5, 1))

    assert not read_record(granny_chen, reader=dr_li, before=None).is_here
