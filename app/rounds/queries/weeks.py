"""The last weeks of the people of one page, in two statements, and which rounds were delivered before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import DutyLine, ExcuseRecord, table_of
from app.policy.terms import Outcome
from app.rounds.queries.asking import round_rules
from app.rounds.rules import Absence, Standing, WeekLine, WeekMark, strip_of
from app.visits.models import Visit

line, excuse = table_of(DutyLine), table_of(ExcuseRecord)


def list_strips(
    people: Sequence[Standing], *, mondays: Sequence[date], day: date
) -> dict[int, tuple[WeekMark, ...]]:
    """Return how each of some people's weeks ended, by their number."""
    ids = [one.person_id for one in people]
    lines, absences = _lines(ids, mondays), _absences(ids, since=mondays[0])
    return {
        one.person_id: strip_of(
            mondays,
            lines=lines[one.person_id],
            open_from=one.open_from,
            absences=absences[one.person_id],
            day=day,
        )
        for one in people
    }


def which_delivered(keys: Iterable[UUID]) -> set[UUID]:
    """Return those of some forms' keys under which a visit is on record."""
    wanted = sa.select(Visit.client_key).where(Visit.client_key.in_(list(keys)))
    return set(db.session.scalars(wanted))


def _lines(ids: Sequence[int], mondays: Sequence[date]) -> dict[int, list[WeekLine]]:
    wanted = sa.select(line.c.person_id, line.c.opens_on, line.c.outcome).where(
        line.c.person_id.in_(ids),
        line.c.rule_id.in_(round_rules()),
        line.c.opens_on.between(mondays[0], mondays[-1]),
        line.c.outcome != Outcome.WITHDRAWN,
    )
    found: dict[int, list[WeekLine]] = defaultdict(list)
    for person_id, opens_on, outcome in db.session.execute(wanted):
        found[person_id].append(WeekLine(opens_on, outcome))
    return found


def _absences(ids: Sequence[int], *, since: date) -> dict[int, list[Absence]]:
    wanted = sa.select(excuse.c.person_id, excuse.c.from_on, excuse.c.return_on)
    wanted = wanted.where(excuse.c.person_id.in_(ids), excuse.c.return_on >= since)
    found: dict[int, list[Absence]] = defaultdict(list)
    for person_id, from_on, return_on in db.session.execute(wanted):
        found[person_id].append(Absence(from_on, return_on))
    return found
