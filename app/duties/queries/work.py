"""The work list and its counts: every list is one index range on area and due date.

The list shows people, a card each, because one visit answers everything a person is owed; the same filters give the
duties as single rows for a table to take away. Statements are built once for each reader's areas and asked with the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries.ledger import work_duties
from app.duties.queries.sections import BELONGS, NEAR, ROUND, ROUND_DONE, SEEN_THIS_WEEK, URGENT, WHOLE, days
from app.duties.rules import DutyRow, Section, VillageCounts, WorkCounts, WorkPerson, WorkRow
from app.duties.rules.work import WorkPersonCard
from app.people.models import Person

duty, line = table_of(Duty), table_of(DutyLine)
person, area = table_of(Person), table_of(Area)
CARD = (
    person.c.id,
    person.c.name,
    person.c.sex,
    person.c.born_on,
    person.c.area_code,
    area.c.name,
    person.c.group_name,
    person.c.household_id,
)
FACTS = tuple(duty.c[name] for name in DutyRow._fields)
KEPT = 512


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What part of the list is asked for; no section means all that is overdue or due by this Sunday."""

    section: Section | None = None
    village: str | None = None
    rule: str | None = None
    text: str = ""

    @property
    def values(self) -> dict[str, object]:
        """What the statement is asked with."""
        text = _escaped(self.text.strip())
        return {"rule": self.rule, "in_name": f"%{text}%", "in_initials": f"% {text.lower()}%"}

    @property
    def shape(self) -> Shape:
        """What the statement looks like, whatever is searched for."""
        return Shape(self.section, self.village or None, bool(self.rule), bool(self.text.strip()))


@dataclass(frozen=True, slots=True)
class Shape:
    """The part of a filter that changes the statement itself."""

    section: Section | None
    village: str | None
    by_rule: bool
    by_text: bool


def list_work(
    reader: Reader, *, day: date, wanted: WorkFilter | None = None, limit: int = 30, offset: int = 0
) -> list[WorkRow]:
    """Return the duties of one page, worst first: danger seen within a year, then the longest overdue."""
    wanted = wanted or WorkFilter()
    statement = _duties_statement(_care_areas(reader), wanted.shape)
    rows = db.session.execute(statement, {**days(day), **wanted.values, "limit": limit, "offset": offset})
    found = work_duties(rows, at=len(CARD))
    return [WorkRow(WorkPersonCard._make(row[: len(CARD)]), owed) for row, owed in found]


def list_work_people(
    reader: Reader, *, day: date, wanted: WorkFilter | None = None, limit: int = 30, offset: int = 0
) -> list[WorkPerson]:
    """Return the people of one page with all their open duties, worst first, in one statement.

    The filters choose the people; a chosen person's card shows everything open, since one visit may answer it all.
    """
    wanted = wanted or WorkFilter()
    statement = _people_statement(_care_areas(reader), wanted.shape)
    values = {**days(day), **wanted.values, "limit": limit, "offset": offset}
    return list(_cards(db.session.execute(statement, values)))


def count_work(reader: Reader, *, day: date) -> WorkCounts:
    """Return the figures above the list, by duties and by people, in one statement over the index alone."""
    return WorkCounts._make(db.session.execute(_count_statement(reader.areas), days(day)).one())


def village_counts(reader: Reader, *, day: date) -> list[VillageCounts]:
    """Return every village of the reader that owes something, most overdue first, and who was seen there this week."""
    values = days(day)
    seen: dict[str, int] = dict(map(tuple, db.session.execute(_seen_statement(reader.areas), values)))
    rows = db.session.execute(_village_statement(reader.areas), values)
    return [VillageCounts._make((*row, seen.get(row[0], 0))) for row in rows]


def _care_areas(reader: Reader) -> tuple[str, ...]:
    """Return the areas whose people a reader may see; whoever may read no care sees nobody."""
    return reader.areas if may(reader.role, Right.READ_CARE) else ()


@lru_cache(maxsize=KEPT)
def _duties_statement(areas: tuple[str, ...], shape: Shape) -> sa.Select[Any]:
    first = [URGENT.desc(), duty.c.due_on, duty.c.person_id, duty.c.rule_id]
    page = _page(
        _narrowed(sa.select(*FACTS, URGENT.label("urgent")), areas, shape).order_by(*first), "chosen"
    )
    facts = [page.c[name] for name in DutyRow._fields]
    source = page.join(person, person.c.id == page.c.person_id).outerjoin(
        area, area.c.code == person.c.area_code
    )
    order = [page.c.urgent.desc(), page.c.due_on, page.c.person_id, page.c.rule_id]
    return sa.select(*CARD, *facts).select_from(source).order_by(*order)


@lru_cache(maxsize=KEPT)
def _people_statement(areas: tuple[str, ...], shape: Shape) -> sa.Select[Any]:
    urgent, worst = sa.func.max(URGENT).label("urgent"), sa.func.min(duty.c.due_on).label("worst")
    chosen = _narrowed(sa.select(duty.c.person_id, urgent, worst), areas, shape).group_by(duty.c.person_id)
    page = _page(chosen.order_by(urgent.desc(), worst, duty.c.person_id), "top")
    source = page.join(person, person.c.id == page.c.person_id).join(
        duty, duty.c.person_id == page.c.person_id
    )
    return (
        sa.select(page.c.urgent, *CARD, *FACTS)
        .select_from(source.outerjoin(area, area.c.code == person.c.area_code))
        .where(duty.c.opens_on <= sa.bindparam("day", type_=sa.Date))
        .order_by(page.c.urgent.desc(), page.c.worst, page.c.person_id, duty.c.due_on, duty.c.rule_id)
    )


@lru_cache(maxsize=KEPT)
def _count_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    """Sum by person first, so that duties and people are counted in one walk."""
    overdue, due, excused = (_sum(BELONGS[part]) for part in (Section.OVERDUE, Section.DUE, Section.EXCUSED))
    parts = {
        "overdue": overdue,
        "due": due,
        "done": _sum(ROUND_DONE),
        "rounds": _sum(ROUND),
        "excused": excused,
    }
    by_person = (
        sa.select(*(part.label(name) for name, part in parts.items()))
        .where(within(duty.c.area_code, areas), NEAR)
        .group_by(duty.c.person_id)
        .subquery()
    )
    totals = (sa.func.coalesce(sa.func.sum(by_person.c[name]), 0) for name in parts)
    people = (_sum(by_person.c[name] > 0) for name in ("overdue", "due", "excused"))
    return sa.select(*totals, *people)


@lru_cache(maxsize=KEPT)
def _village_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    parts = {"overdue": Section.OVERDUE, "due": Section.DUE, "excused": Section.EXCUSED}
    owed = (
        sa.select(duty.c.area_code, *(_sum(BELONGS[part]).label(name) for name, part in parts.items()))
        .where(within(duty.c.area_code, areas))
        .group_by(duty.c.area_code)
        .cte("owed")
    )
    return (
        sa.select(owed.c.area_code, sa.func.coalesce(area.c.name, ""), *(owed.c[name] for name in parts))
        .select_from(owed.outerjoin(area, area.c.code == owed.c.area_code))
        .order_by(owed.c.overdue.desc(), owed.c.due.desc(), owed.c.area_code)
    )


@lru_cache(maxsize=KEPT)
def _seen_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    people = sa.func.count(sa.distinct(line.c.person_id))
    settled = sa.select(line.c.area_code, people).where(within(line.c.area_code, areas), SEEN_THIS_WEEK)
    return settled.group_by(line.c.area_code)


def _narrowed(statement: sa.Select[Any], areas: tuple[str, ...], shape: Shape) -> sa.Select[Any]:
    """Narrow a statement over duties to what a reader may see and asks for."""
    code = duty.c.area_code
    conditions = [within(code, areas), WHOLE if shape.section is None else BELONGS[shape.section]]
    if shape.village:
        conditions.append(within(code, [shape.village]))
    if shape.by_rule:
        conditions.append(duty.c.rule_id == sa.bindparam("rule", type_=sa.String))
    if shape.by_text:
        statement = statement.join_from(duty, person, person.c.id == duty.c.person_id)
        in_name = person.c.name.like(sa.bindparam("in_name", type_=sa.String), escape="/")
        initials = (sa.literal_column("' '", sa.String) + person.c.initials).like(
            sa.bindparam("in_initials", type_=sa.String), escape="/"
        )
        conditions.append(sa.or_(in_name, initials))
    return statement.where(*conditions)


def _page(statement: sa.Select[Any], name: str) -> sa.CTE:
    limit, offset = (sa.bindparam(bound, type_=sa.Integer) for bound in ("limit", "offset"))
    return statement.limit(limit).offset(offset).cte(name)


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    counted = sa.case(
        (condition, sa.literal_column("1", sa.Integer)), else_=sa.literal_column("0", sa.Integer)
    )
    return sa.func.coalesce(sa.func.sum(counted), 0)


def _escaped(text: str) -> str:
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _cards(rows: Iterable[Sequence[Any]]) -> Iterator[WorkPerson]:
    end = 1 + len(CARD)
    for _, found in groupby(work_duties(rows, at=end), key=lambda pair: pair[1].person_id):
        of_one = list(found)
        first = of_one[0][0]
        yield WorkPerson(
            WorkPersonCard._make(first[1:end]), [owed for _, owed in of_one], urgent=bool(first[0])
        )
