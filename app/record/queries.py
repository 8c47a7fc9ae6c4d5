"""A resident's page, read from the rooms below in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.queries import area_name
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.duties.models import ExcuseRecord
from app.duties.queries import list_duties, list_excuses, list_lines
from app.duties.rules import LineRow, WorkDuty
from app.people.models import Person, PersonCategory, PersonCondition
from app.people.queries import PersonRow, list_categories, list_conditions, list_housemates, opened
from app.people.rules import ServiceLevel, service_level
from app.record.rules import Shown, shown
from app.visits.queries import VisitRow, list_visits

A_PAGE_OF_VISITS = 20
RECENT_LINES = 12


@dataclass(frozen=True, slots=True)
class Record:
    """Everything the page of one resident says."""

    person: Person
    village: str
    sensitive: Shown
    duties: Sequence[WorkDuty]
    lines: Sequence[LineRow]
    excuses: Sequence[ExcuseRecord]
    categories: Sequence[PersonCategory]
    conditions: Sequence[PersonCondition]
    housemates: Sequence[PersonRow]
    visits: Sequence[VisitRow]
    more_before: tuple[date, int] | None
    is_further: bool

    @property
    def level(self) -> ServiceLevel:
        """Which of the four groups of the served population the resident belongs to."""
        return service_level(held.condition for held in self.conditions if held.ended_on is None)

    @property
    def is_here(self) -> bool:
        """Whether the resident still lives in the village."""
        return self.person.died_on is None and self.person.moved_on is None


def read_record(
    person: Person, *, reader: Reader, before: tuple[date, int] | None, revealed: bool = False
) -> Record:
    """Return the page of one resident; ``before`` is the last visit the page before showed."""
    visits = list_visits(person.id, limit=A_PAGE_OF_VISITS + 1, before=before)
    shown_visits = visits[:A_PAGE_OF_VISITS]
    more = len(visits) > A_PAGE_OF_VISITS
    return Record(
        person=person,
        village=area_name(person.area_code) or person.area_code,
        sensitive=shown(opened(person), is_open=revealed),
        duties=list_duties(person.id),
        lines=list_lines(person.id)[:RECENT_LINES],
        excuses=list_excuses(person.id),
        categories=list_categories(person.id),
        conditions=list_conditions(person.id),
        housemates=list_housemates(person) if may(reader.role, Right.READ_CARE) else [],
        visits=shown_visits,
        more_before=(shown_visits[-1].visited_on, shown_visits[-1].id) if more else None,
        is_further=before is not None,
    )
