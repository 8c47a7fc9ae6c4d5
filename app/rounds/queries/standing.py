"""How everybody of an area stands in a turn: page by page for the list, summed by village for the counts.

What is owed stands in the open duty, what was answered in the closed lines; whoever has left since has lines alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, DutyLine, ExcuseRecord, table_of
from app.people.models import Person
from app.people.queries import is_on_record
from app.policy.terms import Outcome
from app.rounds.queries.asking import Asked, Shape
from app.rounds.rules import PlaceCounts, Standing, State

KEPT = 256
duty, line, excuse = table_of(Duty), table_of(DutyLine), table_of(ExcuseRecord)
person, area = table_of(Person), table_of(Area)
town = area.alias("town")
OPENS, DUE, DAY, HORIZON = (sa.bindparam(name, type_=sa.Date) for name in ("opens", "due", "day", "horizon"))
RULES = sa.bindparam("rules", expanding=True, type_=sa.String)
NO_DAY = sa.cast(sa.null(), sa.Date)
COUNTED = sa.and_(line.c.opens_on == OPENS, line.c.outcome != Outcome.WITHDRAWN)


def list_standing(asked: Asked, *, limit: int = 100, offset: int = 0) -> list[Standing]:
    """Return one page of those owed a visit in the turn by village, group and name; the excused come last."""
    bounds = {"limit": limit, "offset": offset}
    return [
        Standing._make(row)
        for row in db.session.execute(_page_statement(asked.shape), {**asked.values, **bounds})
    ]


def count_places(asked: Asked) -> list[PlaceCounts]:
    """Return how far each village has come, whatever the list is narrowed to."""
    shape = Asked(asked.areas, asked.rules, asked.turn, asked.day).shape
    return [PlaceCounts._make(row) for row in db.session.execute(_counts_statement(shape), asked.values)]


@lru_cache(maxsize=KEPT)
def _page_statement(shape: Shape) -> sa.Select[Any]:
    standing = _standing(shape)
    group: dict[str, Any] = {"partition_by": (person.c.area_code, person.c.group_name)}
    met = sa.case((standing.c.rank <= State.LATE.rank, 1), else_=0)
    listed = (
        sa.select(
            person.c.id, person.c.name, person.c.sex, person.c.born_on, person.c.died_on, person.c.area_code,
            sa.func.coalesce(area.c.name, "").label("village"), person.c.group_name, standing.c.rank,
            standing.c.opens_on, standing.c.excused_until, standing.c.last_on,
            sa.func.count().over(**group).label("of_group"), sa.func.sum(met).over(**group).label("met_of_group"),
        )
        .select_from(_located(standing))
        .where(_visible(shape))
        .cte("listed")
    )  # fmt: skip
    c = listed.c
    shown = sa.select(*(column for column in c if column.key != "area_code"))
    if shape.state is not None:
        shown = shown.where(c.rank == shape.state.rank)
    if shape.of_one:
        shown = shown.where(c.id == sa.bindparam("person", type_=sa.Integer))
    excused_last = sa.case((c.rank == State.EXCUSED.rank, 1), else_=0)
    ordered = shown.order_by(excused_last, c.area_code, c.group_name, c.name, c.id)
    return ordered.limit(sa.bindparam("limit", type_=sa.Integer)).offset(
        sa.bindparam("offset", type_=sa.Integer)
    )


@lru_cache(maxsize=KEPT)
def _counts_statement(shape: Shape) -> sa.Select[Any]:
    standing = _standing(shape)
    of = (State.MET, State.LATE, State.EXCUSED)
    counts = (sa.func.sum(sa.case((standing.c.rank == state.rank, 1), else_=0)) for state in of)
    name, town_name = sa.func.coalesce(area.c.name, ""), sa.func.coalesce(town.c.name, "")
    code, town_code = person.c.area_code, sa.func.coalesce(area.c.parent_code, "")
    return (
        sa.select(code, name, town_code, town_name, sa.func.count(), *counts)
        .select_from(_located(standing).outerjoin(town, town.c.code == area.c.parent_code))
        .where(_visible(shape))
        .group_by(code, area.c.name, area.c.parent_code, town.c.name)
        .order_by(code)
    )


def _located(standing: sa.CTE) -> sa.FromClause:
    located = standing.join(person, person.c.id == standing.c.person_id)
    return located.outerjoin(area, area.c.code == person.c.area_code)


def _visible(shape: Shape) -> sa.ColumnElement[bool]:
    places = [within(person.c.area_code, shape.areas), is_on_record()]
    if shape.village:
        places.append(within(person.c.area_code, [shape.village]))
    return sa.and_(*places)


def _standing(shape: Shape) -> sa.CTE:
    """Return one row a person: the best that a line or an open duty says of the turn."""
    said = sa.union_all(_of_the_owed(shape), _of_the_closed(shape)).subquery("said")
    told = (
        sa.func.min(said.c.rank).label("rank"),
        sa.func.min(said.c.opens_on).label("opens_on"),
        sa.func.max(said.c.excused_until).label("excused_until"),
        sa.func.max(said.c.last_on).label("last_on"),
    )
    return sa.select(said.c.person_id, *told).group_by(said.c.person_id).cte("standing")


def _of_the_owed(shape: Shape) -> sa.Select[Any]:
    """Return those with an open duty: by their line of the turn, or because the turn is still unanswered."""
    same = sa.and_(line.c.person_id == duty.c.person_id, line.c.rule_id == duty.c.rule_id, COUNTED)
    away = sa.and_(line.c.id.is_(None), _away(shape))
    return (
        sa.select(
            duty.c.person_id, duty.c.opens_on, duty.c.excused_until, duty.c.last_on, _rank(away).label("rank")
        )
        .select_from(duty.outerjoin(line, same))
        .where(within(duty.c.area_code, shape.areas), duty.c.rule_id.in_(RULES), duty.c.due_on <= HORIZON)
        .where(sa.or_(line.c.id.is_not(None), duty.c.opens_on <= OPENS))
    )


def _of_the_closed(shape: Shape) -> sa.Select[Any]:
    """Return the lines of the turn; while it runs only what was answered can have closed one."""
    lines = sa.select(
        line.c.person_id, NO_DAY.label("opens_on"), NO_DAY.label("excused_until"),
        line.c.settled_on.label("last_on"), _rank(sa.false()).label("rank"),
    ).where(within(line.c.area_code, shape.areas), line.c.rule_id.in_(RULES), COUNTED)  # fmt: skip
    return lines.where(line.c.settled_on.between(OPENS, DUE)) if shape.runs else lines


def _rank(away: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    answered = line.c.settled_on.is_not(None)
    return sa.case(
        (sa.and_(answered, line.c.outcome == Outcome.DONE), State.MET.rank),
        (answered, State.LATE.rank),
        (sa.or_(line.c.outcome == Outcome.EXCUSED, away), State.EXCUSED.rank),
        else_=State.UNMET.rank,
    )


def _away(shape: Shape) -> sa.ColumnElement[bool]:
    """Return whether an unanswered turn is excused: today, or, where it is over, because of an absence all through it."""
    if not shape.closed:
        return duty.c.excused_until >= DAY
    whole = sa.and_(excuse.c.from_on <= OPENS, excuse.c.return_on >= DUE)
    return sa.exists().where(excuse.c.person_id == duty.c.person_id, whole)
