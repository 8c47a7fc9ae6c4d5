"""A second township of the county with its own people of the house, and villages with something on record."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.accounts.areas import AreaRow
from app.accounts.queries import find_reader
from app.accounts.reader import Role
from app.accounts.service import NewAccount, add_user, import_areas
from app.core.transaction import COMMAND_LINE, transaction
from app.policy.terms import Kind, Result
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.visits.service import file_visit, note_attempt
from tests import cast

ZHANGDIAN, BEILOU = "341502110000", "341502110201"
DR_SUN = cast.Member("dr_sun", "孙梅", "family-doctor", (ZHANGDIAN,))
QIAN = cast.Member("qian", "钱进", "supervisor", (ZHANGDIAN,))
DR_HE = cast.Member("dr_he", "何芳", "village-doctor", (BEILOU,))


@pytest.fixture
def zhangdian(app):
    """The township 张店镇 of the same county, with the village 北楼村."""
    with transaction("areas.import", by=COMMAND_LINE):
        import_areas([AreaRow(2, ZHANGDIAN, "张店镇"), AreaRow(3, BEILOU, "北楼村")])
    return ZHANGDIAN


@pytest.fixture
def dr_sun(zhangdian):
    """Family doctor of 张店镇."""
    return seat(DR_SUN)


@pytest.fixture
def dr_he(zhangdian):
    """Village doctor of 北楼村."""
    return seat(DR_HE)


@pytest.fixture
def qian(zhangdian):
    """Supervisor of 张店镇."""
    return seat(QIAN)


def seat(member):
    """Open an account for a member of the cast and return its reader."""
    with transaction("account.add", by=COMMAND_LINE):
        add_user(
            NewAccount(member.username, Role(member.role), member.areas, cast.PASSWORD, member.full_name)
        )
    return find_reader(member.username)


def visited(person, *, days_ago=0, by=cast.DR_ZHOU):
    """File a controlled visit to somebody, so many days ago, which settles a duty and writes a line."""
    doctor = find_reader(by.username)
    entry = cast.a_visit(
        visited_on=cast.TODAY - timedelta(days=days_ago), results={Kind.HYPERTENSION: Result.CONTROLLED}
    )
    with transaction("visit.file", by=doctor):
        return file_visit(entry, person=person, doctor=doctor)


def called(person, *, by=cast.DR_ZHOU):
    """Note a call to somebody that reached nobody."""
    doctor = find_reader(by.username)
    entry = AttemptEntry(uuid4(), cast.TODAY, ContactWay.PHONE, ContactOutcome.NOBODY_THERE)
    with transaction("person.attempt", by=doctor):
        return note_attempt(entry, person=person, doctor=doctor)
