"""包保责任: who answers for which residents, and what a handing over takes along."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b, sha256

from app.core.errors import Refused
from app.core.regions import lies_within
from app.core.words import Text

NOBODY = "none"
_MARK_BYTES = 8


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for some residents: an account, a name a list gave, or nobody."""

    name: str
    doctor_id: int | None = None

    @property
    def key(self) -> str:
        """What an address calls the doctor by: a number or a mark, no name."""
        if self.doctor_id is not None:
            return f"u{self.doctor_id}"
        if not self.name:
            return NOBODY
        return f"n{blake2b(self.name.encode(), digest_size=_MARK_BYTES).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Caseload:
    """The residents somebody answers for, counted by village."""

    who: Answering
    villages: Mapping[str, int]

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(self.villages.values())


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a handing over is about: from whom, in which place and group, to whom and why."""

    who: Answering
    to: Answering
    area_code: str
    group: str | None = None
    reason: str = ""


def refuse_uncovered(villages: Iterable[str], *, held: Collection[str], names: Mapping[str, str]) -> None:
    """Refuse a doctor who does not hold every village the residents live in."""
    missing = sorted(each for each in villages if not any(lies_within(each, area) for area in held))
    if missing:
        raise Refused(
            Text(
                "接手的医生不管这些村：{names}。请先给账户加上这些村，或分村交接。",
                "The doctor who takes over does not hold: {names}. Give the account those villages first.",
            ).filled(names="、".join(names.get(each, each) for each in missing))
        )


def seal_of(*parts: object) -> str:
    """Return a mark of what somebody was shown before they confirmed: what changed since must be shown again."""
    return sha256(repr(parts).encode()).hexdigest()[:32]
