"""What the supervisor did with the logs: gone through week by week, some returned or asked about, the newest left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.demo.rules import STAFF, TOWN
from app.demo.rules.frauds import A_DAY, HASTY, HURRIED_BACK
from app.demo.rules.supervised import FIRST_LEFT, MISREAD, REST_LEFT, TALKED, Story
from app.demo.rules.tablets import PLACE, TABLETS
from app.demo.service.residents import Township, reader_of
from app.demo.service.visits import mend, newest_visits
from app.policy.terms import Kind, Mode
from app.reviews.models import Finding
from app.reviews.queries.dialogue import find_newest
from app.reviews.queries.queue import Asked, Waiting, read_queue
from app.reviews.rules.dialogue import VerdictEntry
from app.reviews.rules.lanes import span_of
from app.reviews.rules.vocabulary import Judgement, Lane, Signal, Verdict
from app.reviews.service.calling import note_call
from app.reviews.service.finding import About, note_finding
from app.reviews.service.judging import accept_many, state_verdict
from app.reviews.service.remarks import remark
from app.visits.models import Visit
from app.visits.rules.captured import CHINA_MINUTES
from app.visits.rules.extras import Extras
from app.visits.service.capturing import keep_extras, note_capture

OPEN_FOR: Final = timedelta(seconds=35)
AFTERNOON: Final = time(16)
FIRST_HOUSE, TO_THE_NEXT = time(10, 5), timedelta(minutes=1, seconds=40)
FIRST: Final = (Lane.EXCEPTION, Lane.SAMPLE)
# On how many days before today a log of a story was reviewed, its call made, its answer given; how old it was by then.
REVIEWED, CALLED, ANSWERED, OLD_ENOUGH = 4, 3, 2, timedelta(days=6)


def capture_hurry(town: Township) -> None:
    """Let the tablet of the hasty doctor say when the houses of one day were visited: hardly two minutes for each."""
    day = town.today - HURRIED_BACK
    made = sa.select(Visit).where(
        Visit.area_code == HASTY, Visit.visited_on == day, Visit.mode == Mode.HOME, Visit.voided_at.is_(None)
    )
    ahead = next(one.clock_ahead for one in TABLETS if HASTY in _areas_of(one.username))
    at = datetime.combine(day, FIRST_HOUSE, CHINA)
    for visit in db.session.scalars(made.order_by(Visit.id)):
        note_capture(
            visit.id,
            captured_at=at,
            offset_minutes=CHINA_MINUTES,
            received_at=visit.filed_at,
            clock_ahead=ahead,
        )
        keep_extras(visit.id, Extras(place=PLACE))
        at += TO_THE_NEXT


def tell_story(story: Story, *, today: date, by: Reader) -> int:
    """Let one log be reviewed, asked about, answered; return which, or 0 in a village where there is none for it."""
    visit = _reviewable(story.village, today)
    if visit is None:
        return 0
    doctor = reader_of(_doctor_of(story.village))
    with clock.standing_at(_days_ago(today, REVIEWED)):
        _state(visit, VerdictEntry(story.verdict, story.reason, story.comment), by=by)
    if story.call is not None:
        with clock.standing_at(_days_ago(today, CALLED)):
            note_call(visit, story.call, by=by)
    with clock.standing_at(_days_ago(today, ANSWERED)):
        if story.remark:
            remark(visit, story.remark, by=doctor)
        if story.mended:
            mend(visit, reason=MISREAD, by=doctor)
    if story.accepted:
        with clock.standing_at(_days_ago(today, 1)):
            _state(visit, VerdictEntry(Verdict.ACCEPTED), by=by)
    return visit.id


def go_through(at: datetime, *, now: datetime, spared: set[int], by: Reader) -> int:
    """Let the supervisor accept what waits on an afternoon but for what is left for the reader; return how many."""
    asked = Asked((TOWN,), span_of(None, today=at.date()))
    lanes = read_queue(asked).lanes

    def old(one: Waiting, left: timedelta) -> bool:
        return one.filed_at < min(at, now - left) and one.visit_id not in spared

    opened = [one for lane in FIRST for one in lanes[lane] if old(one, FIRST_LEFT)]
    for one in opened:
        visit = db.session.get_one(Visit, one.visit_id)
        _state(visit, VerdictEntry(Verdict.ACCEPTED), by=by, lane=one.lane)
    rest = [one.visit_id for one in lanes[Lane.REST] if old(one, REST_LEFT)]
    return len(opened) + accept_many(rest, asked=asked, by=by)


def talk_over(*, by: Reader) -> None:
    """Let the supervisor have spoken with the doctor who entered much too late."""
    wanted = sa.select(Finding).where(Finding.signal == Signal.ENTERED_LATE).order_by(Finding.month.desc())
    finding = db.session.scalars(wanted).first()
    if finding is not None:
        about = About(finding.signal, finding.doctor_id, finding.month, finding.area_code)
        note_finding(about, Judgement.TALKED, words=TALKED, by=by)


def afternoon_of(day: date) -> datetime:
    """Return when the supervisor goes through logs on a day."""
    return datetime.combine(day, AFTERNOON, CHINA)


def _days_ago(today: date, days: int) -> datetime:
    return afternoon_of(today - days * A_DAY)


def _reviewable(village: str, today: date) -> Visit | None:
    """Return the newest log of a pressure in a village that is some days old and that nobody reviewed or mended."""
    latest = _days_ago(today, REVIEWED) - OLD_ENOUGH
    for number in newest_visits(village, Kind.HYPERTENSION):
        visit = db.session.get_one(Visit, number)
        if visit.filed_at < latest and visit.corrects_id is None and find_newest(number) is None:
            return visit
    return None


def _state(visit: Visit, entry: VerdictEntry, *, by: Reader, lane: Lane = Lane.SAMPLE) -> None:
    newest = find_newest(visit.id)
    seen = 0 if newest is None else newest.id
    opened = clock.now() - OPEN_FOR - timedelta(seconds=visit.id % 40)
    said = VerdictEntry(entry.verdict, entry.reason, entry.comment, opened_at=opened, seen=seen)
    state_verdict(visit, said, lane=lane, by=by)


def _doctor_of(village: str) -> str:
    return next(one.username for one in STAFF if village in one.areas)


def _areas_of(username: str) -> tuple[str, ...]:
    return next(one.areas for one in STAFF if one.username == username)
