"""How the work list is laid out: cards, what stands together under one heading, and pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from app.accounts.reader import Role
from app.core.regions import Level, level_of, parent_of
from app.core.words import Text, listed
from app.duties.rules import VillageCounts, WorkDuty, WorkPerson
from app.duties.rules.work import WorkPersonCard
from app.people.rules import hidden_conditions
from app.policy.spells import Holding
from app.policy.terms import Category, Condition, DutyState, Kind


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """One person of the work list on a day, ready to be shown; compared by identity, as what it is made of."""

    person: WorkPersonCard
    duties: Sequence[WorkDuty]
    urgent: bool
    held: Sequence[Holding]
    day: date
    # Medicines of their plans that are out of stock in their village.
    lacking: tuple[str, ...] = ()

    @property
    def worst(self) -> WorkDuty:
        """The duty that tells how the person stands."""
        return self.duties[0]

    @property
    def others(self) -> Sequence[WorkDuty]:
        """What else one visit would answer."""
        return self.duties[1:]

    @property
    def state(self) -> DutyState:
        """How the worst duty stands."""
        return self.worst.state_on(self.day)

    @property
    def days(self) -> int:
        """By how many days it is overdue, or how many are left."""
        return abs((self.worst.due_on - self.day).days)

    @property
    def tone(self) -> str:
        """The colour of the card: late, due, or neither."""
        return {DutyState.OVERDUE: "late", DutyState.DUE: "due", DutyState.OPEN: "due"}.get(self.state, "")

    @property
    def count(self) -> int:
        """How many kinds of work one visit would do: medicine is given out under a plan, by no visit."""
        return len({duty.kind for duty in self.duties} - {Kind.REFILL})

    @property
    def refills(self) -> bool:
        """Whether medicine is to be given out again."""
        return any(duty.kind is Kind.REFILL for duty in self.duties)

    @property
    def categories(self) -> list[Text]:
        """The low-income categories held today."""
        return [held.what.text for held in self._held_today() if isinstance(held.what, Category)]

    @property
    def conditions(self) -> list[Text]:
        """The diseases held today."""
        return [held.what.text for held in self._held_today() if isinstance(held.what, Condition)]

    def _held_today(self) -> Iterator[Holding]:
        return (held for held in self.held if held.ends_on is None or held.ends_on > self.day)


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading: a household, or neighbours who follow one another in the list."""

    place: str
    cards: tuple[Card, ...]
    household: bool = False

    @property
    def title(self) -> Text:
        """The heading."""
        if not self.household:
            return Text(self.place or "其他", self.place or "Others")
        before = f"{self.place} · " if self.place else ""
        return Text("{before}{name}户（{n} 人应访）", "{before}{name}'s household ({n} people)").filled(
            before=before, name=self.cards[0].person.name, n=len(self.cards)
        )


REMEMBERED = 4096
NOTHING: Mapping[int, tuple[str, ...]] = {}
PEOPLE = Text("第 {a}–{b} 人", "{a}–{b}")


def shown_to(
    role: Role,
    people: Iterable[WorkPerson],
    *,
    holdings: Mapping[int, Sequence[Holding]],
    lacking: Mapping[int, tuple[str, ...]] = NOTHING,
    day: date,
) -> list[Card]:
    """Return the cards a reader of this role may see: some diseases are only for those who treat them."""
    return [
        _card(found, tuple(holdings.get(found.person.id, ())), lacking.get(found.person.id, ()), role, day)
        for found in people
    ]


@lru_cache(maxsize=REMEMBERED)
def _card(
    found: WorkPerson, held: tuple[Holding, ...], lacking: tuple[str, ...], role: Role, day: date
) -> Card:
    """Return a card; the same person unchanged, for the same role on the same day, gives the same card."""
    hidden = hidden_conditions(role)
    shown = [holding for holding in held if holding.what not in hidden]
    return Card(found.person, found.duties, found.urgent, shown, day, lacking)


def grouped(cards: Sequence[Card], *, several_villages: bool = False) -> list[Group]:
    """Return the cards under headings, worst first; a household stands where its worst member does."""
    households: dict[tuple[str, int], list[Card]] = {}
    for card in cards:
        households.setdefault(_household(card), []).append(card)
    blocks = [(len(block) > 1, _place(block[0], several_villages), block) for block in households.values()]
    groups: list[Group] = []
    for (together, place), found in groupby(blocks, key=lambda block: (block[0], block[1])):
        if together:
            groups += [Group(place, tuple(block), household=True) for _, _, block in found]
        else:
            groups.append(Group(place, tuple(card for _, _, block in found for card in block)))
    return groups


def by_town(villages: Iterable[VillageCounts], *, names: Mapping[str, str]) -> list[VillageCounts]:
    """Return the counts of whole townships, most overdue first."""
    towns: dict[str, VillageCounts] = {}
    for village in villages:
        code = (parent_of(village.code) if level_of(village.code) is Level.VILLAGE else None) or village.code
        before = towns.get(code, VillageCounts(code, names.get(code, code), 0, 0, 0, 0))
        towns[code] = VillageCounts(
            code, before.name, *(a + b for a, b in zip(before[2:], village[2:], strict=True))
        )
    return sorted(towns.values(), key=lambda town: (-town.overdue, -town.due, town.code))


def place_of(codes: Sequence[str], *, names: Mapping[str, str]) -> Text:
    """Return what a reader's areas are called together."""
    told = listed([Text(name, name) for name in (names.get(code, code) for code in codes[:3])])
    if len(codes) <= 3:
        return told
    return Text("{some}等 {n} 处", "{some} and others, {n} in all").filled(some=told, n=len(codes))


def _household(card: Card) -> tuple[str, int]:
    number = card.person.household_id
    return ("person", card.person.id) if number is None else ("household", number)


def _place(card: Card, several_villages: bool) -> str:
    parts = [card.person.village] if several_villages else []
    return " · ".join(part for part in (*parts, card.person.group_name) if part)
