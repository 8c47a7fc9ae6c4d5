"""Filling an empty application with the invented township, through the same services everybody uses."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.areas import AreaRow
from app.accounts.service import NewAccount, add_user, import_areas
from app.audit.service import note_bulk
from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.core.errors import Conflict
from app.core.transaction import Actor
from app.core.words import Text
from app.demo.queries import is_empty
from app.demo.rules import (
    AREAS,
    PASSWORD,
    STAFF,
    VILLAGES,
    Seen,
    Villager,
    invent_details,
    invent_history,
    invent_village,
)
from app.duties.models import Duty
from app.duties.rules import Enrolment
from app.duties.service import enrol_many, excuse, reckon, record_leave, settle_start
from app.people.models import Person
from app.people.rules import PersonEntry, PersonState
from app.people.service import ContractEntry, add_allergy, add_contact, add_drug, open_many, register_many
from app.policy.terms import ExcuseReason
from app.visits.models import Visit
from app.visits.rules import VisitEntry, VisitSource
from app.visits.service import VisitOf, file_many

SEED = 20_260_701
EXCUSED_EVERY = 6
TEAM = "云溪家庭医生团队（演示）"
# Enough to meet on every list; a township made large to try its weight needs no more of them.
MOST_WITH_DETAILS = 600
AWAY = (ExcuseReason.AWAY_FOR_WORK, ExcuseReason.IN_HOSPITAL, ExcuseReason.VISITING_FAMILY)


def load_township(*, people: int, by: Actor) -> dict[str, int]:
    """Fill an empty application and return what was made; refuse one that holds anything already."""
    if not is_empty():
        raise Conflict(
            Text(
                "数据库里已有数据，演示乡镇只能装进空库。",
                "The database is not empty; the demonstration only goes into an empty one.",
            )
        )
    today, dice = clock.today(), Random(SEED)
    _seat_staff()
    settle_start(today)
    residents = _invented(dice, people=people, today=today)
    ids = register_many([_entry(resident) for resident in residents])
    enrol_many(
        [row for key, resident in zip(ids, residents, strict=True) for row in _enrolments(key, resident)]
    )
    reckon(ids, today=today)
    visits = _visits(dice, dict(zip(ids, residents, strict=True)), today=today)
    filed = file_many(visits, by=by).filed
    _record_on_the_day()
    excused = _excuse_some(dice, today=today)
    _add_details(dict(zip(ids, residents, strict=True)), today=today)
    _send_some_away(residents, ids, today=today)
    return {"residents": len(ids), "visits": filed, "excused": excused, "accounts": len(STAFF)}


def _seat_staff() -> None:
    import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate((*AREAS, *VILLAGES), 1)])
    for one in STAFF:
        add_user(NewAccount(one.username, one.role, one.areas, PASSWORD, one.full_name, one.email))


def _invented(dice: Random, *, people: int, today: date) -> list[Villager]:
    share, rest = divmod(people, len(VILLAGES))
    sizes = [share + (place < rest) for place in range(len(VILLAGES))]
    return [
        resident
        for (village, _), size in zip(VILLAGES, sizes, strict=True)
        for resident in invent_village(dice, village, people=size, today=today)
    ]


def _entry(resident: Villager) -> PersonEntry:
    return PersonEntry(
        identity=resident.number,
        name=resident.name,
        sex=resident.sex,
        born_on=resident.born_on,
        area_code=resident.village,
        phone=resident.phone,
        group_name=resident.group,
        head_name=resident.head,
        kinship=resident.kinship,
        self_care=resident.self_care,
        insurance="已参保",
        doctor_name=_doctor_of(resident.village),
        note="虚构人物，仅供演示",
    )


def _doctor_of(village: str) -> str:
    return next(one.full_name for one in STAFF if village in one.areas)


def _enrolments(person_id: int, resident: Villager) -> list[Enrolment]:
    rows = [
        Enrolment(person_id, resident.since, "演示名单", condition=condition, benefit_from=resident.since)
        for condition in resident.conditions
    ]
    if resident.category is not None:
        rows.append(Enrolment(person_id, resident.since, "演示名单", category=resident.category))
    return rows


def _visits(dice: Random, residents: dict[int, Villager], *, today: date) -> list[VisitOf]:
    return [
        VisitOf(key, resident.village, _visit(dice, seen, resident))
        for key, resident in residents.items()
        for seen in invent_history(dice, resident, today=today)
    ]


def _visit(dice: Random, seen: Seen, resident: Villager) -> VisitEntry:
    return VisitEntry(
        client_key=UUID(int=dice.getrandbits(128), version=4),
        visited_on=seen.on,
        mode=seen.mode,
        kinds=seen.kinds,
        answers=seen.answers,
        results=seen.results,
        emergency=seen.emergency,
        source=VisitSource.PAGE,
        doctor_name=_doctor_of(resident.village),
    )


def _record_on_the_day() -> None:
    """Let each invented visit have been written down in the evening of its own day."""
    days = {row.id: row.visited_on for row in db.session.execute(sa.select(Visit.id, Visit.visited_on))}
    table: Any = Visit.__table__
    note_bulk("visit", count=len(days), details={"changed": ["filed_at"]})
    update = (
        sa.update(table).where(table.c.id == sa.bindparam("number")).values(filed_at=sa.bindparam("evening"))
    )
    rows = [{"number": key, "evening": _evening(day, key)} for key, day in days.items()]
    if rows:
        db.session.connection().execute(update, rows)


def _evening(day: date, key: int) -> datetime:
    return (datetime.combine(day, time(17), CHINA) + timedelta(minutes=key % 180)).astimezone(UTC)


def _excuse_some(dice: Random, *, today: date) -> int:
    """Excuse some of those whom every village owes a visit this week."""
    owed = (
        sa.select(Person).join(Duty, Duty.person_id == Person.id).where(Duty.due_on <= clock.sunday_of(today))
    )
    chosen = db.session.scalars(owed.distinct().order_by(Person.id)).all()[1::EXCUSED_EVERY]
    for person in chosen:
        reason = dice.choice(AWAY)
        excuse(person, reason=reason, from_on=today, return_on=today + timedelta(days=dice.randint(3, 40)))
    return len(chosen)


def _add_details(residents: dict[int, Villager], *, today: date) -> None:
    """Note whom to call about them, what they do not bear, what they take and what they signed."""
    dice = Random(SEED)
    contracts: list[ContractEntry] = []
    for key in list(residents)[:MOST_WITH_DETAILS]:
        details, person = invent_details(dice, residents[key], today=today), db.session.get_one(Person, key)
        if details.contact is not None:
            add_contact(person, details.contact)
        if details.allergy is not None:
            add_allergy(person, details.allergy)
        for drug in details.drugs:
            add_drug(person, drug)
        if details.contract is not None:
            signed = details.contract
            doctor = _doctor_of(residents[key].village)
            contracts.append(
                ContractEntry(
                    key,
                    signed.starts_on,
                    signed.ends_on,
                    signed_on=signed.starts_on,
                    team=TEAM,
                    doctor_name=doctor,
                    package=signed.package,
                )
            )
    open_many(contracts)


def _send_some_away(residents: list[Villager], ids: list[int], *, today: date) -> None:
    """Let one resident of each village be away for work."""
    for village, _ in VILLAGES:
        key = next(key for key, one in zip(ids, residents, strict=True) if one.village == village)
        person, until = db.session.get_one(Person, key), today + timedelta(days=45)
        record_leave(
            person, PersonState.AWAY, on=today - timedelta(days=10), until=until, note="外出务工（虚构）"
        )
