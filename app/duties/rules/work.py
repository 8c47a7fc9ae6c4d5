"""The work list as its readers see it: sections, cards, counts, and how a duty stands on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.engine import Evidence, is_overdue
from app.policy.rule import Rule, Window
from app.policy.terms import DutyState, ExcuseReason, Kind, Mode, Result, Sex, Sooner
from app.policy.why import source_line, why_line

URGENT_FOR = timedelta(days=365)


class Section(Labelled):
    """A part of the work list; together the first two are the whole of it."""

    OVERDUE = "overdue", "已逾期", "Overdue"
    DUE = "due", "本周应访", "Due this week"
    ROUNDS = "rounds", "本周巡查", "This week's rounds"
    EXCUSED = "excused", "暂缓", "Excused"


@dataclass(frozen=True, slots=True)
class WorkDuty:
    """One open duty with everything that tells how it stands and why it is owed."""

    person_id: int
    rule: Rule
    area_code: str
    opens_on: date
    due_on: date
    owed_from: date
    last_on: date | None
    last_mode: Mode | None
    last_result: Result | None
    last_text: str
    excused_until: date | None
    excuse_reason: ExcuseReason | None
    emergency_on: date | None
    again_by: date | None = None
    sooner: Sooner | None = None

    @property
    def rule_id(self) -> str:
        """The rule it is owed under."""
        return self.rule.id

    @property
    def name(self) -> Text:
        """What is owed."""
        return self.rule.name

    @property
    def kind(self) -> Kind:
        """The kind of visit that answers it."""
        return self.rule.answered_by.kind

    @property
    def last(self) -> Evidence | None:
        """The evidence it counts from, None where nothing was done yet."""
        if self.last_on is None or self.last_mode is None:
            return None
        return Evidence(
            0, self.last_on, self.kind, self.last_mode, self.last_result, text=self.last_text,
            again_by=self.again_by, sooner=self.sooner,
        )  # fmt: skip

    @property
    def why(self) -> Text:
        """Why it is owed, in one line."""
        return why_line(self.rule, owed_from=self.owed_from, last=self.last, due_on=self.due_on)

    def why_on(self, day: date) -> Text:
        """Return why it is owed as told on a day: with the years where they differ and the periods missed by then."""
        return why_line(self.rule, owed_from=self.owed_from, last=self.last, due_on=self.due_on, today=day)

    @property
    def source(self) -> Text:
        """The document and article it is owed under."""
        return source_line(self.rule)

    def state_on(self, day: date) -> DutyState:
        """Return how it stands on a day."""
        return Window(self.opens_on, self.due_on).state_on(day, self.excused_until)

    def overdue_on(self, day: date) -> bool:
        """Return whether it is overdue on a day."""
        return is_overdue(self.due_on, self.excused_until, day)

    def days_overdue(self, day: date) -> int:
        """Return by how many days it is overdue, 0 when it is not."""
        return (day - self.due_on).days if self.overdue_on(day) else 0

    def urgent_on(self, day: date) -> bool:
        """Return whether a danger was seen on this person within the year before."""
        return self.emergency_on is not None and self.emergency_on >= urgent_since(day)


class WorkPersonCard(NamedTuple):
    """What a card of the list says of a person."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    area_code: str
    village: str
    group_name: str
    household_id: int | None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of a list of duties."""

    person: WorkPersonCard
    duty: WorkDuty


@dataclass(frozen=True, slots=True, eq=False)
class WorkPerson:
    """One card of the work list: a person with every open duty, the one longest due first.

    It is compared by identity: what was read again without a change is the same object.
    """

    person: WorkPersonCard
    duties: Sequence[WorkDuty]
    urgent: bool

    @property
    def worst(self) -> WorkDuty:
        """The duty the card is sorted by."""
        return self.duties[0]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds one visit would have to answer."""
        return tuple(dict.fromkeys(duty.kind for duty in self.duties))


class WorkCounts(NamedTuple):
    """The figures above the work list: duties, and for the rounds how many of how many."""

    overdue: int
    due: int
    rounds_done: int
    rounds_all: int
    excused: int
    overdue_people: int = 0
    due_people: int = 0
    excused_people: int = 0


class VillageCounts(NamedTuple):
    """How one village stands: duties overdue and due, people seen this week."""

    code: str
    name: str
    overdue: int
    due: int
    excused: int
    done_this_week: int


def urgent_since(day: date) -> date:
    """Return the first day whose danger still puts a person at the top."""
    return day - URGENT_FOR
