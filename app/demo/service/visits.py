"""The invented visits put on file: by whom, when they were written down, and what became of them since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.audit.service import note_bulk
from app.core.clock import CHINA
from app.core.db import db
from app.demo.rules import Seen, invent_history
from app.demo.rules.frauds import A_DAY, HASTY, HURRIED_BACK, copied, entered_on, hurried, made_up, remark_on
from app.demo.service.contacts import who_died
from app.demo.service.residents import Township
from app.duties.service import add_referral_check, note_event
from app.people.models import Person
from app.policy import book
from app.policy.terms import Kind
from app.visits.models import Visit
from app.visits.rules import VisitEntry, VisitSource
from app.visits.service import VisitOf, correct_visit, file_many, void_visit
from app.visits.service.entering import mark_entered

# What a visit asks for is owed where it was made lately; what lies longer back has been done and is no news.
STILL_OWED = timedelta(days=30)
LATE_EVERY, LATEST = 29, 5
FORMS = (Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD)
# The newest forms of a village and kind are still to be typed into the official system; so many before them are there.
NOT_YET, ENTERED = 3, 12
MISREAD = "收缩压听错 6 mmHg，按记录本更正（演示）"
TWICE = "同一天重复录入（演示）"


def file_year(dice: Random, town: Township) -> int:
    """File everybody's year, doctor by doctor, and let what it asks for be owed; return how many visits there were."""
    years = _invent_years(dice, town)
    filed = 0
    for village, doctor in town.doctors.items():
        visits = [visit for visit in years if visit.area_code == village]
        filed += file_many(visits, by=doctor).filed
    _record_in_the_evening(town.today)
    _follow_on(years, since=town.today - STILL_OWED)
    return filed


def mend_and_enter(town: Township) -> None:
    """Let each doctor have typed some forms into the official system, struck a visit, and had one mended.

    The one mended stood there already: it must be entered again.
    """
    for village, doctor in town.doctors.items():
        for kind in FORMS:
            mark_entered(newest_visits(village, kind)[NOT_YET:][:ENTERED], kind=kind, by=doctor)
        pressures = newest_visits(village, Kind.HYPERTENSION)
        if len(pressures) > NOT_YET:
            twice, wrong = (db.session.get_one(Visit, pressures[place]) for place in (1, NOT_YET))
            mend(wrong, reason=MISREAD, by=town.family_doctor)
            void_visit(twice, reason=TWICE, by=doctor)


def _invent_years(dice: Random, town: Township) -> list[VisitOf]:
    figures, today, filed = book.current().figures, town.today, list[VisitOf]()
    made_up_on = _made_up_on(town)
    for number, resident in town.residents.items():
        year = invent_history(dice, resident, today=today, figures=figures)
        keys = [_key(dice) for _ in year]
        for on in made_up_on.get(number, ()):
            year.append(made_up(resident, year, on=on, figures=figures))
            keys.append(_key(Random(f"{number} {on}")))
        village = resident.village
        seen_as = (copied(village, seen, today=today) for seen in year)
        told = (_entry(key, seen, village, today) for key, seen in zip(keys, seen_as, strict=True))
        filed += [VisitOf(number, village, entry) for entry in told]
    return filed


def _made_up_on(town: Township) -> dict[int, list[date]]:
    """Return on which days the hasty doctor made up visits to whom: ten houses at once, and somebody dead."""
    dead, yesterday = who_died(town), town.today - A_DAY
    houses = hurried(town.in_village(HASTY).items(), dead=dead)
    days = {number: [town.today - HURRIED_BACK] for number in houses}
    return days if dead is None else days | {dead: [yesterday]}


def _entry(key: UUID, seen: Seen, village: str, today: date) -> VisitEntry:
    return VisitEntry(
        client_key=key,
        visited_on=seen.on,
        mode=seen.mode,
        kinds=seen.kinds,
        answers=seen.answers,
        results=seen.results,
        emergency=seen.emergency,
        note=remark_on(village, seen, today=today),
        source=VisitSource.PAGE,
        again=seen.again,
        events=seen.events,
        referred=seen.referred,
    )


def _key(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)


def _record_in_the_evening(today: date) -> None:
    """Let each invented visit have been written down in the evening of its own day, a few some days later."""
    filed = db.session.execute(sa.select(Visit.id, Visit.area_code, Visit.visited_on))
    days = {row.id: entered_on(row.area_code, row.visited_on, today=today) for row in filed}
    table: Any = Visit.__table__
    note_bulk("visit", count=len(days), details={"changed": ["filed_at"]})
    update = (
        sa.update(table).where(table.c.id == sa.bindparam("number")).values(filed_at=sa.bindparam("evening"))
    )
    rows = [{"number": key, "evening": _evening(day, key, today)} for key, day in days.items()]
    if rows:
        db.session.connection().execute(update, rows)


def _evening(day: date, key: int, today: date) -> datetime:
    late = timedelta(days=key % LATEST + 1) if key % LATE_EVERY == 0 else timedelta()
    written = min(day + late, today - timedelta(days=1))
    return (datetime.combine(written, time(17), CHINA) + timedelta(minutes=key % 180)).astimezone(UTC)


def _follow_on(visits: Iterable[VisitOf], *, since: date) -> None:
    """Owe what the visits of the last weeks ask for: a pressure taken again, a check after a referral."""
    asking = [
        visit
        for visit in visits
        if visit.entry.visited_on >= since
        and (visit.entry.events or visit.entry.referred or visit.entry.emergency)
    ]
    keys = [visit.entry.client_key for visit in asking]
    found = db.session.execute(sa.select(Visit.client_key, Visit.id).where(Visit.client_key.in_(keys)))
    ids = {row.client_key: row.id for row in found}
    for visit in asking:
        entry, person = visit.entry, db.session.get_one(Person, visit.person_id)
        for event in entry.events:
            note_event(person, event=event, on=entry.visited_on, visit_id=ids[entry.client_key])
        if entry.referred or entry.emergency:
            add_referral_check(person, entry.visited_on, visit_id=ids[entry.client_key])


def newest_visits(village: str, kind: Kind) -> list[int]:
    """Return the newest visits of a village that did one kind of work and found nothing dangerous."""
    rows = db.session.execute(
        sa.select(Visit.id, Visit.kinds)
        .where(Visit.area_code == village, Visit.voided_at.is_(None), sa.not_(Visit.emergency))
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
    )
    return [row.id for row in rows if kind.value in row.kinds]


def mend(wrong: Visit, *, reason: str, by: Reader) -> None:
    """Mend a pressure that was misheard; everything else stays as it was told."""
    answers = dict(wrong.answers)
    answers["systolic"] = int(answers["systolic"]) - 6
    said = VisitEntry(
        client_key=UUID(int=wrong.client_key.int ^ 1),
        visited_on=wrong.visited_on,
        mode=wrong.mode,
        kinds=wrong.all_kinds,
        answers=answers,
        results=wrong.all_results,
    )
    person = db.session.get_one(Person, wrong.person_id)
    correct_visit(wrong, said, person=person, reason=reason, by=by)
