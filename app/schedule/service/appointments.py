"""Appointments made, moved and cancelled. One that is moved or cancelled stays on record; the last one standing holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.reader import Reader
from app.core import clock
from app.core.clock import monday_of, sunday_of
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.words import Text, day_text
from app.people.models import Person
from app.schedule.models import Appointment
from app.schedule.queries import (
    find_pattern,
    list_booked,
    list_chosen,
    list_due,
    list_live,
    list_meetings,
    read_calendar,
)
from app.schedule.queries.calendar import villages_in
from app.schedule.rules import Due, Kept, Meeting, Plan, Standing, plan_week, week_of

FURTHEST = timedelta(days=366)
LAST_PLACE = 1000  # what a doctor adds by hand comes after the round, within its group


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposed week came to: people with a place, those without, and how many appointments changed."""

    placed: int
    left: int
    changed: int


def propose_week(doctor: Reader, *, monday: date) -> Proposal:
    """Lay out what is left of a week for everybody due; what was set by hand or kept already stays where it is."""
    _hold(doctor)
    today = clock.today()
    days = [day for day in week_of(monday) if day >= today]
    if not days:
        raise Refused(Text("这一周已经过去，不能再排。", "This week is over; it cannot be planned."))
    pattern, villages = find_pattern(doctor.id), villages_in(doctor.areas)
    calendar = read_calendar(doctor.areas, first=days[0], last=days[-1])
    meetings = list_meetings(doctor.id, first=monday, last=days[-1], reader=doctor)
    kept = [one for one in meetings if _stays(one, today)]
    people = _without_colleagues(
        list_due(doctor, day=days[0], places=pattern.per_day * len(days)), meetings, monday
    )
    plan = plan_week(
        people,
        days=calendar.work_days(days, list(villages), pattern),
        capacity=pattern.per_day,
        kept=[Kept(one.person_id, one.on_day, one.area_code, one.household_id) for one in kept],
    )
    standing = [
        one for one in list_live(doctor.id, first=monday, last=days[-1]) if one.id not in {k.id for k in kept}
    ]
    changed = _carry_out(plan, standing, doctor, places={one.person_id: one.village for one in people})
    return Proposal(len(plan.placed), len(plan.left), changed)


def appoint(person: Person, *, doctor: Reader, on: date, note: str = "") -> Appointment:
    """Set down by hand that a doctor means to see somebody on a day; an earlier plan of that week gives way to it."""
    _check_day(on)
    _hold(doctor)
    for before in list_live(doctor.id, first=monday_of(on), last=sunday_of(on)):
        if before.person_id == person.id and before.on_day >= clock.today():
            before.cancelled_at = clock.now()
    return _add(person.id, person.area_code, doctor, on, by_hand=True, note=note.strip())


def move_appointments(ids: Collection[int], *, doctor: Reader, to: date) -> int:
    """Move a doctor's own appointments to another day; return how many went."""
    _check_day(to)
    moved = 0
    for before in _chosen(ids, doctor):
        if before.on_day == to:
            before.by_hand = True
            continue
        before.cancelled_at = clock.now()
        _add(before.person_id, before.area_code, doctor, to, by_hand=True, note=before.note)
        moved += 1
    return moved


def cancel_appointments(ids: Collection[int], *, doctor: Reader) -> int:
    """Cancel a doctor's own appointments; return how many there were."""
    chosen = _chosen(ids, doctor)
    for one in chosen:
        one.cancelled_at = clock.now()
    return len(chosen)


def _stays(one: Meeting, today: date) -> bool:
    return one.seen or (one.by_hand and one.on_day >= today and one.standing_on(today) is Standing.PLANNED)


def _without_colleagues(people: list[Due], meetings: list[Meeting], monday: date) -> list[Due]:
    """Leave out whom a colleague calls on in the same week: nobody is planned twice."""
    own = {one.person_id for one in meetings}
    booked = list_booked([one.person_id for one in people], first=monday, last=sunday_of(monday))
    return [one for one in people if one.person_id in own or one.person_id not in booked]


def _carry_out(plan: Plan, standing: list[Appointment], doctor: Reader, *, places: Mapping[int, str]) -> int:
    """Write the plan: what stays as it is is not touched, what differs is cancelled and set down anew."""
    wanted = {one.person_id: one for one in plan.placed}
    changed = 0
    for before in standing:
        after = wanted.get(before.person_id)
        if after is not None and after.day == before.on_day:
            before.place = after.place
            del wanted[before.person_id]
        elif after is not None or before.on_day >= clock.today():
            before.cancelled_at, changed = clock.now(), changed + 1
    for number, new in wanted.items():
        _add(number, places[number], doctor, new.day, place=new.place)
    return changed + len(wanted)


def _chosen(ids: Collection[int], doctor: Reader) -> list[Appointment]:
    if not ids:
        raise Refused(Text("请先选人。", "Choose somebody first."))
    _hold(doctor)
    found = list_chosen(doctor.id, ids)
    if len(found) != len(set(ids)):
        raise Conflict(
            Text(
                "有的安排刚刚改过，什么都没有动。请看过现在的安排再选。",
                "Some of these appointments have just changed; nothing was done. Look again, then choose.",
            )
        )
    return found


def _add(person_id: int, area_code: str, doctor: Reader, on: date, **more: Any) -> Appointment:
    appointment = Appointment(
        person_id=person_id, doctor_id=doctor.id, area_code=area_code, on_day=on, created_at=clock.now(),
        **{"place": LAST_PLACE, **more},
    )  # fmt: skip
    db.session.add(appointment)
    return appointment


def _check_day(day: date) -> None:
    today = clock.today()
    if day < today:
        raise Refused(Text("不能约到过去的日子。", "An appointment cannot lie in the past."))
    if day > today + FURTHEST:
        raise Refused(Text("最远约到{day}。", "Not later than {day}.").filled(day=day_text(today + FURTHEST)))


def _hold(doctor: Reader) -> None:
    """Let one plan of a doctor be made at a time."""
    db.session.execute(sa.select(User.id).where(User.id == doctor.id).with_for_update())
