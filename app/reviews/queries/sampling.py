"""The sample of a township: which logs are drawn, its shares, its secrets and their hashes."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Area, User
from app.accounts.scope import within
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level
from app.core.sealing import unseal
from app.core.words import Text
from app.policy import book
from app.reviews.models import SEED, SampleSeed, SampleShare
from app.reviews.rules.sampling import Filed, Seed, Share, draw, month_after, town_of
from app.visits.models import Visit
from app.visits.queries import CHUNK
from app.visits.rules import VisitSource

USUAL = "review.sample.percent"
LEAST = "review.sample.least"
UNSEALED = Text("这个乡镇这个月还没有抽查种子。", "No seed has been sealed for this township and month.")


class ShareLine(NamedTuple):
    """A share as it was stated: for whom, from when on, by whom."""

    area_code: str
    doctor_id: int | None
    doctor_name: str | None
    percent: int | None
    since: datetime
    by_name: str


def drawn_among(visits: Iterable[Filed], area_code: str, month: date) -> set[int]:
    """Return which of some logs of one township are drawn; ``month`` is the first in which any of them was filed.

    A log is drawn by the secret of the month it was filed in. A correction is drawn where its first version was.
    """
    logs, town = list(visits), town_of(area_code)
    firsts = first_versions(logs)
    seeds = _seeds(town, since=min((month, *(month_of(one.filed_at) for one in firsts.values()))))
    found = draw(
        firsts.values(),
        seed_of=_by_instant(seeds),
        shares=list_shares_of(town),
    )
    return {log.visit_id for log in logs if firsts[log.visit_id].visit_id in found}


def first_versions(logs: Iterable[Filed]) -> dict[int, Filed]:
    """Return the first version of each log, by the log's number: itself where it corrects none."""
    firsts = {log.visit_id: log for log in logs}
    while wanted := {log.corrects_id for log in firsts.values() if log.corrects_id is not None}:
        columns = (Visit.id, Visit.doctor_id, Visit.filed_at, Visit.corrects_id)
        found = db.session.execute(sa.select(*columns).where(Visit.id.in_(wanted)))
        older = {row.id: Filed(*row) for row in found}
        firsts = {
            number: older[log.corrects_id] if log.corrects_id is not None else log
            for number, log in firsts.items()
        }
    return firsts


def usual_share(month: date) -> int:
    """Return how many in a hundred are drawn in a month where a township states no other share."""
    return int(book.current().figures.value(USUAL, on=month))


def list_shares_of(area_code: str) -> list[Share]:
    """Return every share a township stated, in the order in which it did."""
    columns = (SampleShare.doctor_id, SampleShare.percent, SampleShare.since)
    stated = sa.select(*columns).where(SampleShare.area_code == area_code)
    return [Share(*row) for row in db.session.execute(stated.order_by(SampleShare.since, SampleShare.id))]


def list_share_lines(areas: Sequence[str]) -> list[ShareLine]:
    """Return every share stated inside some areas, the newest first."""
    s = SampleShare
    columns = (s.area_code, s.doctor_id, User.full_name, s.percent, s.since, s.by_name)
    lines = sa.select(*columns).outerjoin(User, User.id == s.doctor_id).where(within(s.area_code, areas))
    return [ShareLine(*row) for row in db.session.execute(lines.order_by(s.since.desc(), s.id.desc()))]


def get_seed(area_code: str, month: date) -> SampleSeed:
    """Return the sealed secret of a township's month."""
    held = sa.select(SampleSeed).where(SampleSeed.area_code == area_code, SampleSeed.month == month)
    found = db.session.scalar(held)
    if found is None:
        raise NotFound(UNSEALED)
    return found


def list_seeds(areas: Sequence[str], *, limit: int, offset: int = 0) -> Sequence[SampleSeed]:
    """Return the secrets of the townships inside some areas, sealed, the newest month first."""
    newest = sa.select(SampleSeed).where(within(SampleSeed.area_code, areas))
    order = (SampleSeed.month.desc(), SampleSeed.area_code)
    return db.session.scalars(newest.order_by(*order).limit(limit).offset(offset)).all()


def list_unclosed(before: date) -> list[tuple[str, date]]:
    """Return the townships and months that are over and whose samples were not yet filled up."""
    key = (SampleSeed.area_code, SampleSeed.month)
    over = sa.select(*key).where(SampleSeed.month < before, SampleSeed.closed_at.is_(None))
    return [(row.area_code, row.month) for row in db.session.execute(over.order_by(*reversed(key)))]


def list_unsealed(months: Sequence[date]) -> list[tuple[str, date]]:
    """Return which townships have no secret yet for which of some months."""
    towns = sa.select(Area.code).where(Area.level == Level.TOWN, Area.ended_on.is_(None)).order_by(Area.code)
    known = sa.select(SampleSeed.area_code, SampleSeed.month).where(SampleSeed.month.in_(months))
    sealed = {(row.area_code, row.month) for row in db.session.execute(known)}
    asked = [(town, month) for town in db.session.scalars(towns) for month in months]
    return [each for each in asked if each not in sealed]


def opened(seed: SampleSeed) -> bytes:
    """Return a secret in plain: for the draw, and for auditors once the month is over."""
    return b64decode(unseal(seed.seed_sealed, context=SEED))


def seed_in(sealed: SampleSeed) -> Seed:
    """Return a secret in plain with all that the draw of its month asks."""
    return Seed(sealed.month, opened(sealed), usual_share(sealed.month), frozenset(sealed.added))


def logs_of(sealed: SampleSeed, *, at: datetime | None = None) -> list[Filed]:
    """Return the logs a township's month is drawn from, first versions only; what a list brought is not reviewed.

    They are those filed there; of a closed month those that lay there when it closed, wherever their residents live by
    now. With ``at``, a log struck before that instant and not corrected is left out.
    """
    first = sa.select(Visit.id, Visit.doctor_id, Visit.filed_at, Visit.corrects_id)
    if at is not None:
        newer = aliased(Visit)
        mended = sa.exists().where(newer.corrects_id == Visit.id)
        first = first.where(sa.or_(Visit.voided_at.is_(None), Visit.voided_at >= at, mended))
    if sealed.closed_at is None:
        asked = [_filed_in(sealed.area_code, sealed.month)]
    else:
        asked = [Visit.id.in_(sealed.among[n : n + CHUNK]) for n in range(0, len(sealed.among), CHUNK)]
    found = (Filed(*row) for condition in asked for row in db.session.execute(first.where(condition)))
    return sorted(found, key=lambda log: (log.filed_at, log.visit_id))


def begin_of(month: date) -> datetime:
    """Return the instant a month begins in China."""
    return datetime.combine(month, time(), clock.CHINA)


def month_of(instant: datetime) -> date:
    """Return the first day of the month an instant lies in, in China."""
    return clock.local(instant).date().replace(day=1)


def _filed_in(area_code: str, month: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        within(Visit.area_code, [area_code]),
        Visit.filed_at >= begin_of(month),
        Visit.filed_at < begin_of(month_after(month)),
        Visit.corrects_id.is_(None),
        Visit.source != VisitSource.ROSTER,
    )


def _seeds(area_code: str, *, since: date) -> list[Seed]:
    held = sa.select(SampleSeed).where(SampleSeed.area_code == area_code, SampleSeed.month >= since)
    return [seed_in(row) for row in db.session.scalars(held)]


def _by_instant(seeds: Iterable[Seed]) -> Callable[[datetime], Seed | None]:
    """Return what finds the secret an instant belongs to; thousands of logs ask it."""
    spans = [(begin_of(seed.month), begin_of(month_after(seed.month)), seed) for seed in seeds]
    return lambda at: next((seed for since, until, seed in spans if since <= at < until), None)
