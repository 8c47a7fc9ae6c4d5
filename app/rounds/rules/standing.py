"""How somebody stands in a turn, and what that makes of a village and of a township."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.core.labels import Labelled
from app.policy.terms import Sex


class State(Labelled):
    """How somebody stands in a turn, the best first."""

    MET = "met", "已见", "Met"
    LATE = "late", "补见", "Met late"
    EXCUSED = "excused", "暂缓", "Excused"
    UNMET = "unmet", "未见", "Not met"

    @property
    def rank(self) -> int:
        """The number it goes by in a statement; of two the lower speaks."""
        return list(State).index(self)


class Standing(NamedTuple):
    """One person owed a visit in a turn, with the place and how many of the group were met."""

    person_id: int
    name: str
    sex: Sex
    born_on: date | None
    died_on: date | None
    village: str
    group_name: str
    rank: int
    open_from: date | None
    excused_until: date | None
    last_on: date | None
    of_group: int
    met_of_group: int

    @property
    def state(self) -> State:
        """How the person stands."""
        return list(State)[self.rank]

    @property
    def met(self) -> bool:
        """Whether the person was met, in time or late."""
        return self.rank <= State.LATE.rank

    @property
    def excused(self) -> bool:
        """Whether the person could not be met."""
        return self.state is State.EXCUSED


class PlaceCounts(NamedTuple):
    """How far one place has come; every count is of people."""

    code: str
    name: str
    town_code: str
    town: str
    owed: int
    in_time: int
    late: int
    excused: int

    @property
    def met(self) -> int:
        """How many were met, in time or late."""
        return self.in_time + self.late

    @property
    def unmet(self) -> int:
        """How many are still to be met, or were missed."""
        return self.owed - self.met - self.excused


def summed(places: Iterable[PlaceCounts], *, code: str = "", name: str = "") -> PlaceCounts:
    """Return several places as one."""
    counts = [place[4:] for place in places]
    return PlaceCounts(
        code, name, code, name, *(sum(each) for each in (zip(*counts, strict=True) if counts else [[0]] * 4))
    )


def folded(places: Sequence[PlaceCounts]) -> list[PlaceCounts]:
    """Return the townships where there are several, else the villages as they are; the furthest behind first."""
    towns: dict[str, list[PlaceCounts]] = {}
    for place in places:
        towns.setdefault(place.town_code, []).append(place)
    shown = list(places)
    if len(towns) > 1:
        shown = [summed(found, code=code, name=found[0].town) for code, found in towns.items()]
    return sorted(shown, key=lambda place: (-place.unmet, place.code))
