"""包保责任: who answers for each resident, the caseloads by village, and what was handed over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.queries import list_holders_within, list_holdings
from app.accounts.reader import Role
from app.accounts.scope import within
from app.contracts.models import CaseloadHandover, CaseloadMember
from app.contracts.queries.standing import is_resident
from app.contracts.rules import Answering, Caseload, HandedOver
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person

DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Handover:
    """A handing over of the history, and whether it can still be handed back."""

    record: CaseloadHandover
    is_returned: bool


def answering() -> tuple[Any, Any]:
    """Return the columns that tell who answers for a resident.

    A list or a page may have written another name since the account was set: the name speaks then.
    """
    named = sa.select(User.full_name).where(User.id == Person.doctor_id).correlate(Person).scalar_subquery()
    account = sa.case((Person.doctor_name == named, Person.doctor_id), else_=sa.null())
    return Person.doctor_name, account.label("account")


def is_answered_by(who: Answering) -> sa.ColumnElement[bool]:
    """Return the condition that somebody answers for a resident."""
    name, account = answering()
    same = account.is_(None) if who.doctor_id is None else account == who.doctor_id
    return sa.and_(name == who.name, same)


def list_caseloads(areas: Sequence[str]) -> list[Caseload]:
    """Return who answers for the residents of some areas, the largest caseload first; nobody stands at the top."""
    name, account = answering()
    counted = sa.select(name, account, Person.area_code, sa.func.count())
    counted = counted.where(within(Person.area_code, areas), is_resident())
    found: dict[Answering, dict[str, int]] = {}
    for row in db.session.execute(counted.group_by(name, account, Person.area_code)):
        who = Answering(row[0], row[1])
        found.setdefault(who, {})[row[2]] = row[3]
    caseloads = [Caseload(who, dict(sorted(villages.items()))) for who, villages in found.items()]
    return sorted(caseloads, key=lambda each: (each.who.name != "", -each.people, each.who.key))


def list_doctors(areas: Sequence[str]) -> dict[int, str]:
    """Return the doctors who hold something inside some areas for good, number to name with the account's."""
    held = (holder for holder in list_holders_within(areas) if not holder.covers_for)
    return {
        holder.user_id: f"{holder.full_name} · {holder.username}" for holder in held if holder.role in DOCTORS
    }


def doctor_names(numbers: Collection[int]) -> dict[int, str]:
    """Return the names of some accounts, as the residents' records have them."""
    named = sa.select(User.id, User.full_name).where(User.id.in_(numbers))
    return {row.id: row.full_name for row in db.session.execute(named)}


def held_by(doctor_id: int) -> list[str]:
    """Return what a doctor holds for good; an area only covered for a colleague is none of it."""
    held = list_holdings(doctor_id)
    return [holder.code for holder in held if holder.role in DOCTORS and not holder.covers_for]


def chosen_people(what: HandedOver, *, lock: bool = False) -> list[tuple[int, str]]:
    """Return the residents a handing over would take along, each with the village."""
    chosen = sa.select(Person.id, Person.area_code).where(
        within(Person.area_code, [what.area_code]), is_resident(), is_answered_by(what.who)
    )
    if what.group is not None:
        chosen = chosen.where(Person.group_name == what.group)
    if lock:
        chosen = chosen.with_for_update(of=Person)
    return [(row.id, row.area_code) for row in db.session.execute(chosen.order_by(Person.id))]


def list_handovers(areas: Sequence[str], *, limit: int, offset: int = 0) -> list[Handover]:
    """Return what was handed over inside some areas, the newest first."""
    returned = sa.orm.aliased(CaseloadHandover)
    back = sa.exists().where(returned.returns_id == CaseloadHandover.id)
    listed = sa.select(CaseloadHandover, back).where(within(CaseloadHandover.area_code, areas))
    ordered = listed.order_by(CaseloadHandover.id.desc()).limit(limit).offset(offset)
    return [Handover(row[0], bool(row[1])) for row in db.session.execute(ordered)]


def get_handover(handover_id: int, *, areas: Sequence[str]) -> CaseloadHandover:
    """Return a handing over inside some areas; foreign equals absent."""
    wanted = sa.select(CaseloadHandover).where(
        CaseloadHandover.id == handover_id, within(CaseloadHandover.area_code, areas)
    )
    found = db.session.scalar(wanted) if handover_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def returnable(handover: CaseloadHandover, *, areas: Sequence[str]) -> list[tuple[int, str]]:
    """Return who of those handed over still stands with the doctor they went to, each with the village."""
    now = Answering(handover.to_name, handover.to_id)
    members = sa.select(CaseloadMember.person_id).where(CaseloadMember.handover_id == handover.id)
    still = sa.select(Person.id, Person.area_code).where(
        Person.id.in_(members), is_resident(), is_answered_by(now), within(Person.area_code, areas)
    )
    return [
        (row.id, row.area_code)
        for row in db.session.execute(still.order_by(Person.id).with_for_update(of=Person))
    ]


def villages_of(people: Collection[tuple[int, str]]) -> dict[str, int]:
    """Return how many of some people live in each village."""
    codes = [code for _number, code in people]
    return {code: codes.count(code) for code in sorted(set(codes))}
