from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from time import sleep

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person, PersonInitial
from app.people.queries import opened, search_people
from app.people.service import register, revise, set_death, set_move
from tests import cast

NUMBER, PHONE = cast.an_identity(serial=7), "13855550036"


def _revise(person, version=None, **changes):
    with transaction("person.revise", by=COMMAND_LINE):
        revise(person, cast.an_entry(**changes), version=version or person.version)


def _changed(person):
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.subject_id) == ("person.revise", person.id)
    return set(entry.details["changed"])


def test_a_record_holds_what_the_entry_says(app):
    person = cast.a_person(name="单小兰", identity=NUMBER, phone=PHONE, head_name="单大", group_name="三组")

    assert (person.name, person.version, person.area_code) == ("单小兰", 1, cast.LIUTANG)
    assert person.household.head_name == "单大"
    assert opened(person) == (NUMBER, PHONE)


def test_a_second_record_under_one_number_is_refused_in_a_sentence(app):
    cast.a_person(name="单小兰", identity=NUMBER)

    with pytest.raises(Refused) as refused, transaction("person.register", by=COMMAND_LINE):
        register(cast.an_entry(name="单晓兰", identity=NUMBER))

    assert "已有档案（单小兰）" in refused.value.text.zh
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1


def test_the_name_of_a_stranger_is_not_told_to_who_meets_the_number(app):
    cast.a_person(name="吴远", identity=NUMBER, area_code=cast.ELSEWHERE)

    with pytest.raises(Refused) as refused, transaction("person.register", by=COMMAND_LINE):
        register(cast.an_entry(identity=NUMBER))

    assert "吴远" not in refused.value.text.zh + refused.value.text.en


def test_many_without_a_number_may_stand_side_by_side(app):
    one, other = (cast.a_person(identity="", sex="2", born_on=date(1950, 1, 1), phone="") for _ in range(2))

    assert (one.identity_index, one.phone_index) == (other.identity_index, other.phone_index) == (None, None)


def test_a_revised_record_is_found_under_its_new_name_only(app, dr_li):
    person = cast.a_person(name="单小兰", identity=NUMBER)

    _revise(person, identity=NUMBER, name="曾小兰")

    assert [row.id for row in search_people("zxl", reader=dr_li)] == [person.id]
    assert search_people("sxl", reader=dr_li) == []
    assert person.version == 2


def test_readings_follow_a_person_to_another_village(app, dr_li, dr_wang):
    person = cast.a_person(name="单小兰", identity=NUMBER)

    _revise(person, identity=NUMBER, name="单小兰", area_code=cast.SHIQIAO)

    assert search_people("sxl", reader=dr_li) == []
    assert [row.id for row in search_people("sxl", reader=dr_wang)] == [person.id]
    assert set(db.session.scalars(sa.select(PersonInitial.area_code))) == {cast.SHIQIAO}


def test_the_trail_names_what_changed_and_an_unchanged_number_does_not_look_changed(app):
    person = cast.a_person(name="单小兰", identity=NUMBER, phone=PHONE)

    _revise(person, identity=NUMBER, name="单小兰", phone=PHONE, address="东头第二家")
    assert _changed(person) - {"version"} == {"address"}

    _revise(person, identity=NUMBER, name="单小兰", phone="13855550037", address="东头第二家")
    assert "identity_sealed" not in _changed(person)
    assert "phone_sealed" in _changed(person)
    assert opened(person).phone == "13855550037"


def test_who_saves_second_is_told_and_changes_nothing(app):
    person = cast.a_person(name="单小兰", identity=NUMBER)
    _revise(person, identity=NUMBER, name="单小兰", address="东头")

    with pytest.raises(Conflict) as refused:
        _revise(person, version=1, identity=NUMBER, name="单小兰", address="西头")

    assert "有人改过这份档案" in refused.value.text.zh
    assert (person.address, person.version) == ("东头", 2)


def test_a_number_of_somebody_else_cannot_be_taken(app):
    cast.a_person(name="单小兰", identity=NUMBER)
    other = cast.a_person()

    with pytest.raises(Refused, match="已有档案"):
        _revise(other, identity=NUMBER)


@pytest.mark.parametrize("leave", [set_death, set_move])
@pytest.mark.parametrize("on", [date(2026, 5, 21), date(1949, 12, 31)])
def test_nobody_leaves_tomorrow_or_before_being_born(granny_chen, leave, on):
    with pytest.raises(Refused, match="不可能"), transaction("person.leave", by=COMMAND_LINE):
        leave(granny_chen, on=on)


def test_neither_number_stands_in_plain_anywhere_in_the_database(app):
    cast.a_person(name="单小兰", identity=NUMBER, phone=PHONE)
    rows = [
        str(list(row)) for table in sa.inspect(db.engine).get_table_names()
        for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"'))
    ]  # fmt: skip
    kept = "\n".join(rows).encode()
    if db.engine.dialect.name == "sqlite":
        database = Path(db.engine.url.database)
        kept += b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))

    assert "单小兰".encode() in kept
    for plain in (NUMBER, PHONE, NUMBER[-8:], PHONE[-8:]):
        assert plain.encode() not in kept


def test_two_doctors_who_enter_one_number_at_the_same_moment_open_one_record(app):
    has_written = threading.Event()

    def first():
        with app.app_context(), transaction("person.register", by=COMMAND_LINE):
            register(cast.an_entry(name="单小兰", identity=NUMBER))
            has_written.set()
            sleep(0.3)  # the other one writes meanwhile, and waits for this commit

    def second():
        has_written.wait(10)
        with app.app_context(), pytest.raises(Refused) as refused:
            with transaction("person.register", by=COMMAND_LINE):
                register(cast.an_entry(name="单晓兰", identity=NUMBER))
        return refused.value.text.zh

    with ThreadPoolExecutor(2) as doctors:
        opening, told = doctors.submit(first), doctors.submit(second)
        opening.result()

    assert "已有档案（单小兰）" in told.result()
    assert db.session.scalars(sa.select(Person.name)).all() == ["单小兰"]


def test_who_was_withdrawn_with_a_list_is_registered_under_the_same_record(app, dr_li):
    person = cast.a_person(name="单小兰", identity=NUMBER)
    with transaction("roster.undo", by=COMMAND_LINE):
        person.withdrawn_at = clock.now()

    with transaction("person.register", by=COMMAND_LINE):
        again = register(cast.an_entry(name="单小兰", identity=NUMBER, address="西头"))

    assert (again.id, again.withdrawn_at, again.address) == (person.id, None, "西头")
    assert [row.id for row in search_people("sxl", reader=dr_li)] == [person.id]
