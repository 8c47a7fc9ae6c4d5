"""How plans are kept, as told at a visit: one entry a plan, and what of the prescriptions it speaks of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.careplans.rules.vocabulary import Effect, Taken, WhyNot

# Beside the kinds of health prescription, what is measured at home is asked about as one line.
MONITORING = "monitoring"


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One plan as told at a visit.

    ``treatment`` is how the medicines were taken; ``others`` how each kind of health prescription (and ``monitoring``)
    was kept, by its value; ``why`` and ``why_words`` the reasons where something was not as agreed; ``effect`` and
    ``reaction`` what came of it.
    """

    plan_id: int
    version_id: int
    treatment: Taken | None = None
    others: Mapping[str, Taken] = field(default_factory=dict)
    why: tuple[WhyNot, ...] = ()
    why_words: str = ""
    effect: Effect | None = None
    reaction: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything was told of the plan at all."""
        told = (self.treatment, self.others, self.why, self.why_words, self.effect, self.reaction)
        return any(told)


def worst(taken: list[Taken]) -> Taken | None:
    """Return the least kept of several, None where nothing was told."""
    order = list(Taken)
    return max(taken, key=order.index, default=None)
