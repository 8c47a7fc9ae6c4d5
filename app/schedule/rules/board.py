"""The plan as its readers see it: appointments on their days, how each stands, and by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Sex
from app.schedule.rules.calendar import SpecialDay


class Standing(Labelled):
    """How an appointment stands."""

    PLANNED = "planned", "已约", "Planned"
    SEEN = "seen", "已访", "Seen"
    UNSEEN = "unseen", "未访", "Not seen"


class Meeting(NamedTuple):
    """One appointment with what a board says of the person."""

    id: int
    person_id: int
    on_day: date
    by_hand: bool
    note: str
    name: str
    sex: Sex
    born_on: date | None
    area_code: str
    village: str
    group: str
    household_id: int | None
    seen: bool

    def standing_on(self, day: date) -> Standing:
        """Return how it stands: seen where a visit was filed that day or later that week."""
        if self.seen:
            return Standing.SEEN
        return Standing.UNSEEN if self.on_day < day else Standing.PLANNED


@dataclass(frozen=True, slots=True)
class Place:
    """The appointments of a day in one group of a village."""

    village: str
    group: str
    meetings: Sequence[Meeting]

    @property
    def title(self) -> Text:
        """The heading."""
        named = [part for part in (self.village, self.group) if part]
        told = " · ".join(named)
        return Text(told or "其他", told or "Others")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day of the board."""

    day: date
    meetings: Sequence[Meeting]
    special: Sequence[tuple[SpecialDay, Sequence[str]]] = ()

    @property
    def places(self) -> list[Place]:
        """The day by village and group, in the order of the round."""
        return list(_places(self.meetings))

    @property
    def seen(self) -> int:
        """How many were seen."""
        return sum(one.seen for one in self.meetings)


def _places(meetings: Iterable[Meeting]) -> Iterator[Place]:
    """Yield groups in the order in which the first of each comes, and in a group every household together."""
    places: dict[tuple[str, str], dict[tuple[int, int], list[Meeting]]] = {}
    for one in meetings:
        home = (0, one.person_id) if one.household_id is None else (1, one.household_id)
        places.setdefault((one.village, one.group), {}).setdefault(home, []).append(one)
    for (village, group), homes in places.items():
        yield Place(village, group, tuple(one for home in homes.values() for one in home))
