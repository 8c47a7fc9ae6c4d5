"""How medicines are taken, person by person and village by village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from app.careplans.rules.vocabulary import Taken
from app.core.labels import Labelled


class Keeping(Labelled):
    """How somebody with medicine in force takes it, as last told; of several plans the least kept speaks."""

    AS_AGREED = "as-agreed", "按方", "As agreed"
    PARTLY = "partly", "部分", "Partly"
    NOT = "not", "没有", "Not"
    UNASKED = "unasked", "没有问到", "Not asked"


# How little is kept, for the one that speaks for several plans; nobody asked stands below them all.
RANKS: dict[Taken, int] = {Taken.AS_AGREED: 1, Taken.PARTLY: 2, Taken.NOT: 3}
BY_RANK: dict[int, Keeping] = {0: Keeping.UNASKED} | {
    rank: Keeping(taken.value) for taken, rank in RANKS.items()
}


class Period(NamedTuple):
    """The days of which the last word counts, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a place's people with medicine in force take it as agreed, of those who were asked."""

    code: str = ""
    name: str = ""
    as_agreed: int = 0
    partly: int = 0
    not_taken: int = 0
    unasked: int = 0

    @property
    def asked(self) -> int:
        """How many were asked: what the share is of."""
        return self.as_agreed + self.partly + self.not_taken

    @property
    def people(self) -> int:
        """How many have medicine in force."""
        return self.asked + self.unasked

    @property
    def percent(self) -> str:
        """The share with one decimal; a dash where nobody was asked."""
        return f"{100 * self.as_agreed / self.asked:.1f}%" if self.asked else "—"

    def counted(self, keeping: Keeping, number: int) -> Share:
        """Return the share with so many more of one standing."""
        field = _FIELDS[keeping]
        return replace(self, **{field: getattr(self, field) + number})


_FIELDS = {
    Keeping.AS_AGREED: "as_agreed",
    Keeping.PARTLY: "partly",
    Keeping.NOT: "not_taken",
    Keeping.UNASKED: "unasked",
}


def summed(shares: Iterable[Share]) -> Share:
    """Return several places as one."""
    every: Sequence[Share] = tuple(shares)
    return Share(**{field: sum(getattr(share, field) for share in every) for field in _FIELDS.values()})
