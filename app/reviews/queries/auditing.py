"""Checking a sample: the whole of a township's month, reckoned anew from its secret."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.db import db
from app.policy import book
from app.reviews.models import Review, SampleSeed
from app.reviews.queries.sampling import (
    LEAST,
    get_seed,
    list_shares_of,
    logs_of,
    opened,
    seed_in,
)
from app.reviews.rules.sampling import Filed, commitment_of, draw, fill_up
from app.reviews.rules.vocabulary import Verdict
from app.visits.models import Visit
from app.visits.queries import CHUNK


class DrawnLog(NamedTuple):
    """A log of the sample: its first version and the one that stands, whether it was added at the month's end, its verdict."""

    visit_id: int
    stands_id: int | None
    doctor_name: str
    filed_at: datetime
    added: bool
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A township's sample of a month, with what binds it and, once the month is over, whether it holds."""

    area_code: str
    month: date
    commitment: str
    seed: str | None
    closed_at: datetime | None
    holds: bool | None
    logs: Sequence[DrawnLog]


def read_sample(area_code: str, month: date) -> Sample:
    """Return the sample of a township's month; of a month that is over, with its secret and the check against the hash."""
    sealed = get_seed(area_code, month)
    secret = opened(sealed)
    seed = seed_in(sealed)
    filed = logs_of(sealed)
    drawn = draw(filed, seed_of=lambda _: seed, shares=list_shares_of(area_code))
    is_over = month < clock.today().replace(day=1)
    binds = commitment_of(secret) == sealed.commitment
    agrees = sealed.closed_at is None or set(sealed.added) == added_to(sealed)
    return Sample(
        area_code,
        month,
        sealed.commitment,
        secret.hex() if is_over else None,
        sealed.closed_at,
        binds and agrees if is_over else None,
        _told([log for log in filed if log.visit_id in drawn], added=set(sealed.added)),
    )


def added_to(sealed: SampleSeed) -> set[int]:
    """Return the logs that are added to a month's sample: reckoned when it is closed, and anew by whoever checks it."""
    plain = seed_in(sealed)._replace(added=frozenset())
    logs = logs_of(sealed, at=sealed.closed_at or clock.now())
    already = draw(logs, seed_of=lambda _: plain, shares=list_shares_of(sealed.area_code))
    least = int(book.current().figures.value(LEAST, on=sealed.month))
    return fill_up(logs, already, secret=plain.secret, least=least)


def _told(logs: Sequence[Filed], *, added: set[int]) -> list[DrawnLog]:
    """Return drawn logs with the version that stands, if any does, and the newest verdict on whichever version."""
    lineage = _versions([log.visit_id for log in logs])
    every = [row.id for versions in lineage.values() for row in versions]
    verdicts: dict[int, Verdict] = {}
    for some in _portions(every):
        said = sa.select(Review.visit_id, Review.verdict).where(Review.visit_id.in_(some))
        verdicts |= {row.visit_id: row.verdict for row in db.session.execute(said.order_by(Review.id))}
    told = []
    for log in logs:
        versions = lineage[log.visit_id]
        last = versions[-1]
        verdict = next((verdicts[row.id] for row in reversed(versions) if row.id in verdicts), None)
        stands_id = last.id if last.voided_at is None else None
        told.append(
            DrawnLog(
                log.visit_id,
                stands_id,
                versions[0].doctor_name,
                log.filed_at,
                log.visit_id in added,
                verdict,
            )
        )
    return told


class _Version(NamedTuple):
    id: int
    corrects_id: int | None
    doctor_name: str
    voided_at: datetime | None


def _versions(first_ids: Sequence[int]) -> dict[int, list[_Version]]:
    """Return every version of some logs by the number of the first, in the order in which they were made."""
    columns = (Visit.id, Visit.corrects_id, Visit.doctor_name, Visit.voided_at)
    found: dict[int, list[_Version]] = {}
    first_of = {number: number for number in first_ids}
    asked = list(first_ids)
    column: InstrumentedAttribute[Any] = Visit.id
    while asked:
        newer = []
        for some in _portions(asked):
            rows = db.session.execute(sa.select(*columns).where(column.in_(some)).order_by(Visit.id))
            newer += [_Version(*row) for row in rows]
        for version in newer:
            first = first_of.setdefault(version.id, first_of.get(version.corrects_id or 0, version.id))
            found.setdefault(first, []).append(version)
        asked, column = [version.id for version in newer], Visit.corrects_id
    return found


def _portions(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + CHUNK] for start in range(0, len(numbers), CHUNK))
