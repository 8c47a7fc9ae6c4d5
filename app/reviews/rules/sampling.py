"""随机抽查: which logs of a township's month are drawn.

Whether a log is drawn follows from its number and a secret of the township's month alone, so that nobody who lacks the
secret can tell beforehand, and whoever has it finds the same logs at any time. The secret's hash stands from the start.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final, NamedTuple

from app.core.regions import Level, full_code

SEED_BYTES: Final = 32
_WHOLE: Final = 1 << 64


class Filed(NamedTuple):
    """A log as far as the draw asks: its number, whose it is, when it was filed, and what it corrects."""

    visit_id: int
    doctor_id: int | None
    filed_at: datetime
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """So many in a hundred from an instant on: of one doctor's logs, or of everybody's where no doctor is named.

    None in a hundred ends a doctor's own share: what holds for everybody holds for that doctor again.
    """

    doctor_id: int | None
    percent: int | None
    since: datetime


class Seed(NamedTuple):
    """The open secret of a township's month, the share usual in it, and the logs added when it ended."""

    month: date
    secret: bytes
    usual: int
    added: frozenset[int] = frozenset()


def month_after(month: date) -> date:
    """Return the first day of the next month."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def commitment_of(secret: bytes) -> str:
    """Return the hash that binds the township to its secret before the first log is filed."""
    return sha256(secret).hexdigest()


def town_of(area_code: str) -> str:
    """Return the township a village lies in: it is the township that draws."""
    return full_code(area_code[: Level.TOWN.digits])


def rank_of(secret: bytes, visit_id: int) -> int:
    """Return where a log stands in the draw, from 0 (first drawn) to just below 2 to the 64th."""
    return int.from_bytes(hmac.digest(secret, b"visit:%d" % visit_id, "sha256")[:8])


def drawn(secret: bytes, visit_id: int, percent: int) -> bool:
    """Return whether a log is drawn at a share."""
    return rank_of(secret, visit_id) * 100 < percent * _WHOLE


def share_at(shares: Iterable[Share], doctor_id: int | None, at: datetime, *, usual: int) -> int:
    """Return the share that held when a log was filed: the doctor's own, else everybody's, else the usual one.

    The shares come in the order in which they were stated.
    """
    own = everybodys = None
    for share in shares:
        if share.since > at:
            break
        if share.doctor_id is None:
            everybodys = share.percent
        elif share.doctor_id == doctor_id:
            own = share.percent
    return next((percent for percent in (own, everybodys) if percent is not None), usual)


def draw(
    logs: Iterable[Filed], *, seed_of: Callable[[datetime], Seed | None], shares: Sequence[Share]
) -> set[int]:
    """Return which logs are drawn; one of a month without a secret is not drawn yet."""
    found = set()
    for log in logs:
        seed = seed_of(log.filed_at)
        if seed is None:
            continue
        percent = share_at(shares, log.doctor_id, log.filed_at, usual=seed.usual)
        if log.visit_id in seed.added or drawn(seed.secret, log.visit_id, percent):
            found.add(log.visit_id)
    return found


def fill_up(logs: Iterable[Filed], already: set[int], *, secret: bytes, least: int) -> set[int]:
    """Return what is added when a month ends, so that of each doctor at least so many are drawn: those first in the draw."""
    of_doctor: dict[int, list[int]] = defaultdict(list)
    for log in logs:
        if log.doctor_id is not None:
            of_doctor[log.doctor_id].append(log.visit_id)
    added: set[int] = set()
    for visits in of_doctor.values():
        rest = sorted((each for each in visits if each not in already), key=lambda one: rank_of(secret, one))
        added |= set(rest[: max(0, least - (len(visits) - len(rest)))])
    return added
