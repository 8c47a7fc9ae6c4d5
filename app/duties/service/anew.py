"""Working everything out anew after the rules changed, in parts, so that people go on working meanwhile.

What stands on record was reckoned when its facts last changed, by the rules of then. So only a rule that became another
one asks for people to be reckoned from their facts, and one whose intervals alone changed for its dates to be set anew.
Everybody is reckoned from the facts where it is not known by what rules that was done, or where it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core import clock
from app.core.db import db
from app.duties.models import Duty, table_of
from app.duties.queries.accounts import Stretch
from app.duties.queries.facts import list_person_ids
from app.duties.queries.standing import (
    Shape,
    count_people,
    find_reckoning,
    list_people_of,
    list_shapes,
    list_touched,
    stretches,
)
from app.duties.rules.changes import Changes, Reckoning, changes_since, reckoning_of
from app.duties.rules.retiming import Dates
from app.duties.service.reckoning import Reckoned, reckon
from app.duties.service.retiming import Retiming, retime
from app.duties.service.start import start_for
from app.policy import book

# How many people are worked out in one deed: others wait for it on SQLite, so it is done within a second.
BY_FACTS, BY_DATES = 1000, 10_000
duty = table_of(Duty)


@dataclass(frozen=True, slots=True)
class Task:
    """What a reckoning of the whole comes to: whom to reckon from the facts, and which rules' dates to set anew."""

    reckoning: Reckoning
    from_facts: Sequence[int]
    retiming: Retiming | None = None
    people: Sequence[Stretch] = ()

    @property
    def parts(self) -> list[Sequence[int] | Stretch]:
        """The parts it can be done in, one after the other; each done twice changes nothing."""
        ordered = self.from_facts
        return [*(ordered[at : at + BY_FACTS] for at in range(0, len(ordered), BY_FACTS)), *self.people]


def prepare(*, today: date | None = None, from_facts: bool = False) -> Task:
    """Find out what has to be worked out anew as of a day; nothing is written."""
    now, rules = _by_rules_of(today), book.current().rules
    today = now.on
    last = None if from_facts else find_reckoning()
    if last is None or not now.can_follow(last):
        return Task(now, list_person_ids())
    changes = changes_since(last, now, rules=rules)
    dates = {rule_id: Dates(rule) for rule_id, rule in rules.items()}
    ages = sorted({rule.owed_to.age_from for rule in rules.values() if rule.owed_to.age_from is not None})
    touched = list_touched(changes.recast, since=last.on, day=today, ages=ages)
    shapes = list_shapes()
    touched |= list_people_of(_awry(shapes, changes, dates, today=today))
    if not changes.retimed:
        return Task(now, sorted(touched))
    retiming = Retiming([dates[rule.id] for rule in changes.retimed], shapes)
    return Task(now, sorted(touched), retiming, stretches(BY_DATES))


def take_as_reckoned(*, today: date | None = None) -> None:
    """Note that all on record follows from the rules in use, as in a stock that was just made by them."""
    conclude(Task(_by_rules_of(today), ()), Reckoned())


def carry_out(part: Sequence[int] | Stretch, task: Task) -> Reckoned:
    """Work out one part anew and write only what differs."""
    if isinstance(part, Stretch):
        assert task.retiming is not None
        return retime(task.retiming, part, today=task.reckoning.on)
    return reckon(part, today=task.reckoning.on)


def conclude(task: Task, done: Reckoned) -> Reckoned:
    """Let go what no rule in use owes any more, and leave one entry in the trail with the hash of the rulebook."""
    unruled = sa.delete(duty).where(duty.c.rule_id.not_in(list(task.reckoning.marks)))
    closed = db.session.connection().execute(unruled).rowcount
    done = done + Reckoned(closed=closed)
    done.people = count_people()
    names = ("opened", "changed", "closed", "lines_written", "lines_removed")
    counts = {name: getattr(done, name) for name in names}
    details = {"rulebook": book.current().fingerprint, **counts, **task.reckoning.details}
    note_bulk(duty.name, count=done.people, details=details)
    return done


def reckon_all(*, today: date | None = None, from_facts: bool = True) -> Reckoned:
    """Work everything out anew in the open deed."""
    task, done = prepare(today=today, from_facts=from_facts), Reckoned()
    for part in task.parts:
        done += carry_out(part, task)
    return conclude(task, done)


def _by_rules_of(day: date | None) -> Reckoning:
    today = max(day or clock.today(), clock.today())
    return reckoning_of(book.current().rules.values(), start=start_for(today), on=today)


def _awry(shapes: Sequence[Shape], changes: Changes, dates: dict[str, Dates], *, today: date) -> list[Shape]:
    """Return the shapes that do not follow from their own facts, where that is no changed rule's doing.

    One that counts from before anything was owed may count from other evidence under other intervals.
    """
    recast, retimed = ({rule.id for rule in rules} for rules in (changes.recast, changes.retimed))
    awry = []
    for shape in shapes:
        if shape.rule_id in recast or shape.rule_id not in dates:
            continue
        if shape.rule_id in retimed:
            follows = shape.last_on is None or shape.last_on >= shape.owed_from
        else:
            window = dates[shape.rule_id].open(shape.owed_from, shape.last)
            follows = window is not None and (window.opens_on, window.due_on) == (
                shape.opens_on,
                shape.due_on,
            )
        if not follows or shape.owed_from > today:
            awry.append(shape)
    return awry
