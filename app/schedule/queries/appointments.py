"""Reads of the plan: who is called on when. It is kept once the person was seen that day or later that week."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.core.clock import sunday_of
from app.core.db import Instant, db
from app.people.models import Person
from app.people.queries import may_see
from app.schedule.models import Appointment
from app.schedule.rules import Meeting, Outing
from app.visits.models import Visit

CHUNK = 500
LIVE = Appointment.cancelled_at.is_(None)
# Whoever died or moved away is called on no more.
HERE = sa.and_(Person.died_on.is_(None), Person.moved_on.is_(None))
_WHO = (Person.name, Person.sex, Person.born_on, Person.area_code, sa.func.coalesce(Area.name, ""))


def list_meetings(doctor_id: int, *, first: date, last: date, reader: Reader) -> list[Meeting]:
    """Return a doctor's appointments of some days of one week with people the reader may see, in their order."""
    until = sunday_of(last)
    seen = sa.select(Visit.id).where(
        Visit.person_id == Appointment.person_id, Visit.voided_at.is_(None),
        Visit.visited_on >= Appointment.on_day, Visit.visited_on <= until,
    )  # fmt: skip
    own = (Appointment.id, Appointment.person_id, Appointment.on_day, Appointment.by_hand, Appointment.note)
    home = (Person.group_name, Person.household_id, seen.exists())
    wanted = _with_people(sa.select(*own, *_WHO, *home)).where(may_see(reader), LIVE)
    wanted = wanted.where(Appointment.doctor_id == doctor_id, Appointment.on_day.between(first, last))
    rows = db.session.execute(wanted.order_by(Appointment.on_day, Appointment.place, Appointment.id))
    return [Meeting(*row) for row in rows]


def list_booked(person_ids: Collection[int], *, first: date, last: date) -> set[int]:
    """Return who of some people has an appointment on some days, with whomever."""
    booked: set[int] = set()
    wanted = sorted(person_ids)
    for at in range(0, len(wanted), CHUNK):
        some = sa.select(Appointment.person_id).where(
            Appointment.person_id.in_(wanted[at : at + CHUNK]), LIVE
        )
        booked |= set(db.session.scalars(some.where(Appointment.on_day.between(first, last))))
    return booked


def list_live(doctor_id: int, *, first: date, last: date) -> list[Appointment]:
    """Return a doctor's appointments of some days, to be moved or cancelled."""
    own = sa.select(Appointment).where(Appointment.doctor_id == doctor_id, LIVE)
    return list(
        db.session.scalars(own.where(Appointment.on_day.between(first, last)).order_by(Appointment.id))
    )


def list_chosen(doctor_id: int, ids: Collection[int]) -> list[Appointment]:
    """Return those of a doctor's appointments that were chosen and still stand."""
    own = sa.select(Appointment).where(Appointment.doctor_id == doctor_id, LIVE)
    return list(db.session.scalars(own.where(Appointment.id.in_(sorted(ids))).order_by(Appointment.id)))


def count_planned(doctor_ids: Sequence[int], *, first: date, last: date, reader: Reader) -> dict[int, int]:
    """Return how many appointments each of some doctors has with people the reader may see."""
    wanted = _with_people(sa.select(Appointment.doctor_id, sa.func.count())).where(may_see(reader), LIVE)
    wanted = wanted.where(Appointment.doctor_id.in_(doctor_ids), Appointment.on_day.between(first, last))
    return {row[0]: row[1] for row in db.session.execute(wanted.group_by(Appointment.doctor_id))}


def list_outings(doctor: Reader, *, first: date, last: date) -> list[Outing]:
    """Return a doctor's days by village and group with how many people, and when each was last changed."""
    place = (Appointment.on_day, Person.area_code, sa.func.coalesce(Area.name, ""), Person.group_name)
    count = sa.func.sum(sa.case((LIVE, 1), else_=0))
    changed = sa.func.max(sa.func.coalesce(Appointment.cancelled_at, Appointment.created_at), type_=Instant)
    wanted = _with_people(sa.select(*place, count, changed)).where(may_see(doctor))
    wanted = wanted.where(Appointment.doctor_id == doctor.id, Appointment.on_day.between(first, last))
    rows = db.session.execute(wanted.group_by(*place).having(count > 0).order_by(*place))
    return [Outing(*row) for row in rows]


def _with_people(wanted: Any) -> sa.Select[Any]:
    joined: sa.Select[Any] = wanted.join(Person, Person.id == Appointment.person_id)
    return joined.outerjoin(Area, Area.code == Person.area_code).where(HERE)
