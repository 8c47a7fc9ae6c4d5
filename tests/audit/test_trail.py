from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.models import Area, User, UserArea
from app.accounts.queries import get_user
from app.audit.models import AuditEntry
from app.audit.queries import find_head, list_entries, verify
from app.audit.service import note, note_bulk
from app.audit.trail import Untraced
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from tests import cast


def entries_of(action: str) -> list[AuditEntry]:
    return list(
        db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))
    )


def a_new_user(username: str = "new") -> User:
    from app.accounts.reader import Role

    return User(username=username, full_name="新来的", role=Role.VILLAGE_DOCTOR, password_hash="-")


def test_a_change_leaves_who_when_what_and_which_columns(app, zhao):
    user = get_user("dr_li")

    with transaction("account.rename", by=zhao):
        user.full_name, user.email = "李秀莲", "li@example.org"

    (entry,) = entries_of("account.rename")
    assert (entry.actor_id, entry.actor_name, entry.at) == (zhao.id, "赵敏", clock.now())
    assert (entry.subject, entry.subject_id) == ("user", user.id)
    assert entry.details == {"changed": ["email", "full_name"]}


def test_the_trail_holds_no_values(app, zhao):
    user = get_user("dr_li")

    with transaction("account.rename", by=zhao):
        user.full_name = "李秀莲"

    assert "李秀莲" not in str(entries_of("account.rename")[0].details)


def test_a_new_record_leaves_an_entry_with_its_number(app):
    with transaction("account.add", by=SYSTEM):
        db.session.add(a_new_user())

    (entry,) = entries_of("account.add")
    assert entry.subject_id == get_user("new").id
    assert entry.details == {"new": True}


def test_what_belongs_to_somebody_is_noted_under_its_owner(app):
    user = get_user("dr_li")

    with transaction("account.area", by=SYSTEM):
        db.session.add(UserArea(user_id=user.id, area_code=cast.GUIHUA))

    (entry,) = entries_of("account.area")
    assert (entry.subject, entry.subject_id) == ("user", user.id)
    assert entry.details == {"record": "user_area", "new": True}


def test_setting_what_already_stands_leaves_nothing(app):
    user = get_user("dr_li")

    with transaction("account.rename", by=SYSTEM):
        user.full_name = str(user.full_name)

    assert entries_of("account.rename") == []


def test_a_deed_that_fails_leaves_nothing(app):
    user = get_user("dr_li")

    def fail_half_way() -> None:
        with transaction("account.rename", by=SYSTEM):
            user.full_name = "李秀莲"
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert entries_of("account.rename") == []
    assert verify() == []


def test_a_change_outside_a_deed_is_refused(app):
    get_user("dr_li").full_name = "李秀莲"

    with pytest.raises(Untraced, match="outside a deed"):
        db.session.commit()


def test_an_audited_record_is_never_deleted(app):
    user = get_user("dr_li")

    with pytest.raises(Untraced, match="never deleted"), transaction("account.delete", by=SYSTEM):
        db.session.delete(user)


BULK = {
    "an update of the mapper": sa.update(User).values(full_name="x"),
    "an update of the table": sa.update(User.__table__).values(full_name="x"),
    "a delete": sa.delete(UserArea),
    "plain SQL": sa.text("UPDATE \"user\" SET full_name = 'x'"),
    "plain SQL behind a blank and a comment": sa.text("\n /* quick */ delete from user_area"),
    "SQL behind a common table": sa.text("WITH x AS (SELECT 1) UPDATE user_area SET until = NULL"),
}


@pytest.mark.parametrize("statement", BULK.values(), ids=BULK.keys())
def test_a_bulk_statement_past_the_trail_is_refused(app, statement):
    with pytest.raises(Untraced, match="note_bulk"), transaction("account.all", by=SYSTEM):
        db.session.execute(statement)


def test_a_bulk_insert_past_the_trail_is_refused(app):
    row = {"user_id": get_user("dr_li").id, "area_code": cast.GUIHUA, "until": None}

    with pytest.raises(Untraced), transaction("account.areas", by=SYSTEM):
        db.session.execute(sa.insert(UserArea), [row])
    with pytest.raises(Untraced), transaction("account.areas", by=SYSTEM):
        db.session.bulk_insert_mappings(UserArea, [row])


def test_a_bulk_statement_on_a_connection_of_its_own_is_refused(app):
    with pytest.raises(Untraced), db.engine.begin() as connection:
        connection.execute(sa.update(User.__table__).values(full_name="x"))


def test_a_noted_bulk_statement_passes_with_one_entry(app):
    with transaction("account.language-for-all", by=SYSTEM):
        note_bulk("user", count=7, details={"columns": ["language"]})
        db.session.execute(sa.update(User).values(language="en"))

    (entry,) = entries_of("account.language-for-all")
    assert entry.details == {"count": 7, "columns": ["language"]}
    assert get_user("dr_li").language == "en"


def test_a_note_opens_its_own_table_only(app):
    with transaction("account.all", by=SYSTEM):
        note_bulk("user_area", count=1)

        with pytest.raises(Untraced, match='"user"'):
            db.session.execute(sa.update(User).values(language="en"))


def test_a_note_does_not_outlast_its_deed(app):
    with transaction("first", by=SYSTEM):
        note_bulk("user", count=0)

    with pytest.raises(Untraced), transaction("second", by=SYSTEM):
        db.session.execute(sa.update(User).values(language="en"))


def test_a_flush_does_not_open_the_way_for_a_bulk_statement_after_it(app):
    with transaction("account.rename", by=SYSTEM):
        get_user("dr_li").full_name = "李秀莲"
        db.session.flush()

        with pytest.raises(Untraced):
            db.session.execute(sa.update(User).values(language="en"))


@pytest.mark.parametrize("statement", [sa.update(AuditEntry).values(action="x"), sa.delete(AuditEntry)])
def test_the_trail_itself_is_never_rewritten(app, statement):
    with transaction("trail.tidy", by=SYSTEM):
        note_bulk("audit_entry", count=1)

        with pytest.raises(Untraced, match="never rewritten"):
            db.session.execute(statement)


def test_tables_that_are_not_audited_are_free(app):
    db.session.execute(sa.update(Area).values(name=Area.name))
    db.session.commit()


def test_one_deed_joins_the_chain_in_one_piece(app, zhao):
    before, _ = find_head()

    with transaction("account.two", by=zhao):
        get_user("dr_li").full_name = "李秀莲"
        get_user("dr_wang").full_name = "王建军"
        note("user", None, details={"why": "test"})

    after, _ = find_head()
    assert after - before == 3
    assert verify() == []


def test_writers_at_the_same_moment_share_one_chain(app, zhao):
    before, _ = find_head()
    db.session.rollback()

    def write(number: int) -> None:
        with app.app_context(), transaction("many.note", by=zhao):
            note("user", number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))

    after, _ = find_head()
    assert after - before == 24
    assert verify() == []


def test_the_newest_entries_about_somebody_come_first(app, zhao):
    user = get_user("dr_li")
    for name in ("甲", "乙"):
        with transaction(f"rename.{name}", by=zhao):
            user.full_name = name

    assert [entry.action for entry in list_entries("user", user.id, limit=2)] == ["rename.乙", "rename.甲"]
