from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.people.models import Person
from tests import cast

BORN = date(1950, 1, 1)
NUMBER, OTHER_NUMBER, PHONE = (
    cast.an_identity(BORN, serial=7),
    cast.an_identity(BORN, serial=8),
    "13855550036",
)
ASKED = "可能是同一人"


@pytest.fixture
def chen(app):
    """陈桂英 of 柳塘村, born on 1 January 1950."""
    return cast.a_person(name="陈桂英", identity=NUMBER, phone=PHONE, address="东头")


def _typed(**changes):
    return {
        "identity": OTHER_NUMBER,
        "name": "陈桂英",
        "area_code": cast.LIUTANG,
        "address": "西头",
    } | changes


def _people():
    return db.session.scalar(sa.select(sa.func.count(Person.id)))


def test_a_likeness_shows_while_the_form_is_filled_in(doctor, chen):
    page = doctor.post("/people/similar", data={"name": "陈贵英", "born_on": "1950-01-01"}).text

    assert "<html" not in page
    assert f'href="/people/{chen.id}"' in page
    assert "姓名读音相近，出生日期相同" in page
    assert PHONE not in page and NUMBER not in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"name": "陈"},
        {"born_on": "1950-13-77", "name": "陈桂英"},
        {"own": "99999999999999", "name": "王五"},
        {"another": "①", "name": "王五"},
    ],
)
def test_half_a_word_and_nonsense_are_answered_calmly(doctor, chen, typed):
    answer = doctor.post("/people/similar", data=typed)

    assert answer.status_code in (200, 404)
    assert ASKED not in answer.text


def test_a_stranger_is_not_shown_who_lives_elsewhere(stranger, chen):
    everything = {"identity": NUMBER, "name": "陈桂英", "born_on": "1950-01-01", "phone": PHONE}

    assert ASKED not in stranger.post("/people/similar", data=everything).text
    assert ASKED not in stranger.post("/people/similar", data={"own": chen.id, **everything}).text


def test_a_record_very_much_like_another_is_asked_about_once_and_nothing_typed_is_lost(doctor, chen):
    asked = doctor.post("/people/new", data=_typed())

    assert asked.status_code == 422
    assert "可能已有这位居民的档案，还没有保存" in asked.text
    assert f'href="/people/{chen.id}"' in asked.text
    assert 'value="西头"' in asked.text and f'value="{OTHER_NUMBER}"' in asked.text
    assert _people() == 1

    kept = doctor.post("/people/new", data=_typed(another=str(chen.id)))

    assert kept.status_code in (302, 303)
    assert _people() == 2


def test_a_tick_for_somebody_else_is_no_answer(doctor, chen):
    sent = doctor.post("/people/new", data=_typed(another=str(chen.id + 1)))

    assert sent.status_code == 422
    assert _people() == 1


def test_a_tick_stays_where_another_field_is_wrong(doctor, chen):
    sent = doctor.post("/people/new", data=_typed(another=str(chen.id), phone="12"))

    assert sent.status_code == 422
    assert f'name="another" value="{chen.id}" checked' in sent.text


def test_a_namesake_of_the_same_year_is_shown_and_not_asked_about(doctor, chen):
    number = cast.an_identity(date(1950, 6, 1), serial=9)

    assert ASKED in doctor.post("/people/similar", data={"name": "陈桂英", "identity": number}).text
    assert doctor.post("/people/new", data=_typed(identity=number)).status_code in (302, 303)


def test_a_tick_does_not_open_a_second_record_under_one_number(doctor, chen):
    sent = doctor.post("/people/new", data=_typed(identity=NUMBER, another=str(chen.id)))

    assert sent.status_code == 422
    assert "已有档案（陈桂英）" in sent.text
    assert _people() == 1


def test_a_change_that_makes_somebody_like_another_is_asked_about(doctor, chen):
    twin = cast.a_person(name="陈秀英", identity=OTHER_NUMBER, phone="")
    change = _typed(identity="", name="陈桂英", version=str(twin.version))

    asked = doctor.post(f"/people/{twin.id}/edit", data=change)
    kept = doctor.post(f"/people/{twin.id}/edit", data=change | {"another": str(chen.id)})

    assert asked.status_code == 422
    assert f'href="/people/{chen.id}"' in asked.text
    assert kept.status_code in (302, 303)


def test_a_change_of_the_address_does_not_ask_about_a_likeness_long_known(doctor, chen):
    twin = cast.a_person(name="陈桂英", identity=OTHER_NUMBER, phone="")
    change = _typed(identity="", address="南头", version=str(twin.version))

    assert doctor.post(f"/people/{twin.id}/edit", data=change).status_code in (302, 303)
