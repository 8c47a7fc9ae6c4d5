from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Household, Person, PersonInitial
from app.people.queries import opened
from app.people.service import register, register_many, revise, revise_many
from tests import cast

RANDOM = {
    "identity_sealed",
    "phone_sealed",
    "identity_index",
    "identity_tail_index",
    "phone_index",
    "phone_tail_index",
}


def _entries(serial, **changes):
    return [
        cast.an_entry(
            name="单小兰", identity=cast.an_identity(serial=serial), phone="13855550036",
            head_name="单大", group_name="三组", address="东头", kinship="妻", self_care="partly", **changes
        )
    ]  # fmt: skip


def _told(person_id):
    """Everything on record of a person but its own keys and what sealing makes different each time."""
    person = db.session.get(Person, person_id, populate_existing=True)
    own = {"id"} | RANDOM
    columns = {c.name: getattr(person, c.name) for c in Person.__table__.c if c.name not in own}
    readings = db.session.scalars(
        sa.select(PersonInitial.initials).filter_by(person_id=person_id).order_by("initials")
    )
    return (
        columns,
        readings.all(),
        opened(person).phone,
        [getattr(person, name) is None for name in sorted(RANDOM)],
    )


@pytest.fixture
def pair(app):
    """One person registered singly and one in bulk, alike but for the number."""
    with transaction("rosters.import", by=COMMAND_LINE):
        single = register(*_entries(7)).id
        (bulk,) = register_many(_entries(8))
    return single, bulk


def test_registered_in_bulk_is_registered_singly(pair):
    single, bulk = pair

    assert _told(single) == _told(bulk)
    assert db.session.scalar(sa.select(sa.func.count(Household.id))) == 1


def test_revised_in_bulk_is_revised_singly(pair):
    single, bulk = pair
    changes = {"insurance": "居民医保", "note": "听力差"}

    with transaction("rosters.import", by=COMMAND_LINE):
        revise(db.session.get(Person, single), *_entries(7, **changes), version=1)
        revise_many({bulk: _entries(8, **changes)[0]})

    assert _told(single) == _told(bulk)
    assert _told(bulk)[0]["version"] == 2


def test_ids_come_back_in_the_order_of_the_entries(app):
    entries = [cast.an_entry(name=f"张{character}") for character in "丙甲乙丁" * 30]

    with transaction("rosters.import", by=COMMAND_LINE):
        ids = register_many(entries)

    names = dict(map(tuple, db.session.execute(sa.select(Person.id, Person.name))))
    assert [names[person_id] for person_id in ids] == [entry.name for entry in entries]


def test_the_trail_counts_a_bulk_in_one_line(pair):
    counted = sa.select(AuditEntry).where(
        AuditEntry.action == "rosters.import", AuditEntry.subject_id.is_(None)
    )

    assert {entry.subject: entry.details["count"] for entry in db.session.scalars(counted)}["person"] == 1


def test_nothing_in_bulk_is_nothing(app):
    with transaction("rosters.import", by=COMMAND_LINE):
        assert register_many([]) == []
        revise_many({})


def test_a_list_asks_for_its_households_before_and_after_opening_new_ones(app, counted):
    entries = [cast.an_entry(head_name=f"户主{number % 3}") for number in range(200)]
    with counted() as sent, transaction("rosters.import", by=COMMAND_LINE):
        register_many(entries)

    assert len([statement for statement in sent if statement.startswith("SELECT household")]) == 2
    assert db.session.scalar(sa.select(sa.func.count(Household.id))) == 3
