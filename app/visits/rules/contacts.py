"""Contacts that are no visits: the way somebody was tried, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from app.core.labels import Labelled
from app.core.words import Text
from app.people.rules import PersonState
from app.policy.terms import ExcuseReason

# For how many days somebody who refused or cannot be reached is left in peace where no day was agreed.
LEFT_IN_PEACE = "contact.left-in-peace.days"
WHEN_BACK = Text(
    "请填预计哪天回来；不知道的，填一年以内的日期。",
    "Please fill in when they are expected back; where nobody knows, a day within a year.",
)
WHEN_GONE = Text("请填是哪一天。", "Please fill in on which day.")
WRONG_ORDER = Text("这一天晚于联系日期，请核对。", "This day lies after the contact; please check.")
GONE_BY = Text("返回日期早于联系日期，请核对。", "The return lies before the contact; please check.")
NOT_YET = Text("这一天还没到，请填今天或以前的日期。", "This day has not come yet; fill in today or earlier.")


class ContactWay(Labelled):
    """联系方式: how somebody was tried."""

    AT_HOME = "at-home", "上门", "At the door"
    PHONE = "phone", "电话", "By telephone"
    GUARDIAN = "guardian", "经监护人", "Through the guardian"
    FAMILY = "family", "经家属", "Through the family"
    NEIGHBOUR = "neighbour", "经邻居", "Through a neighbour"
    CADRE = "cadre", "经村干部", "Through a village cadre"


class ContactOutcome(Labelled):
    """联系结果: what came of it."""

    NOBODY_THERE = "nobody-there", "家中无人，另约时间", "Nobody there; another time"
    SPOKEN_TO = "spoken-to", "已联系上，约好上门", "Spoken to; a visit is agreed"
    AWAY = "away", "外出，有返回日期", "Away, with a date of return"
    IN_HOSPITAL = "in-hospital", "住院", "In hospital"
    REFUSED = "refused", "拒绝随访", "Refused"
    UNREACHABLE = "unreachable", "联系不上", "Cannot be reached"
    MOVED = "moved", "已迁出", "Moved away"
    DIED = "died", "已去世", "Died"

    @property
    def excuse(self) -> ExcuseReason | None:
        """The excuse it amounts to, with a date of return; None where nothing is suspended."""
        return _EXCUSES.get(self)

    @property
    def gone(self) -> PersonState | None:
        """Where the person is from then on, where everything owed falls away; None where they still live here."""
        return _GONE.get(self)

    @property
    def needs_return(self) -> bool:
        """Whether a day of return must be stated: nobody can guess it."""
        return self in (ContactOutcome.AWAY, ContactOutcome.IN_HOSPITAL)


_EXCUSES = {
    ContactOutcome.AWAY: ExcuseReason.AWAY_FOR_WORK,
    ContactOutcome.IN_HOSPITAL: ExcuseReason.IN_HOSPITAL,
    ContactOutcome.REFUSED: ExcuseReason.REFUSED,
    ContactOutcome.UNREACHABLE: ExcuseReason.UNREACHABLE,
}
_GONE = {ContactOutcome.MOVED: PersonState.MOVED, ContactOutcome.DIED: PersonState.DIED}


@dataclass(frozen=True, slots=True)
class AttemptEntry:
    """One contact that was no visit. ``gone_on`` is the day somebody died or moved, ``contact_id`` through whom."""

    client_key: UUID
    tried_on: date
    way: ContactWay
    outcome: ContactOutcome
    contact_id: int | None = None
    return_on: date | None = None
    gone_on: date | None = None
    note: str = ""

    def faults(self, *, today: date) -> Iterator[tuple[str, Text]]:
        """Yield what cannot be filed, each with the name of its field."""
        if self.tried_on > today:
            yield "tried_on", NOT_YET
        if self.outcome.needs_return and self.return_on is None:
            yield "return_on", WHEN_BACK
        if self.outcome.excuse and self.return_on is not None and self.return_on < self.tried_on:
            yield "return_on", GONE_BY
        if self.outcome.gone and self.gone_on is None:
            yield "gone_on", WHEN_GONE
        if self.outcome.gone and self.gone_on is not None and self.gone_on > self.tried_on:
            yield "gone_on", WRONG_ORDER

    def excused_until(self, *, in_peace: int) -> date | None:
        """Return the last day the person is left in peace, None where the outcome suspends nothing."""
        if self.outcome.excuse is None:
            return None
        return self.return_on or self.tried_on + timedelta(days=in_peace)
