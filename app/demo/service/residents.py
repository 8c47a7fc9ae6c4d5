"""Putting the township on record: its places and accounts, its residents, and what they are entitled to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from app.accounts.areas import AreaRow
from app.accounts.queries import find_reader
from app.accounts.reader import Reader
from app.accounts.service import NewAccount, add_user, import_areas
from app.demo.rules import AREAS, PASSWORD, STAFF, VILLAGES, Villager, invent_village
from app.duties.rules import Enrolment
from app.duties.service import enrol_many, reckon, settle_start
from app.people.rules import PersonEntry
from app.people.service import register_many
from app.policy.terms import Condition

# One in so many has nobody who answers for them.
UNANSWERED_EVERY = 14
BASIS = "演示名单"


@dataclass(frozen=True, slots=True)
class Township:
    """Who was put on record, by number, and the accounts that work there."""

    residents: dict[int, Villager]
    doctors: dict[str, Reader]
    family_doctor: Reader
    supervisor: Reader
    county: Reader
    today: date

    def in_village(self, village: str) -> dict[int, Villager]:
        """Return the residents of one village."""
        return {key: one for key, one in self.residents.items() if one.village == village}


def settle_township(dice: Random, *, people: int, today: date) -> Township:
    """Put everybody on record and owe what follows."""
    _seat_staff()
    settle_start(today)
    residents = _invented(dice, people=people, today=today)
    ids = register_many(list(_entries(residents)))
    known = dict(zip(ids, residents, strict=True))
    enrol_many([row for key, resident in known.items() for row in _enrolments(key, resident)])
    reckon(ids, today=today)
    readers = {one.username: reader_of(one.username) for one in STAFF}
    doctors = {one.areas[0]: readers[one.username] for one in STAFF[: len(VILLAGES)]}
    return Township(known, doctors, readers["zhou"], readers["zhao"], readers["county"], today)


def _seat_staff() -> None:
    import_areas([AreaRow(row, code, name) for row, (code, name) in enumerate((*AREAS, *VILLAGES), 1)])
    for one in STAFF:
        add_user(NewAccount(one.username, one.role, one.areas, PASSWORD, one.full_name, one.email))


def reader_of(username: str) -> Reader:
    """Return the account of a colleague."""
    reader = find_reader(username)
    assert reader is not None
    return reader


def _invented(dice: Random, *, people: int, today: date) -> list[Villager]:
    share, rest = divmod(people, len(VILLAGES))
    sizes = [share + (place < rest) for place in range(len(VILLAGES))]
    return [
        resident
        for (village, _), size in zip(VILLAGES, sizes, strict=True)
        for resident in invent_village(dice, village, people=size, today=today)
    ]


def _entries(residents: Iterable[Villager]) -> Iterator[PersonEntry]:
    seen: Counter[str] = Counter()
    for resident in residents:
        seen[resident.village] += 1
        yield entry_of(resident, answered_for=seen[resident.village] % UNANSWERED_EVERY != 0)


def entry_of(resident: Villager, *, answered_for: bool = True) -> PersonEntry:
    """Return what the record of an invented resident says."""
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
        doctor_name=_doctor_of(resident.village) if answered_for else "",
        note="虚构人物，仅供演示",
    )


def _doctor_of(village: str) -> str:
    return next(one.full_name for one in STAFF if village in one.areas)


def _enrolments(person_id: int, resident: Villager) -> list[Enrolment]:
    rows = [
        Enrolment(
            person_id, resident.since, BASIS, condition=condition, benefit_from=_benefit(resident, condition)
        )
        for condition in resident.conditions
    ]
    if resident.category is not None:
        rows.append(Enrolment(person_id, resident.since, BASIS, category=resident.category))
    return rows


def _benefit(resident: Villager, condition: Condition) -> date | None:
    """Return since when somebody holds the chronic benefit; being at risk gives none."""
    return None if condition is Condition.HYPERTENSION_RISK else resident.since
