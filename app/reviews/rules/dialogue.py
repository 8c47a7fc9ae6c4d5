"""The dialogue on a log: what was decided, answered and asked, in the order of the day; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.core.labels import Labelled
from app.core.words import Text
from app.reviews.rules.vocabulary import ReturnReason, Verdict

LONGEST = timedelta(days=1)
_RETURNED = Text("{verdict}：{reason}", "{verdict}: {reason}")


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """A verdict as it was stated: on what was seen (the number of the newest verdict then, 0 for none)."""

    verdict: Verdict
    reason: ReturnReason | None = None
    comment: str = ""
    opened_at: datetime | None = None
    seen: int = 0


class SaidAs(Labelled):
    """What somebody said on a log, by kind."""

    VERDICT = "verdict", "审核", "Review"
    REMARK = "remark", "答复", "Remark"
    CALL = "call", "回访", "Call-back"


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the dialogue: when, who, what kind, what it comes to and the words with it."""

    at: datetime
    by_name: str
    kind: SaidAs
    told: Text
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """One verdict as it is counted: whose log, when it was filed, how long it was open."""

    by_name: str
    doctor_name: str
    verdict: Verdict
    reason: ReturnReason | None
    in_bulk: bool
    filed_at: datetime
    reviewed_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Tallied:
    """The verdicts of one supervisor or on one doctor: how many of each, and how long they took."""

    name: str
    verdicts: dict[Verdict, int]
    reasons: dict[ReturnReason, int]
    in_bulk: int
    hours: int | None
    seconds: int | None

    @property
    def total(self) -> int:
        """How many verdicts in all."""
        return sum(self.verdicts.values())


def told_verdict(verdict: Verdict, reason: ReturnReason | None) -> Text:
    """Return a verdict in words, with its reason where it has one."""
    return verdict.text if reason is None else _RETURNED.filled(verdict=verdict, reason=reason)


def in_order(said: Iterable[Said]) -> list[Said]:
    """Return a dialogue as it went; what was said at one instant stands as it was read."""
    return sorted(said, key=lambda one: one.at)


def opening(claimed: datetime | None, *, now: datetime) -> datetime | None:
    """Return when a log was opened for a verdict, as its page says; nothing where that cannot be."""
    return claimed if claimed is not None and now - LONGEST <= claimed <= now else None


def tally(name: str, stated: Sequence[Stated]) -> Tallied:
    """Return what some verdicts come to; the hours count from filing to verdict, the seconds how long a log was open."""
    hours = [(one.reviewed_at - one.filed_at).total_seconds() / 3600 for one in stated]
    seconds = [(one.reviewed_at - one.opened_at).total_seconds() for one in stated if one.opened_at]
    return Tallied(
        name,
        {verdict: sum(one.verdict is verdict for one in stated) for verdict in Verdict},
        {reason: n for reason in ReturnReason if (n := sum(one.reason is reason for one in stated))},
        sum(one.in_bulk for one in stated),
        round(median(hours)) if hours else None,
        round(median(seconds)) if seconds else None,
    )
