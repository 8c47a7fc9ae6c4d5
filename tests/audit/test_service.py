from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.queries import find_head, verify
from app.audit.service import note, note_bulk, note_read
from app.core.db import db
from app.core.transaction import SYSTEM, transaction


def reads() -> list[AuditEntry]:
    db.session.rollback()  # ends the test's own view of the database
    return list(
        db.session.scalars(
            sa.select(AuditEntry).where(AuditEntry.action == "person.read").order_by(AuditEntry.id)
        )
    )


def test_a_read_is_in_the_trail_at_once_without_a_deed(app, dr_li):
    note_read("person", 12, by=dr_li)

    (entry,) = reads()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (dr_li.id, "person", 12)
    assert verify() == []


def test_one_request_notes_a_reader_and_person_once(app, dr_li, dr_wang):
    with app.test_request_context("/people/12"):
        for reader, person in ((dr_li, 12), (dr_li, 12), (dr_li, 13), (dr_wang, 12)):
            note_read("person", person, by=reader)

    assert [(entry.actor_id, entry.subject_id) for entry in reads()] == [
        (dr_li.id, 12),
        (dr_li.id, 13),
        (dr_wang.id, 12),
    ]


def test_the_next_request_notes_the_read_again(app, dr_li):
    for _ in range(2):
        with app.test_request_context("/people/12"):
            note_read("person", 12, by=dr_li)

    assert len(reads()) == 2


def test_a_read_keeps_what_the_reader_has_loaded(app, dr_li):
    from app.accounts.queries import get_user

    user = get_user("dr_li")

    note_read("person", 12, by=dr_li)

    assert "full_name" not in sa.inspect(user).expired_attributes


def test_a_read_inside_a_deed_is_written_with_it(app, dr_li):
    def fail_half_way() -> None:
        with transaction("person.revise", by=dr_li):
            note_read("person", 12, by=dr_li)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert reads() == []


def test_a_note_carries_its_deed_and_its_doer(app, dr_li):
    with transaction("person.reveal", by=dr_li):
        note("person", 12, details={"field": "phone", "reason": "call"})

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "person.reveal")).one()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (dr_li.id, "person", 12)
    assert entry.details == {"field": "phone", "reason": "call"}


@pytest.mark.parametrize("noting", [lambda: note("person", 1), lambda: note_bulk("person", count=1)])
def test_a_note_needs_a_deed(app, noting):
    with pytest.raises(RuntimeError, match="Name the deed first"):
        noting()


def test_a_deed_without_a_change_leaves_nothing(app):
    before = find_head()

    with transaction("nothing", by=SYSTEM):
        pass

    assert find_head() == before
