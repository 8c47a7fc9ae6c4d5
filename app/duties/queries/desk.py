"""The figures of a desk: every village of a reader and all of them together, in one statement.

A county holds a million duties and hardly any of them matter today: what is overdue or due is one range of the index for each
village, and the others are walked once and only looked at for an excuse.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, table_of
from app.duties.queries.sections import BELONGS, EXCUSED, NEXT_SUNDAY, ROUND, ROUND_DONE, SUNDAY, WEEKLY, days
from app.duties.queries.work import seen_statement, summed
from app.duties.rules import Section, VillageCounts, WorkCounts

KEPT = 512
duty, area = table_of(Duty), table_of(Area)
OVERDUE, DUE, AWAY = (BELONGS[part] for part in (Section.OVERDUE, Section.DUE, Section.EXCUSED))
FIGURES = ("overdue", "due", "rounds_done", "rounds_all", "excused")
PEOPLE = ("overdue_people", "due_people", "excused_people")


def count_desk(reader: Reader, *, day: date) -> tuple[WorkCounts, list[VillageCounts]]:
    """Return the figures above the list and every village that owes something, the most overdue first."""
    rows = db.session.connection().execute(_desk_statement(reader.areas), days(day)).mappings().all()
    villages = [
        VillageCounts(row["code"], row["name"], row["overdue"], row["due"], row["excused"], row["seen"])
        for row in rows
    ]
    villages.sort(key=lambda village: (-village.overdue, -village.due, village.code))
    # Somebody's duties all lie in one village, so the people of the villages add up too.
    return WorkCounts(*(sum(row[name] for row in rows) for name in (*FIGURES, *PEOPLE))), villages


@lru_cache(maxsize=KEPT)
def _desk_statement(areas: tuple[str, ...]) -> sa.Select[Any]:
    owed, apart, seen = _owed(areas), _apart(areas), seen_statement(areas).cte("seen")
    parts = {name: (owed if name in owed.c else apart).c[name] for name in (*FIGURES, *PEOPLE)}
    figures = (sa.func.coalesce(part, 0).label(name) for name, part in parts.items())
    source = area.outerjoin(owed, owed.c.area_code == area.c.code)
    source = source.outerjoin(apart, apart.c.area_code == area.c.code)
    seen_here = sa.func.coalesce(seen.c.people, 0).label("seen")
    owes_anything = sa.exists().where(duty.c.area_code == area.c.code)
    return (
        sa.select(area.c.code, area.c.name, *figures, seen_here)
        .select_from(source.outerjoin(seen, seen.c.area_code == area.c.code))
        .where(within(area.c.code, areas), owes_anything)
    )


def _owed(areas: tuple[str, ...]) -> sa.CTE:
    """Count what is overdue or due by this Sunday: from village to village, and in each no further than that day."""
    villages = sa.select(area.c.code).where(within(area.c.code, areas))
    parts = {"overdue": summed(OVERDUE), "due": summed(DUE)}
    parts |= {"overdue_people": _people(OVERDUE), "due_people": _people(DUE)}
    return _by_village(parts, sa.and_(duty.c.area_code.in_(villages), duty.c.due_on <= SUNDAY), "owed")


def _apart(areas: tuple[str, ...]) -> sa.CTE:
    """Count the excused, whenever they are due, and this week's rounds."""
    parts = {"excused": summed(AWAY), "excused_people": _people(AWAY)}
    parts |= {"rounds_done": summed(ROUND_DONE), "rounds_all": summed(ROUND)}
    counts = sa.or_(EXCUSED, sa.and_(duty.c.due_on <= NEXT_SUNDAY, WEEKLY))
    return _by_village(parts, sa.and_(within(duty.c.area_code, areas), counts), "apart")


def _by_village(parts: dict[str, sa.ColumnElement[int]], wanted: sa.ColumnElement[bool], name: str) -> sa.CTE:
    counted = sa.select(duty.c.area_code, *(part.label(each) for each, part in parts.items()))
    return counted.where(wanted).group_by(duty.c.area_code).cte(name)


def _people(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.distinct(sa.case((condition, duty.c.person_id))))
