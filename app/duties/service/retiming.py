"""Setting the dates of rules anew whose intervals changed, for many people at once, without replaying their facts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.audit.trail import noted_bulk
from app.core.db import db
from app.core.transaction import current_deed
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries.accounts import (
    LineShape,
    Stretch,
    absences_in,
    line_shapes,
    list_uneven,
    numbered_lines,
    told_lines,
)
from app.duties.queries.standing import Shape
from app.duties.rules.retiming import Dates, Seen
from app.duties.service.bulk import NEVER, NOTHING, Columns, Row, given, rewrite
from app.duties.service.reckoning import Reckoned, reckon
from app.policy.engine import Absence, Line

duty, line = table_of(Duty), table_of(DutyLine)
ON, WORD = sa.Date(), sa.String()
FACTS: Columns = {"rule_id": WORD, "owed_from": ON, "last_on": ON, "last_result": WORD, "again_by": ON}
SETTLED: Columns = {
    "rule_id": WORD,
    "owed_from": ON,
    "before_on": ON,
    "before_result": WORD,
    "settled_on": ON,
    "before_again": ON,
}
DATES: Columns = {"new_opens_on": ON, "new_due_on": ON}
ENDED: Columns = {**DATES, "new_outcome": WORD}


class Retiming:
    """The dates of the rules whose intervals changed, decided once for each shape of facts."""

    def __init__(self, retimed: Sequence[Dates], shapes: Iterable[Shape] = ()) -> None:
        self.dates = {dates.rule.id: dates for dates in retimed}
        self.rules = [dates.rule for dates in retimed]
        self.opening = list({self._facts(shape): None for shape in shapes if self._differs(shape)})

    def settled(self, shape: LineShape, absences: Sequence[Absence] = ()) -> Line:
        """Return the line as its rule has it now, counted from the evidence before it."""
        before = (
            None
            if shape.before_on is None
            else Seen(shape.before_on, shape.before_result, shape.before_again)
        )
        seen = Seen(shape.settled_on, None)
        return self.dates[shape.rule_id].settled(shape.owed_from, before, seen, absences=absences)

    def _differs(self, shape: Shape) -> bool:
        if shape.rule_id not in self.dates or (shape.last_on is not None and shape.last_on < shape.owed_from):
            return False
        window = self.dates[shape.rule_id].open(shape.owed_from, shape.last)
        return window is not None and (window.opens_on, window.due_on) != (shape.opens_on, shape.due_on)

    def _facts(self, shape: Shape) -> Row:
        window = self.dates[shape.rule_id].open(shape.owed_from, shape.last)
        assert window is not None
        result = NOTHING if shape.last_result is None else shape.last_result.value
        facts = shape.rule_id, shape.owed_from, shape.last_on or NEVER, result, shape.again_by or NEVER
        return *facts, window.opens_on, window.due_on


def retime(retiming: Retiming, people: Stretch, *, today: date) -> Reckoned:
    """Set the dates of open duties and settled lines anew, each line counted from the one before it.

    Whose account is more than that is reckoned from the facts.
    """
    db.session.flush()
    uneven = list_uneven(retiming.rules, people)
    done = reckon(sorted(uneven), today=today)
    changed = _set_duties(retiming.opening, people)
    lines = _set_lines(retiming, people, uneven)
    return done + Reckoned(changed=changed, lines_written=lines, lines_removed=lines)


def _set_duties(opening: Sequence[Row], people: Stretch) -> int:
    if not opening:
        return 0
    new = given({**FACTS, **DATES}, opening)
    same = (_present(duty.c[name]) == new.c[name] for name in FACTS)
    values = {"opens_on": new.c.new_opens_on, "due_on": new.c.new_due_on}
    differs = sa.or_(*(duty.c[name] != value for name, value in values.items()))
    statement = sa.update(duty).where(people.of(duty.c.person_id), *same, differs).values(values)
    return db.session.connection().execute(statement).rowcount


def _set_lines(retiming: Retiming, people: Stretch, uneven: Collection[int]) -> int:
    """Set the lines of all but the uneven anew: by their shape, or one by one where somebody was away in between."""
    absences = {number: away for number, away in absences_in(people).items() if number not in uneven}
    told = told_lines(retiming.rules, people, aside={*uneven, *absences})
    shapes = {
        (*_settled_facts(shape), *_kept(closed)): None
        for shape in line_shapes(told)
        if _told(closed := retiming.settled(shape)) != shape[6:]
    }
    away = numbered_lines(told_lines(retiming.rules, people, only=absences)) if absences else []
    single = [
        (*_kept(closed), number)
        for person_id, number, shape in away
        if _told(closed := retiming.settled(shape, absences[person_id])) != shape[6:]
    ]
    if not shapes and not single:
        return 0
    if (deed := current_deed()) is not None:
        noted_bulk(deed).add(line.name)
    rewrite(line, ("opens_on", "due_on", "outcome"), single)
    count = len(single) + _write_shapes(list(shapes), told)
    note_bulk(line.name, count=count, details={"rules": sorted(retiming.dates), "removed": count})
    return count


def _write_shapes(shapes: Sequence[Row], told: sa.Subquery) -> int:
    if not shapes:
        return 0
    new = given({**SETTLED, **ENDED}, shapes)
    same = sa.and_(*(_present(told.c[name]) == new.c[name] for name in SETTLED))
    found = sa.select(told.c.id, *(new.c[name] for name in ENDED)).join(new, same).subquery("found")
    values: dict[str, Any] = {name.removeprefix("new_"): found.c[name] for name in DATES}
    values["outcome"] = sa.type_coerce(found.c.new_outcome, line.c.outcome.type)
    differs = sa.or_(*(line.c[name] != value for name, value in values.items()))
    statement = sa.update(line).where(line.c.id == found.c.id, differs).values(values)
    return db.session.connection().execute(statement).rowcount


def _settled_facts(shape: LineShape) -> Row:
    result = NOTHING if shape.before_result is None else shape.before_result.value
    before = shape.before_on or NEVER, result
    return shape.rule_id, shape.owed_from, *before, shape.settled_on, shape.before_again or NEVER


def _told(closed: Line) -> Row:
    return closed.opens_on, closed.due_on, closed.outcome


def _kept(closed: Line) -> Row:
    return closed.opens_on, closed.due_on, str(closed.outcome.value)


def _present(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return a fact so that nothing equals nothing."""
    if isinstance(column.type, sa.Date):
        return sa.func.coalesce(column, sa.literal(NEVER, sa.Date())) if _may_lack(column) else column
    plain = sa.type_coerce(column, sa.String())
    return sa.func.coalesce(plain, NOTHING) if _may_lack(column) else plain


def _may_lack(column: sa.ColumnElement[Any]) -> bool:
    return column.key in ("last_on", "last_result", "again_by", "before_on", "before_result", "before_again")
