"""The people behind each number: residents by how they stand, where they live and what they have."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.contracts.queries.caseload import answering, is_answered_by
from app.contracts.queries.standing import belongs, is_resident, newest_contract, signed_on, stands
from app.contracts.rules import ENDING, NOBODY, Answering, Wanted, groups_told
from app.core.db import db
from app.people.models import Person
from app.people.queries import may_see
from app.people.rules import CloseReason
from app.policy.terms import Sex


class Signatory(NamedTuple):
    """One line of a list: a resident, who answers for them, and their newest contract."""

    person_id: int
    name: str
    sex: Sex
    born_on: date | None
    village: str
    group_name: str
    answered_by: str
    is_signed: bool
    contract_id: int | None
    team: str
    doctor_name: str
    starts_on: date | None
    ends_on: date | None
    closed_on: date | None
    close_code: CloseReason | None
    close_reason: str


def list_signatories(
    reader: Reader, wanted: Wanted, *, day: date, limit: int | None = None, offset: int = 0
) -> list[Signatory]:
    """Return the residents a list asks for, by village, group and name; those that run out soon by their last day."""
    areas = [wanted.village] if wanted.village else reader.areas
    signed, newest = signed_on(day, areas=areas), newest_contract(areas=areas)
    who = (Person.id, Person.name, Person.sex, Person.born_on, Person.area_code, Person.group_name)
    last = newest.c
    agreed = (last.id, last.team, last.doctor_name, last.starts_on, last.ends_on, last.closed_on)
    listed = sa.select(
        *who, Person.doctor_name, signed.c.person_id.is_not(None), *agreed, last.close_code, last.close_reason
    ).select_from(Person)
    listed = listed.outerjoin(signed, signed.c.person_id == Person.id)
    listed = listed.outerjoin(newest, last.person_id == Person.id)
    listed = listed.where(may_see(reader), is_resident(), *_narrowed(reader, wanted, day))
    if wanted.standing is not None:
        listed = listed.where(stands(wanted.standing, signed=signed, newest=newest, day=day))
    soonest = (last.ends_on,) if wanted.standing in ENDING else ()
    by = (*soonest, Person.area_code, Person.group_name, Person.name, Person.id)
    rows = db.session.execute(listed.order_by(*by).limit(limit).offset(offset)).all()
    names = area_names(sorted({row.area_code for row in rows}))
    return [_signatory(row, names) for row in rows]


def _narrowed(reader: Reader, wanted: Wanted, day: date) -> list[sa.ColumnElement[bool]]:
    which: list[sa.ColumnElement[bool]] = []
    if wanted.village:
        which.append(within(Person.area_code, [wanted.village]))
    if wanted.group in groups_told(reader.role) and wanted.group is not None:
        which.append(belongs(wanted.group, day=day))
    if wanted.doctor:
        found = Answering("") if wanted.doctor == NOBODY else _called(reader, wanted.doctor)
        which.append(sa.false() if found is None else is_answered_by(found))
    return which


def _called(reader: Reader, key: str) -> Answering | None:
    """Return whom of the reader's own doctors a key in an address calls, or None."""
    named = sa.select(*answering()).where(may_see(reader), is_resident()).distinct()
    found = (Answering(name, doctor_id) for name, doctor_id in db.session.execute(named))
    return next((each for each in found if each.key == key), None)


def _signatory(row: Any, names: dict[str, str]) -> Signatory:
    values = list(row)
    values[4] = names.get(values[4], values[4])
    values[9:11] = [values[9] or "", values[10] or ""]
    values[15] = values[15] or ""
    return Signatory._make(values)
