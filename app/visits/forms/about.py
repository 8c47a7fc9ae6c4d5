"""What the form must know of the person and the day to judge what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.policy.terms import Kind
from app.visits.rules import Circumstances, Section, age_on
from app.visits.rules.doubts import Recorded
from app.visits.rules.followed import Followed
from app.visits.rules.following import leaves_open


@dataclass(frozen=True, slots=True)
class About:
    """The person, the day, and the work somebody's form is for.

    ``opened`` names the folded sections that stand open because they are due; ``enrolled_on`` is the first day of any
    enrolment; ``recorded`` are the visits on record for the day that was typed.
    """

    work: Mapping[Section, tuple[Kind, ...]]
    circumstances: Circumstances
    today: date
    born_on: date | None
    died_on: date | None
    enrolled_on: date | None = None
    opened: frozenset[str] = frozenset()
    recorded: tuple[Recorded, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections on the form."""
        return tuple(self.work)

    @property
    def plain(self) -> tuple[Section, ...]:
        """The sections that are filled in on the open page."""
        return tuple(section for section in self.work if not section.folded)

    @property
    def folded(self) -> tuple[Section, ...]:
        """The sections that stand folded after the others, each in one piece."""
        return tuple(section for section in self.work if section.folded)

    @property
    def plans(self) -> tuple[Followed, ...]:
        """The plans in force, each asked about on its own."""
        return self.circumstances.following

    @property
    def asks_of_medicine(self) -> bool:
        """Whether the national forms' own questions about medicines stand on the page: no plan tells it all."""
        return leaves_open(self.plans, self.sections)

    def as_of(self, day: date | None) -> Circumstances:
        """Return the circumstances of the day of the visit: the limits in force and the age reached then."""
        day = day or self.today
        return self.circumstances.as_of(day, age=age_on(day, self.born_on))
