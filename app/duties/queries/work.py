"""The work list and its counts: every list is one index range on area and due date.

The list shows people, a card each, because one visit answers everything a person is owed; the same filters give the
duties as single rows for a table to take away. Statements are built once for each reader's areas and asked with the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, level_of
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries.asked import Shape, WorkFilter, tellable
from app.duties.queries.ledger import work_duties
from app.duties.queries.sections import BELONGS, NEAR, ROUND, ROUND_DONE, SEEN_THIS_WEEK, URGENT, WHOLE, days
from app.duties.rules import DutyRow, Section, VillageCounts, WorkCounts, WorkPerson, WorkRow, as_told
from app.duties.rules.work import WorkPersonCard
from app.people.models import Person
from app.people.rules import hidden_kinds
from app.policy import book
from app.policy.terms import Kind

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
NONE = sa.literal_column("0", sa.Integer)
# People whose cards stay made: what thirty village doctors look at in a day.
REMEMBERED = 4096


def list_work(
    reader: Reader, *, day: date, wanted: WorkFilter | None = None, limit: int = 30, offset: int = 0
) -> list[WorkRow]:
    """Return the duties of one page, worst first: danger seen within a year, then the longest overdue."""
    untold = hidden_kinds(reader.role)
    wanted = tellable(wanted or WorkFilter(), untold=untold)
    statement = _duties_statement(_care_areas(reader), wanted.shape)
    rows = db.session.execute(statement, {**days(day), **wanted.values, "limit": limit, "offset": offset})
    found = work_duties(rows, at=len(CARD))
    return [
        WorkRow(WorkPersonCard._make(row[: len(CARD)]), *as_told([owed], untold=untold))
        for row, owed in found
    ]


def list_work_people(
    reader: Reader, *, day: date, wanted: WorkFilter | None = None, limit: int = 30, offset: int = 0
) -> list[WorkPerson]:
    """Return the people of one page with all their open duties, worst first, in one statement.

    The filters choose the people; a chosen person's card shows everything open, since one visit may answer it all.
    """
    untold = hidden_kinds(reader.role)
    wanted = tellable(wanted or WorkFilter(), untold=untold)
    statement = _people_statement(_care_areas(reader), wanted.shape)
    values = {**days(day), **wanted.values, "limit": limit, "offset": offset}
    return list(_cards(db.session.connection().execute(statement, values).all(), untold))


def count_work(reader: Reader, *, day: date) -> WorkCounts:
    """Return the figures above the list, by duties and by people, in one statement over the index alone."""
    return WorkCounts._make(db.session.connection().execute(_count_statement(reader.areas), days(day)).one())


def village_counts(reader: Reader, *, day: date) -> list[VillageCounts]:
    """Return every village of the reader that owes something, most overdue first, and who was seen there this week."""
    seen = seen_this_week(reader, day=day)
    rows = db.session.execute(_village_statement(reader.areas), days(day))
    return [VillageCounts._make((*row, seen.get(row[0], 0))) for row in rows]


def seen_this_week(reader: Reader, *, day: date) -> dict[str, int]:
    """Return how many people of each village were seen this week."""
    return dict(map(tuple, db.session.execute(seen_statement(reader.areas), days(day))))


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
    overdue, due, excused = (
        summed(BELONGS[part]) for part in (Section.OVERDUE, Section.DUE, Section.EXCUSED)
    )
    parts = {
        "overdue": overdue,
        "due": due,
        "done": summed(ROUND_DONE),
        "rounds": summed(ROUND),
        "excused": excused,
    }
    by_person = (
        sa.select(*(part.label(name) for name, part in parts.items()))
        .where(within(duty.c.area_code, areas), NEAR)
        .group_by(duty.c.person_id)
        .subquery()
    )
    totals = (sa.func.coalesce(sa.func.sum(by_person.c[name]), NONE) for name in parts)
    people = (summed(by_person.c[name] > NONE) for name in ("overdue", "due", "excused"))
    return sa.select(*totals, *people)


@lru_cache(maxsize=KEPT)
def _village_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    parts = {"overdue": Section.OVERDUE, "due": Section.DUE, "excused": Section.EXCUSED}
    owed = (
        sa.select(duty.c.area_code, *(summed(BELONGS[part]).label(name) for name, part in parts.items()))
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
def seen_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    """Return the statement that counts the people of each village seen this week."""
    people = sa.func.count(sa.distinct(line.c.person_id)).label("people")
    settled = sa.select(line.c.area_code, people).where(within(line.c.area_code, areas), SEEN_THIS_WEEK)
    return settled.group_by(line.c.area_code)


def _narrowed(statement: sa.Select[Any], areas: tuple[str, ...], shape: Shape) -> sa.Select[Any]:
    """Narrow a statement over duties to what a reader may see and asks for."""
    code = duty.c.area_code
    conditions = [_lies_in(code, areas), WHOLE if shape.section is None else BELONGS[shape.section]]
    if shape.village:
        conditions.append(within(code, [shape.village]))
    if shape.by_rule:
        conditions.append(duty.c.rule_id == sa.bindparam("rule", type_=sa.String))
    if shape.by_people:
        conditions.append(duty.c.person_id.in_(sa.bindparam("among", expanding=True, type_=sa.Integer)))
    if shape.by_text:
        statement = statement.join_from(duty, person, person.c.id == duty.c.person_id)
        in_name = person.c.name.like(sa.bindparam("in_name", type_=sa.String), escape="/")
        initials = (sa.literal_column("' '", sa.String) + person.c.initials).like(
            sa.bindparam("in_initials", type_=sa.String), escape="/"
        )
        conditions.append(sa.or_(in_name, initials))
    return statement.where(*conditions)


def _lies_in(code: sa.ColumnElement[str], areas: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Return the condition of an area so that it stays one index range, area and due date, for a town and a county too.

    From village to village only what is overdue or due is read, where a range over all of them would be read whole.
    """
    if all(level_of(each) is Level.VILLAGE for each in areas):
        return within(code, areas)
    return code.in_(sa.select(area.c.code).where(within(area.c.code, areas)))


def _page(statement: sa.Select[Any], name: str) -> sa.CTE:
    limit, offset = (sa.bindparam(bound, type_=sa.Integer) for bound in ("limit", "offset"))
    return statement.limit(limit).offset(offset).cte(name)


def summed(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """Return how many rows of a group meet a condition."""
    counted = sa.case((condition, sa.literal_column("1", sa.Integer)), else_=NONE)
    return sa.func.coalesce(sa.func.sum(counted), NONE)


def _cards(rows: Iterable[Sequence[Any]], untold: frozenset[Kind]) -> Iterator[WorkPerson]:
    fingerprint = book.current().fingerprint
    for _, found in groupby(rows, key=itemgetter(1)):
        if (card := _card(tuple(map(tuple, found)), fingerprint, untold)) is not None:
            yield card


@lru_cache(maxsize=REMEMBERED)
def _card(rows: tuple[tuple[Any, ...], ...], _fingerprint: str, untold: frozenset[Kind]) -> WorkPerson | None:
    """Return one person from the rows of a card; the same rows under the same rulebook give the same object."""
    end = 1 + len(CARD)
    owed = as_told([duty for _, duty in work_duties(rows, at=end)], untold=untold)
    return WorkPerson(WorkPersonCard._make(rows[0][1:end]), owed, urgent=bool(rows[0][0])) if owed else None
