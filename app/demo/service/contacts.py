"""Who could not be seen: excused, tried and not met, away, moved, died."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.demo.rules import VILLAGES
from app.demo.service.residents import Township
from app.duties.models import Duty
from app.duties.service import excuse, record_leave
from app.people.models import Person
from app.people.rules import PersonState
from app.policy.terms import ExcuseReason
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.visits.service import note_attempt

EXCUSED_EVERY = 6
AWAY = (ExcuseReason.AWAY_FOR_WORK, ExcuseReason.IN_HOSPITAL, ExcuseReason.VISITING_FAMILY)
# In every village, from its last resident back: how they were tried, what came of it, for how many days they are away.
TRIED = (
    (ContactWay.AT_HOME, ContactOutcome.NOBODY_THERE, None),
    (ContactWay.PHONE, ContactOutcome.SPOKEN_TO, None),
    (ContactWay.FAMILY, ContactOutcome.IN_HOSPITAL, 12),
    (ContactWay.NEIGHBOUR, ContactOutcome.AWAY, 33),
    (ContactWay.AT_HOME, ContactOutcome.REFUSED, None),
    (ContactWay.PHONE, ContactOutcome.UNREACHABLE, None),
)
GONE = (ContactOutcome.MOVED, ContactOutcome.DIED)
# Only a village large enough loses anybody, so that its lists stay alive.
ENOUGH = 20


def excuse_some(dice: Random, town: Township) -> int:
    """Excuse some of those whom every village owes a visit this week; return how many."""
    owed = (
        sa.select(Person)
        .join(Duty, Duty.person_id == Person.id)
        .where(Duty.due_on <= clock.sunday_of(town.today))
    )
    chosen = db.session.scalars(owed.distinct().order_by(Person.id)).all()[1::EXCUSED_EVERY]
    for person in chosen:
        until = town.today + timedelta(days=dice.randint(3, 40))
        excuse(person, reason=dice.choice(AWAY), from_on=town.today, return_on=until)
    return len(chosen)


def try_some(dice: Random, town: Township) -> None:
    """Let every village have people who were tried and not met, and two of the township be gone for good."""
    for turn, (village, _) in enumerate(VILLAGES):
        here = list(town.in_village(village))
        if len(here) < ENOUGH:
            continue
        tried = [*TRIED, *((ContactWay.CADRE, gone, None) for gone in GONE[turn : turn + 1])]
        for key, (way, outcome, days) in zip(reversed(here), tried, strict=False):
            _note(dice, town, key, way=way, outcome=outcome, away_for=days)


def who_died(town: Township) -> int | None:
    """Return which of the residents tried and not met will turn out to have died; nobody where villages are small."""
    here = list(town.in_village(VILLAGES[GONE.index(ContactOutcome.DIED)][0]))
    return here[-1 - len(TRIED)] if len(here) >= ENOUGH else None


def send_some_away(town: Township) -> None:
    """Let one resident of each village be away for work."""
    for village, _ in VILLAGES:
        here = list(town.in_village(village))
        if not here:
            continue
        person = db.session.get_one(Person, here[len(here) // 2])
        on, until = town.today - timedelta(days=10), town.today + timedelta(days=45)
        record_leave(person, PersonState.AWAY, on=on, until=until, note="外出务工（虚构）")


def _note(  # noqa: PLR0913 - how somebody was tried and what came of it
    dice: Random,
    town: Township,
    key: int,
    *,
    way: ContactWay,
    outcome: ContactOutcome,
    away_for: int | None,
) -> None:
    tried_on = town.today - timedelta(days=dice.randint(1, 6))
    entry = AttemptEntry(
        client_key=UUID(int=dice.getrandbits(128), version=4),
        tried_on=tried_on,
        way=way,
        outcome=outcome,
        return_on=town.today + timedelta(days=away_for) if away_for else None,
        gone_on=tried_on - timedelta(days=2) if outcome in GONE else None,
        note="演示",
    )
    person = db.session.get_one(Person, key)
    note_attempt(entry, person=person, doctor=town.doctors[town.residents[key].village])
