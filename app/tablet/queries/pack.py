"""What a pack holds of each resident, read for all of them in a few statements, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.reader import Reader
from app.careplans.queries.plans import Version, plans_in_force
from app.duties.queries import list_duties_of
from app.duties.rules import WorkDuty
from app.people.models import Person
from app.people.queries import holdings_of, whereabouts_of
from app.people.queries.many import Known, known_of, list_within
from app.people.rules import GONE
from app.policy.spells import Holding
from app.visits.queries import Before
from app.visits.queries.attempts import Attempt
from app.visits.queries.log import before_of
from app.visits.queries.many import list_attempts_of, look_back_of

CONTACTS_SHOWN = 5
# For each resident so many records are looked through: those who died or moved keep theirs.
RECORDS = 3
NOTHING_BEFORE = before_of(())


@dataclass(frozen=True, slots=True)
class Taken:
    """One resident as a pack takes them along."""

    person: Person
    held: Sequence[Holding]
    duties: Sequence[WorkDuty]
    before: Before
    versions: tuple[Version, ...]
    known: Known
    tried: Sequence[Attempt]


def read_people(areas: Sequence[str], *, reader: Reader, day: date, most: int) -> list[Taken] | None:
    """Return the residents of some areas who live there, by village, group and name, as a reader may see them.

    None where there are more than a pack holds, or too many on record to look through: nobody is left out unseen.
    """
    found = list_within(areas, reader=reader, limit=RECORDS * most + 1)
    people = [person for person in found if whereabouts_of(person).state_on(day) not in GONE]
    if len(people) > most or len(found) > RECORDS * most:
        return None
    ids = [person.id for person in people]
    held, duties, before = holdings_of(ids), list_duties_of(ids), look_back_of(ids)
    versions, known, tried = plans_in_force(ids), known_of(ids), list_attempts_of(ids, limit=CONTACTS_SHOWN)
    return [
        Taken(
            person,
            held.get(person.id, ()),
            duties.get(person.id, ()),
            before.get(person.id, NOTHING_BEFORE),
            versions.get(person.id, ()),
            known.get(person.id) or Known(),
            tried.get(person.id, ()),
        )
        for person in people
    ]
