"""The head of the trail goes out by mail each morning, so that a copy stands outside of the database."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.audit.chain import Link
from app.audit.queries import find_head, verify
from app.audit.service import note
from app.core.db import db
from app.core.transaction import COMMAND_LINE, SYSTEM, transaction
from app.office.jobs import mail_head
from app.outbox.models import Letter
from tests import cast
from tests.audit import conftest as trail

past = trail.past
TOMORROW = cast.TODAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _addresses(app):
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(
            sa.select(User).where(User.username.in_(("county", "admin", "dr_li")))
        ):
            user.email = f"{user.username}@xunhu.example"
        db.session.scalars(sa.select(User).where(User.username == "admin")).one().language = "en"


def letters(day=cast.TODAY):
    wanted = sa.select(Letter).where(Letter.kind == "audit-head", Letter.day == day).order_by(Letter.address)
    return db.session.scalars(wanted).all()


def write_some(count=5):
    with transaction("some.deed", by=SYSTEM):
        for number in range(count):
            note("person", number)


def test_county_and_administrator_get_the_head_and_nobody_else(app):
    head = find_head()

    counts = mail_head(cast.TODAY)

    admin, county = letters()
    assert [admin.address, county.address] == ["admin@xunhu.example", "county@xunhu.example"]
    assert all(f"{head.id}:{head.hash}" in letter.text for letter in (admin, county))
    assert "Please keep this letter" in admin.text and "请保留这封信" in county.text
    assert "/audit" in county.text and "/audit" not in admin.text
    assert counts == {"written": 2, "already": 0, "without_address": 0, "damages": 0}


def test_the_letter_names_nobody(app, granny_chen):
    mail_head(cast.TODAY)

    assert not [letter for letter in letters() if "陈桂英" in letter.text + letter.html + letter.subject]


def test_a_second_time_writes_nothing(app):
    mail_head(cast.TODAY)

    assert mail_head(cast.TODAY) == {}
    assert mail_head(cast.TODAY, again=True)["already"] == 2
    assert len(letters()) == 2


def test_the_next_morning_tells_what_is_new_and_walks_no_further(app, past):
    write_some()
    mail_head(cast.TODAY)
    write_some(7)
    past(
        "UPDATE audit_entry SET actor_name = 'somebody else' WHERE id = 2"
    )  # long before: the whole walk finds it

    assert mail_head(TOMORROW)["damages"] == 0

    assert "新增 8 条" in letters(TOMORROW)[1].text  # and the entry of the first letter itself
    assert verify()


def test_damage_since_the_last_letter_stands_in_the_subject_and_in_the_log(app, past, caplog):
    mail_head(cast.TODAY)
    write_some()
    past(f"UPDATE audit_entry SET actor_name = 'somebody else' WHERE id = {find_head().id - 2}")

    assert mail_head(TOMORROW)["damages"] == 1

    assert "有损坏" in letters(TOMORROW)[1].subject and "damaged" in letters(TOMORROW)[0].subject
    assert "damaged" in caplog.text


def test_the_mailed_head_proves_the_trail_later_on(app):
    mail_head(cast.TODAY)
    write_some()

    number, told = re.search(r"(\d+):([0-9a-f]{64})", letters()[0].text).groups()

    assert verify(head=Link(int(number), told)) == []


def test_nobody_without_an_address_is_written_to(app):
    with transaction("account.address", by=COMMAND_LINE):
        for user in db.session.scalars(sa.select(User)):
            user.email = None

    assert mail_head(cast.TODAY) == {"written": 0, "already": 0, "without_address": 2, "damages": 0}
    assert mail_head(TOMORROW)["written"] == 0
