"""家庭医生签约 as plain values: on which days a contract runs, and what the words it ended with mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.people.rules.vocabulary import CloseReason

# What a page offers; the others are given by the house itself.
DISSOLVING = (
    CloseReason.MOVED,
    CloseReason.NOT_REACHED,
    CloseReason.REFUSED,
    CloseReason.OWN_WISH,
    CloseReason.OTHER,
)
# Ledgers write the reason in words of their own; only what can mean nothing else is coded.
_WORDS = (
    (CloseReason.NOT_REACHED, ("无法取得联系", "联系不上", "失联")),
    (CloseReason.REFUSED, ("拒绝服务", "拒绝接受服务")),
    (CloseReason.MOVED, ("迁出", "搬离本")),
    (CloseReason.OWN_WISH, ("主动解约", "本人要求解约", "居民要求解约")),
    (CloseReason.RENEWED, ("续签",)),
)


@dataclass(frozen=True, slots=True)
class ContractSpan:
    """From when to when a contract was agreed, and when it was closed if it was."""

    starts_on: date
    ends_on: date | None = None
    closed_on: date | None = None

    def runs_on(self, day: date) -> bool:
        """Return whether the contract is in force on a day.

        The day it is closed is the first without it; one closed on its own last day ran through that day.
        """
        if day < self.starts_on or (self.ends_on is not None and day > self.ends_on):
            return False
        return self.closed_on is None or day < self.closed_on or self.closed_on == self.ends_on


def close_code_of(words: str) -> CloseReason | None:
    """Return the code of a reason as a ledger words it, None where the words do not say it plainly."""
    said = "".join(words.split())
    if said in {reason.value for reason in DISSOLVING}:
        return CloseReason(said)
    for reason, phrases in _WORDS:
        if any(phrase in said for phrase in phrases):
            return reason
    return None
