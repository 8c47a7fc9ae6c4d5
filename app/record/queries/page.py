"""A resident's page, read from the rooms below in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.queries import area_name
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.queries.plans import PlanRow
from app.core import clock
from app.duties.models import ExcuseRecord
from app.duties.queries import list_duties, list_excuses, list_lines
from app.duties.rules import LineRow, WorkDuty, as_told
from app.people.models import (
    Allergy,
    Contact,
    Contract,
    Drug,
    Person,
    PersonCategory,
    PersonCondition,
    StateRecord,
)
from app.people.queries import (
    PersonRow,
    list_allergies,
    list_categories,
    list_contacts,
    list_contracts,
    list_drugs,
    list_housemates,
    list_states,
    opened,
    phone_of,
    whereabouts_of,
)
from app.people.rules import (
    GONE,
    PersonState,
    ServiceLevel,
    clashing,
    hidden_kinds,
    mask_phone,
    service_level,
)
from app.record.queries.history import read_conditions, shown_lines
from app.record.queries.measures import Measured, read_measures
from app.record.queries.plans import Adherence, read_adherence, read_plans
from app.record.rules import Shown, shown
from app.visits.queries import VisitRow, list_visits
from app.visits.queries import as_told as visits_as_told

A_PAGE_OF_VISITS = 20
RECENT_LINES = 12
RECENT_STATES = 3


@dataclass(frozen=True, slots=True)
class ListedContact:
    """Somebody to call, the phone masked or open as the page stands."""

    contact: Contact
    phone: str


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
    contracts: Sequence[Contract]
    contacts: Sequence[ListedContact]
    allergies: Sequence[Allergy]
    drugs: Sequence[Drug]
    states: Sequence[StateRecord]
    measured: Measured | None
    adherence: Adherence | None
    plans: Sequence[PlanRow]
    housemates: Sequence[PersonRow]
    visits: Sequence[VisitRow]
    more_before: tuple[date, int] | None
    is_further: bool

    @property
    def level(self) -> ServiceLevel:
        """Which of the four groups of the served population the resident belongs to."""
        return service_level(held.condition for held in self.conditions if held.ended_on is None)

    @property
    def state(self) -> PersonState:
        """Where the resident is today."""
        return whereabouts_of(self.person).state_on(clock.today())

    @property
    def is_here(self) -> bool:
        """Whether the resident still lives in the village and can be visited, now or after a stay away."""
        return self.state not in GONE

    @property
    def clashes(self) -> list[tuple[str, str]]:
        """The medicines taken that hold something the resident does not bear, each with the allergen."""
        allergens = [allergy.substance for allergy in self.allergies]
        found = ((drug.name, clashing(drug.name, allergens)) for drug in self.drugs)
        return [(drug, allergen) for drug, allergen in found if allergen is not None]


def read_record(
    person: Person, *, reader: Reader, before: tuple[date, int] | None, revealed: bool = False
) -> Record:
    """Return the page of one resident; ``before`` is the last visit the page before showed.

    What only those who treat may read of is left out for everybody else.
    """
    untold = hidden_kinds(reader.role)
    visits = list_visits(person.id, limit=A_PAGE_OF_VISITS + 1, before=before)
    shown_visits = visits[:A_PAGE_OF_VISITS]
    more = len(visits) > A_PAGE_OF_VISITS
    return Record(
        person=person,
        village=area_name(person.area_code) or person.area_code,
        sensitive=shown(opened(person), is_open=revealed),
        duties=as_told(list_duties(person.id), untold=untold),
        lines=shown_lines(list_lines(person.id, limit=RECENT_LINES), reader=reader),
        excuses=list_excuses(person.id),
        categories=list_categories(person.id),
        conditions=read_conditions(person.id, reader=reader),
        contracts=list_contracts(person.id),
        contacts=listed_contacts(list_contacts(person.id), is_open=revealed),
        allergies=list_allergies(person.id),
        drugs=list_drugs(person.id),
        states=list_states(person.id, limit=RECENT_STATES),
        measured=_measures(person) if before is None else None,
        adherence=read_adherence(person.id, today=clock.today()) if before is None else None,
        plans=read_plans(person.id),
        housemates=list_housemates(person) if may(reader.role, Right.READ_CARE) else [],
        visits=visits_as_told(shown_visits, untold=untold),
        more_before=(shown_visits[-1].visited_on, shown_visits[-1].id) if more else None,
        is_further=before is not None,
    )


def listed_contacts(contacts: Sequence[Contact], *, is_open: bool) -> list[ListedContact]:
    """Return contacts as a page shows them: their phones masked, or open after a reason was given."""
    phones = [phone_of(contact) for contact in contacts]
    return [
        ListedContact(contact, phone if is_open else mask_phone(phone))
        for contact, phone in zip(contacts, phones, strict=True)
    ]


def _measures(person: Person) -> Measured:
    return read_measures(person.id, born_on=person.born_on, today=clock.today())
