"""Who gets a letter in the morning, and the counts it tells: the same figures as on the pages, asked for a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.reader import Reader, Role
from app.accounts.scope import within
from app.core.clock import CHINA
from app.core.db import db
from app.duties.models import Duty, DutyLine, table_of
from app.duties.queries import count_work, village_counts
from app.duties.queries.sections import (
    BELONGS,
    days,
    weekly_rules,
)  # fmt: skip
from app.duties.rules import Section
from app.outbox.rules import is_address
from app.policy.terms import Outcome
from app.reminders.queries.tallies import count_where
from app.reminders.rules import SupervisorDigest, VillageStanding
from app.reviews.queries.queue import count_awaiting
from app.reviews.rules.lanes import span_of
from app.visits.models import Visit

DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)
SUPERVISORS = (Role.SUPERVISOR,)
A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)
ROUND_MADE_OR_NOT = (Outcome.DONE, Outcome.LATE, Outcome.MISSED)
duty, line = table_of(Duty).c, table_of(DutyLine).c


@dataclass(frozen=True, slots=True)
class Recipient:
    """An open account that should hear of its work, and its address if it has a usable one."""

    reader: Reader
    address: str | None


def list_recipients(roles: Iterable[Role], *, day: date) -> list[Recipient]:
    """Return the open accounts of these roles with the areas they hold on a day, by user name."""
    held = sa.and_(UserArea.user_id == User.id, sa.or_(UserArea.until.is_(None), UserArea.until >= day))
    wanted = (
        sa.select(User.id, User.full_name, User.role, User.language, User.username, User.email, UserArea.area_code)
        .outerjoin(UserArea, held)
        .where(User.active, User.role.in_(tuple(roles)))
        .order_by(User.username, UserArea.area_code)
    )  # fmt: skip
    found = []
    for _, group in groupby(db.session.execute(wanted).all(), key=lambda row: row.id):
        rows = list(group)
        areas = tuple(row.area_code for row in rows if row.area_code is not None)
        one = rows[0]
        reader = Reader(one.id, one.full_name, one.role, areas, one.language, one.username)
        found.append(Recipient(reader, one.email if is_address(one.email or "") else None))
    return found


def list_without_address(*, day: date) -> list[Reader]:
    """Return the doctors and supervisors who get no letter because they have no usable address."""
    everybody = list_recipients((*DOCTORS, *SUPERVISORS), day=day)
    return [recipient.reader for recipient in everybody if recipient.address is None]


def supervisor_digest(reader: Reader, *, day: date) -> SupervisorDigest:
    """Return how the villages of an area stand on a Monday, and what the week before it brought."""
    with db.session.begin_nested():
        return _supervisor_digest(reader, day=day)


def _supervisor_digest(reader: Reader, *, day: date) -> SupervisorDigest:
    counts, oldest = count_work(reader, day=day), _oldest_by_village(reader.areas, day=day)
    done, all_rounds = _rounds_of(reader.areas, sunday=day - A_DAY)
    return SupervisorDigest(
        day,
        villages=[
            VillageStanding(
                village.code, village.name, village.overdue, (day - oldest.get(village.code, day)).days
            )
            for village in village_counts(reader, day=day)
        ],
        overdue_people=counts.overdue_people,
        due=counts.due,
        rounds_done=done,
        rounds_all=all_rounds,
        visits_filed=_visits_filed(reader.areas, since=day - A_WEEK, until=day),
        unreviewed=count_awaiting(reader.areas, span=span_of(None, today=day)),
    )


def _oldest_by_village(areas: Sequence[str], *, day: date) -> dict[str, date]:
    overdue = sa.select(duty.area_code, sa.func.min(duty.due_on)).where(
        within(duty.area_code, areas), BELONGS[Section.OVERDUE]
    )
    return {row[0]: row[1] for row in db.session.execute(overdue.group_by(duty.area_code), days(day))}


def _rounds_of(areas: Sequence[str], *, sunday: date) -> tuple[int, int]:
    """Return how many were seen in the rounds of the week that ended on a Sunday, and how many were to be.

    A round that nobody made has a closed line only once the person is seen again; until then its duty stands open.
    """
    weekly = weekly_rules()
    closed = sa.select(count_where(line.outcome == Outcome.DONE), sa.func.count()).where(
        within(line.area_code, areas), line.rule_id.in_(weekly), line.due_on == sunday,
        line.outcome.in_(ROUND_MADE_OR_NOT),
    )  # fmt: skip
    still_open = sa.select(sa.func.count()).where(
        within(duty.area_code, areas), duty.rule_id.in_(weekly), duty.due_on <= sunday,
        sa.or_(duty.excused_until.is_(None), duty.excused_until < sunday),
    )  # fmt: skip
    done, ended = db.session.execute(closed).one()
    return done, ended + db.session.execute(still_open).scalar_one()


def _visits_filed(areas: Sequence[str], *, since: date, until: date) -> int:
    filed = sa.select(sa.func.count()).where(
        within(Visit.area_code, areas),
        Visit.filed_at >= _midnight(since),
        Visit.filed_at < _midnight(until),
        Visit.voided_at.is_(None),
    )
    return db.session.execute(filed).scalar_one()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)
