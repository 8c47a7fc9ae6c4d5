"""The visits of one kind as the official system wants them: what they say, and whether they were entered there."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.clock import local
from app.core.db import db
from app.people.models import Person
from app.people.queries import may_see
from app.people.rules import hidden_kinds
from app.policy.terms import Kind, Mode, Result
from app.visits.models import EnteredMark, Visit
from app.visits.rules import Answers, VisitSource
from app.visits.rules.entering import EnteredState, FormCounts, FormsAsked
from app.visits.rules.sheets import file_number
from app.visits.rules.work import month_after

KINDS = sa.cast(Visit.kinds, sa.Text)
STANDING_MARK = EnteredMark.withdrawn_at.is_(None)


class FormVisit(NamedTuple):
    """One visit whose form is to be entered, or was."""

    id: int
    person_id: int
    name: str
    area_code: str
    group_name: str
    visited_on: date
    mode: Mode
    kinds: Sequence[str]
    answers: Answers
    results: dict[str, Any]
    note: str
    doctor_name: str
    source: VisitSource
    filed_at: datetime
    first_filed_at: datetime | None
    voided_at: datetime | None
    corrects_id: int | None
    entered_at: datetime | None
    entered_by: str | None

    @property
    def number(self) -> str:
        """The tail of the resident's file number."""
        return file_number(self.area_code, self.person_id)

    @property
    def imported(self) -> bool:
        """Whether it came from a list, and so from the official system."""
        return self.source is VisitSource.ROSTER

    @property
    def entered_late(self) -> bool:
        """Whether the record was first made on a later day than the visit."""
        return self.visited_on < local(self.first_filed_at or self.filed_at).date()

    @property
    def all_kinds(self) -> tuple[Kind, ...]:
        """The kinds of work the visit did."""
        return tuple(Kind(value) for value in self.kinds)

    @property
    def all_results(self) -> dict[Kind, Result]:
        """How each disease was classed."""
        return {Kind(kind): Result(result) for kind, result in self.results.items()}


class Mark(NamedTuple):
    """That one kind of a visit was entered, when and by whom."""

    visit_id: int
    kind: Kind
    entered_at: datetime
    by_name: str


def list_form_visits(
    asked: FormsAsked, *, reader: Reader, limit: int, offset: int = 0, answers: bool = False
) -> list[FormVisit]:
    """Return the visits whose forms are asked for, by village and day; ``answers`` only where they are to be printed."""
    told = Visit.answers if answers else sa.literal(None)
    wanted = (
        sa.select(
            Visit.id, Visit.person_id, Person.name, Person.area_code, Person.group_name, Visit.visited_on,
            Visit.mode, Visit.kinds, told, Visit.results, Visit.note, Visit.doctor_name, Visit.source,
            Visit.filed_at, Visit.first_filed_at, Visit.voided_at, Visit.corrects_id,
            EnteredMark.entered_at, EnteredMark.by_name,
        )
        .join(Person, Person.id == Visit.person_id)
        .outerjoin(EnteredMark, sa.and_(_marks_it(asked.kind), STANDING_MARK))
        .where(*_in_month(asked, reader), has_kind(asked.kind), *_in_state(asked.state))
        .order_by(Person.area_code, Visit.visited_on, Visit.id)
    )  # fmt: skip
    return [FormVisit._make(row) for row in db.session.execute(wanted.limit(limit).offset(offset))]


def count_forms(asked: FormsAsked, *, reader: Reader, kinds: Sequence[Kind]) -> list[FormCounts]:
    """Return how many forms of each kind a month has, and how many of them were entered."""
    visits, imported = _count_visits(asked, reader)
    entered = (
        sa.select(EnteredMark.kind, sa.func.count())
        .join(Visit, Visit.id == EnteredMark.visit_id)
        .join(Person, Person.id == Visit.person_id)
        .where(*_in_month(asked, reader), STANDING_MARK, Visit.source != VisitSource.ROSTER)
        .group_by(EnteredMark.kind)
    )
    done = {row[0]: row[1] for row in db.session.execute(entered)}
    return [FormCounts(kind, visits[kind], imported[kind], done.get(kind, 0)) for kind in kinds]


def list_marks(visit_ids: Sequence[int]) -> list[Mark]:
    """Return what was entered of some visits, as it stands."""
    wanted = sa.select(
        EnteredMark.visit_id, EnteredMark.kind, EnteredMark.entered_at, EnteredMark.by_name
    ).where(EnteredMark.visit_id.in_(visit_ids), STANDING_MARK)
    return [Mark._make(row) for row in db.session.execute(wanted.order_by(EnteredMark.id))]


def entered_before(visits: Iterable[FormVisit], *, kind: Kind) -> set[int]:
    """Return which of some visits correct one that was entered, however many corrections ago: they differ from it now."""
    corrections = [visit.id for visit in visits if visit.corrects_id is not None]
    if not corrections:
        return set()
    first = sa.select(Visit.id.label("newest"), Visit.corrects_id.label("older"))
    chain = first.where(Visit.id.in_(corrections)).cte("chain", recursive=True)
    further = sa.select(chain.c.newest, Visit.corrects_id).join(chain, chain.c.older == Visit.id)
    chain = chain.union_all(further.where(Visit.corrects_id.is_not(None)))
    wanted = sa.select(chain.c.newest).join(EnteredMark, EnteredMark.visit_id == chain.c.older)
    return set(db.session.scalars(wanted.where(EnteredMark.kind == kind, STANDING_MARK)))


def has_kind(kind: Kind) -> sa.ColumnElement[bool]:
    """Return the condition that a visit did one kind of work."""
    return KINDS.contains(f'"{kind.value}"', autoescape=True)


def may_enter(kind: Kind, *, by: Reader) -> sa.Select[Any]:
    """Return the visits whose form of a kind somebody may mark: those that stand, of people they may see."""
    wanted = sa.select(Visit.id).join(Person, Person.id == Visit.person_id)
    known = sa.false() if kind in hidden_kinds(by.role) else has_kind(kind)
    return wanted.where(may_see(by), known, Visit.voided_at.is_(None), Visit.source != VisitSource.ROSTER)


def _count_visits(asked: FormsAsked, reader: Reader) -> tuple[Counter[Kind], Counter[Kind]]:
    """Return how many visits did each kind of work, and how many of those came from a list."""
    from_list = Visit.source == VisitSource.ROSTER
    counted = sa.select(KINDS, from_list, sa.func.count()).join(Person, Person.id == Visit.person_id)
    visits, imported = Counter[Kind](), Counter[Kind]()
    for kinds, listed, number in db.session.execute(
        counted.where(*_in_month(asked, reader)).group_by(KINDS, from_list)
    ):
        for value in json.loads(kinds):
            visits[Kind(value)] += number
            imported[Kind(value)] += number if listed else 0
    return visits, imported


def _in_month(asked: FormsAsked, reader: Reader) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        may_see(reader),
        within(Person.area_code, asked.areas),
        Visit.visited_on >= asked.month,
        Visit.visited_on < month_after(asked.month),
        Visit.voided_at.is_(None),
    )


def _in_state(state: EnteredState | None) -> tuple[sa.ColumnElement[bool], ...]:
    if state is None:
        return ()
    is_entered = EnteredMark.id.is_not(None)
    stands = is_entered if state is EnteredState.ENTERED else sa.not_(is_entered)
    return (stands, Visit.source != VisitSource.ROSTER)


def _marks_it(kind: Kind) -> sa.ColumnElement[bool]:
    return sa.and_(EnteredMark.visit_id == Visit.id, EnteredMark.kind == kind)
