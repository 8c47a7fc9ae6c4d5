"""What a pack tells of one resident: a card of the work list, a page, and what stands in each form for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, Final

from markupsafe import escape

from app.accounts.reader import Reader
from app.careplans.queries.plans import Version
from app.careplans.rules.wording import how_taken
from app.careplans.rules.wording import named as medicine_named
from app.core.words import Text
from app.duties.rules import WorkDuty, WorkPerson, as_told
from app.duties.rules.work import WorkPersonCard
from app.people.queries import opened, phone_of
from app.people.rules import hidden_kinds
from app.policy.terms import Category, Condition
from app.record.queries import listed_contacts
from app.record.rules import shown
from app.record.views.record import stated_of
from app.tablet.queries.pack import Taken
from app.tablet.views.shared import Shared
from app.tablet.views.visitfacts import entries, visit_facts
from app.today.rules import Card, shown_to

OWN: Final = "tablet/_person.html"
CARD: Final = "today/_card.html"
LATEST = 3
# Whoever owes nothing yet may within the days a pack is worked from.
AHEAD = timedelta(days=7)


@dataclass(slots=True)
class Packing:
    """A pack while it is put together: who takes it along and on which day, and what is shared."""

    reader: Reader
    day: date
    villages: Mapping[str, str]
    lacking: Mapping[int, tuple[str, ...]]
    shared: Shared = field(default_factory=Shared)

    def facts(self, one: Taken) -> dict[str, Any]:
        """Return what the pack holds of a resident, to be opened when a page of theirs is."""
        person, lines = one.person, self.shared.lines
        heading = self.shared.draw(OWN, "heading", person, self._village(one))
        return {
            "page": {
                "shape": "person",
                "places": lines.each([("heading", heading), ("page", self._page(one))]),
            },
            "visit": visit_facts(one, self.shared),
            "attempt": {
                "shape": "attempt",
                "places": lines.each(self._attempt(one)),
                "reached": any(phone_of(contact) for contact in one.known.contacts),
            },
            "edit": {
                "shape": edit_name(bool(person.identity_sealed), bool(person.phone_sealed)),
                "places": lines.each([("heading", escape(person.name))]),
                "values": entries(stated_of(person)),
            },
        }

    def listed(self, one: Taken) -> dict[str, Any]:
        """Return what lists show of a resident, are sorted and searched by."""
        person = one.person
        card = self._card(one)
        line = self.shared.draw(OWN, "line", person, self._village(one))
        told = {
            "id": person.id,
            "name": person.name,
            "initials": person.initials,
            "village": person.area_code,
            "group": person.group_name,
            "home": person.household_id,
            "line": self.shared.lines.put(line),
        }
        if card is None:
            return told
        return told | {
            "card": self.shared.lines.put(self.shared.draw(CARD, "person_card", card, True)),
            "urgent": card.urgent,
            "opens": str(min(duty.opens_on for duty in card.duties)),
            "due": str(card.worst.due_on),
            "until": str(card.worst.excused_until or ""),
        }

    def _village(self, one: Taken) -> str:
        return self.villages.get(one.person.area_code, "")

    def _card(self, one: Taken) -> Card | None:
        open_now = self._duties(one, by=self.day) or self._duties(one, by=self.day + AHEAD)
        if not open_now:
            return None
        person = one.person
        card = WorkPersonCard(
            person.id, person.name, person.sex, person.born_on, person.area_code, self._village(one),
            person.group_name, person.household_id,
        )  # fmt: skip
        urgent = any(duty.urgent_on(self.day) for duty in open_now)
        found = [WorkPerson(card, open_now, urgent=urgent)]
        held = {person.id: one.held}
        return shown_to(self.reader.role, found, holdings=held, lacking=self.lacking, day=self.day)[0]

    def _duties(self, one: Taken, *, by: date) -> Sequence[WorkDuty]:
        return [duty for duty in self._told(one) if duty.opens_on <= by]

    def _told(self, one: Taken) -> Sequence[WorkDuty]:
        return as_told(list(one.duties), untold=hidden_kinds(self.reader.role))

    def _page(self, one: Taken) -> str:
        held = [
            each.what.text for each in one.held if each.ends_on is None and isinstance(each.what, Category)
        ]
        ill = [
            each.what.text for each in one.held if each.ends_on is None and isinstance(each.what, Condition)
        ]
        told = SimpleNamespace(
            held=[*held, *ill],
            categories=len(held),
            duties=self._told(one),
            visits=one.before.latest[:LATEST],
            plans=[(each, _medicines(each)) for each in one.versions],
            sensitive=shown(opened(one.person), is_open=False),
            contacts=listed_contacts(one.known.contacts, is_open=False),
        )
        return self.shared.draw(OWN, "page", one, told, self.day)

    def _attempt(self, one: Taken) -> Iterator[tuple[str, str]]:
        yield "heading", escape(one.person.name)
        yield "contact", self.shared.contact(one.known.contacts)
        if one.tried:
            yield "before", self.shared.draw("visits/_attempted.html", "tried", one.tried)


def edit_name(has_identity: bool, has_phone: bool) -> str:
    """Return what the pack calls the form that changes a record, by what is on record of the sealed fields."""
    return f"edit {int(has_identity)}{int(has_phone)}"


def _medicines(version: Version) -> list[tuple[str, Text]]:
    return [(medicine_named(medicine), how_taken(medicine)) for medicine in version.plan.medicines]
