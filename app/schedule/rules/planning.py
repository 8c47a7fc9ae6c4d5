"""A week laid out: who is seen on which day, told everything it needs and deciding nothing else.

Whoever has waited longest is chosen first. Those chosen go out by place: a whole village on one day where one has room,
else group by group, else household by household; a household is divided only where it is larger than a day.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

MOST_A_DAY = 80


class Due(NamedTuple):
    """Somebody to be seen: where they live, with whom, and since when they wait."""

    person_id: int
    village: str
    group: str
    household_id: int | None
    due_on: date
    urgent: bool = False

    @property
    def home(self) -> tuple[str, int, int]:
        """The household, or the person alone where none is known."""
        return (
            (self.village, 0, self.person_id)
            if self.household_id is None
            else (self.village, 1, self.household_id)
        )

    @property
    def pressing(self) -> tuple[bool, date, int]:
        """How pressing it is: danger first, then whoever was due first."""
        return (not self.urgent, self.due_on, self.person_id)


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day on which a doctor goes out, and the villages where nobody is called on that day."""

    day: date
    shut: frozenset[str] = frozenset()


class Kept(NamedTuple):
    """An appointment that stays where it is: set by hand, or kept already; with whose home it is."""

    person_id: int
    day: date
    village: str = ""
    household_id: int | None = None


class Placed(NamedTuple):
    """One person on a day, and after whom."""

    person_id: int
    day: date
    place: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A week: what is laid out anew, and who found no room in it, the most pressing first."""

    placed: tuple[Placed, ...]
    left: tuple[int, ...]


Block = Sequence[Due]
Part = Callable[[Due], tuple[object, ...]]
# From the widest to the narrowest: what stays together as long as a day has room for it.
PARTS: tuple[Part, ...] = (
    lambda due: (due.village,),
    lambda due: (due.village, due.group),
    lambda due: due.home,
)


def plan_week(
    people: Iterable[Due], *, days: Sequence[WorkDay], capacity: int, kept: Collection[Kept] = ()
) -> Plan:
    """Lay out a week for those who are due; what is kept stays, takes its room, and draws its own household along."""
    week = _Week(days, capacity, kept)
    staying = {one.person_id for one in kept}
    waiting = {one.person_id: one for one in people if one.person_id not in staying}
    blocks = [_of_one_group(block) for block in _parted(waiting.values(), PARTS[-1])]
    rest = [block for block in blocks if not week.draw(block)]
    chosen, later = _choose(rest, week)
    missed = [*week.settle([due for block in chosen for due in block]), *later]
    left = [due for block in sorted(missed, key=_first) for due in week.squeeze(block)]
    return Plan(
        tuple(week.laid_out()), tuple(due.person_id for due in sorted(left, key=lambda one: one.pressing))
    )


class _Week:
    """The days of a week while it is being laid out: who is on each, and how much room is left."""

    def __init__(self, days: Sequence[WorkDay], capacity: int, kept: Collection[Kept]) -> None:
        self.days = sorted(days, key=lambda one: one.day)
        self.capacity = capacity
        self.taken = {one.day: [each for each in kept if each.day == one.day] for one in self.days}
        self.seen: dict[date, list[Due]] = {one.day: [] for one in self.days}

    def room(self, day: WorkDay) -> int:
        return max(0, self.capacity - len(self.taken[day.day]) - len(self.seen[day.day]))

    def rooms(self, village: str) -> int:
        return sum(self.room(day) for day in self.days if village not in day.shut)

    def draw(self, block: Block) -> bool:
        """Put a household beside the member who has an appointment already; return whether that day has room."""
        home = (block[0].village, block[0].household_id)
        for day in self._open(block[0].village):
            members = [one for one in self.taken[day.day] if (one.village, one.household_id) == home]
            if members and home[1] is not None and self.room(day) >= len(block):
                self.seen[day.day] += block
                return True
        return False

    def settle(self, people: Block, level: int = 0) -> Iterator[Block]:
        """Put people on days, each part whole where a day has room for it; yield the households that found none."""
        for block in _parted(people, PARTS[level]):
            day = next((day for day in self._best(block[0].village) if self.room(day) >= len(block)), None)
            if day is not None:
                self.seen[day.day] += block
            elif level + 1 < len(PARTS):
                yield from self.settle(block, level + 1)
            else:
                yield block

    def squeeze(self, block: Block) -> Iterator[Due]:
        """Give a household what room is left; one larger than a day goes on as many as it needs. Yield who has none."""
        rest, large = list(block), len(block) > self.capacity
        days = self._best(block[0].village)
        for day in sorted(days, key=self.room, reverse=True) if large else days:
            if large or self.room(day) >= len(rest):
                room = self.room(day)
                self.seen[day.day] += rest[:room]
                rest = rest[room:]
        yield from rest

    def laid_out(self) -> Iterator[Placed]:
        for day in self.days:
            for place, due in enumerate(_in_order(self.seen[day.day]), start=1):
                yield Placed(due.person_id, day.day, place)

    def _open(self, village: str) -> list[WorkDay]:
        return [day for day in self.days if village not in day.shut]

    def _best(self, village: str) -> list[WorkDay]:
        """The days a village may be called on: those on which others of it are first, then the earliest.

        One appointment set by hand for Friday does not make the whole village wait until then.
        """
        there = {day for day, seen in self.seen.items() if any(due.village == village for due in seen)}
        return sorted(self._open(village), key=lambda one: (one.day not in there, one.day))


def _choose(blocks: Sequence[Block], week: _Week) -> tuple[list[Block], list[Block]]:
    """Part the households into those the week has room for, the most pressing first, and the others."""
    room = sum(week.room(day) for day in week.days)
    chosen: list[Block] = []
    later: list[Block] = []
    asked: dict[str, int] = {}
    for block in blocks:
        village = block[0].village
        fits = len(block) <= min(room, week.rooms(village) - asked.get(village, 0))
        (chosen if fits else later).append(block)
        if fits:
            room -= len(block)
            asked[village] = asked.get(village, 0) + len(block)
    return chosen, later


def _parted(people: Iterable[Due], part: Part) -> list[Block]:
    """Return people in parts, each in order, the part of the most pressing first."""
    parts: dict[tuple[object, ...], list[Due]] = {}
    for due in sorted(people, key=lambda one: one.pressing):
        parts.setdefault(part(due), []).append(due)
    return list(parts.values())


def _of_one_group(block: Block) -> Block:
    """Return a household as one of the group its most pressing member is listed in: a list may name two."""
    return [one._replace(group=block[0].group) for one in block]


def _first(block: Block) -> tuple[bool, date, int]:
    return block[0].pressing


def _in_order(people: Sequence[Due]) -> Iterator[Due]:
    """Yield the people of a day village by village, group by group, door by door, the most pressing place first."""
    for village in _parted(people, PARTS[0]):
        for group in _parted(village, PARTS[1]):
            for home in _parted(group, PARTS[2]):
                yield from home
