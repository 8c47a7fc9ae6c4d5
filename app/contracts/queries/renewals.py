"""续签: the contracts of one place that run out within so many days."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.scope import within
from app.contracts.queries.standing import is_resident, newest_contract, signed_on, stands
from app.contracts.rules import Standing
from app.core.db import db
from app.people.models import Person
from app.people.queries import may_see


class Due(NamedTuple):
    """One contract that runs out soon."""

    contract_id: int
    person_id: int
    name: str
    group_name: str
    team: str
    doctor_name: str
    ends_on: date


def list_due(reader: Reader, standing: Standing, *, village: str, day: date, limit: int) -> list[Due]:
    """Return the contracts of a place that run out within the days a standing names, the soonest first."""
    signed, newest = signed_on(day, areas=[village]), newest_contract(areas=[village])
    last = newest.c
    listed = sa.select(
        last.id, Person.id, Person.name, Person.group_name, last.team, last.doctor_name, last.ends_on
    ).select_from(Person)
    listed = listed.join(newest, last.person_id == Person.id)
    listed = listed.outerjoin(signed, signed.c.person_id == Person.id)
    listed = listed.where(may_see(reader), is_resident(), within(Person.area_code, [village]))
    listed = listed.where(stands(standing, signed=signed, newest=newest, day=day))
    ordered = listed.order_by(last.ends_on, Person.group_name, Person.name, Person.id).limit(limit)
    return [Due._make(row) for row in db.session.execute(ordered)]
