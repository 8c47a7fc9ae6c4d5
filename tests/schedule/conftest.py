"""Two villages with people who wait, and what a plan of them needs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Household
from tests import cast

MONDAY = date(2026, 5, 18)
NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.fixture
def neighbours(app):
    """Four people of 柳塘村 with hypertension, overdue since 1 February; the first two share a household."""
    people = [
        cast.a_person(name=f"张桂{each}", conditions=("hypertension",), group_name=group)
        for each, group in (("甲", "一组"), ("乙", "一组"), ("丙", "二组"), ("丁", "二组"))
    ]
    with transaction("test.home", by=COMMAND_LINE):
        home = Household(
            area_code=cast.LIUTANG, head_name="张桂甲", group_name="一组", address="", created_at=cast.MORNING
        )
        db.session.add(home)
        db.session.flush()
        people[0].household_id = people[1].household_id = home.id
    return people
