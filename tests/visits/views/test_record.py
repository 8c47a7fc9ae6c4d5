"""A visit on record leads on: to the household, to the group."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

from app.core.db import db
from tests import cast

HOME = {"head_name": "陈家旺", "group_name": "第三组"}


@pytest.fixture
def mother(app):
    """Who of the household is owed a follow-up."""
    return cast.a_person(name="陈老太", conditions=("hypertension",), kinship="母亲", **HOME)


def test_after_a_visit_the_household_is_one_touch_away(doctor, filed, mother):
    son = cast.a_person(name="陈大明", conditions=("hypertension",), **HOME)

    page = doctor.get(f"/visits/{filed(son).id}?filed=1").text

    assert "这一户还有 1 人应访" in page and "陈老太" in page and "逾期" in page
    assert f'href="/people/{mother.id}/visits/new"' in page


def test_a_supervisor_sees_who_is_owed_something_and_cannot_start_a_visit(supervisor, filed, mother):
    son = cast.a_person(name="陈大明", conditions=("hypertension",), **HOME)

    page = supervisor.get(f"/visits/{filed(son).id}").text

    assert f'href="/people/{mother.id}"' in page and f"/people/{mother.id}/visits/new" not in page


def test_where_everybody_was_seen_the_page_says_nothing_of_the_household(doctor, filed, mother):
    filed(mother)
    son = cast.a_person(name="陈大明", conditions=("hypertension",), **HOME)

    page = doctor.get(f"/visits/{filed(son).id}").text

    assert 'id="around"' not in page


def test_every_section_of_a_visit_is_told_in_words(doctor, granny_chen, filed):
    page = doctor.get(f"/visits/{filed(granny_chen).id}").text

    assert re.search(r"<dt>收缩压</dt>\s*<dd>136 mmHg</dd>", page)
    assert "打印随访表" in page


def test_the_page_asks_the_database_no_more_for_a_large_household(doctor, filed):
    son = cast.a_person(name="陈大明", conditions=("hypertension",), **HOME)
    address = f"/visits/{filed(son).id}"
    doctor.get(address)
    alone = _statements(doctor, address)
    for name in ("甲", "乙", "丙", "丁"):
        cast.a_person(name=name, conditions=("hypertension",), **HOME)

    assert _statements(doctor, address) <= alone + 1


def _statements(browser, address):
    asked = []

    def _note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", _note)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", _note)
    return len(asked)
