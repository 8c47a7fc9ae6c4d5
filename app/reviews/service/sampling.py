"""Shares are stated, secrets sealed beforehand, samples filled up when their month is over."""

from __future__ import annotations

import secrets
from base64 import b64encode
from collections.abc import Iterable
from datetime import date

from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import seal
from app.core.transaction import Actor
from app.core.words import Text
from app.reviews.models import SEED, SampleSeed, SampleShare
from app.reviews.queries.auditing import added_to
from app.reviews.queries.sampling import get_seed, logs_of
from app.reviews.rules.sampling import SEED_BYTES, commitment_of

FULL = 100


def set_share(area_code: str, percent: int | None, *, doctor_id: int | None = None, by: Actor) -> SampleShare:
    """State how many in a hundred are drawn from now on, of one doctor's logs or of everybody's.

    What was filed before stays drawn, or not, by the share that held then. Without a number a doctor's own share ends.
    """
    if percent is None and doctor_id is None:
        raise Refused(Text("请填写抽查比例。", "Please state the share."))
    if percent is not None and not 1 <= percent <= FULL:
        raise Refused(Text("抽查比例应在 1 到 100 之间。", "A share lies between 1 and 100."))
    share = SampleShare(
        area_code=area_code,
        doctor_id=doctor_id,
        percent=percent,
        since=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(share)
    db.session.flush()
    return share


def seal_seeds(unsealed: Iterable[tuple[str, date]]) -> int:
    """Draw a secret for each of some townships and months and seal it beside its hash; return how many."""
    fresh = [_sealed(town, month) for town, month in unsealed]
    db.session.add_all(fresh)
    db.session.flush()
    return len(fresh)


def close_sample(area_code: str, month: date) -> int:
    """Fill up the sample of a month that is over, so that of each doctor at least so many are drawn.

    Return how many samples were closed by that: none where this one was closed before.
    """
    seed = get_seed(area_code, month)
    if seed.closed_at is not None:
        return 0
    added, among = sorted(added_to(seed)), [log.visit_id for log in logs_of(seed)]
    seed.added, seed.among, seed.closed_at = added, among, clock.now()
    db.session.flush()
    return 1


def _sealed(area_code: str, month: date) -> SampleSeed:
    secret = secrets.token_bytes(SEED_BYTES)
    return SampleSeed(
        area_code=area_code,
        month=month,
        seed_sealed=seal(b64encode(secret).decode(), context=SEED),
        commitment=commitment_of(secret),
        drawn_at=clock.now(),
        added=[],
        among=[],
    )
