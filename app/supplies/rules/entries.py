"""Shortages, their answers and deliveries as somebody states them: plain values, and what is wrong with them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.careplans.rules.vocabulary import DoseUnit
from app.core.words import Text
from app.supplies.rules.vocabulary import Answered

NOT_YET = Text("这一天还没到，请填今天或以前的日期。", "That day is not here yet.")
GONE_BY = Text("这一天已经过去，请填今天或以后的日期。", "That day has gone by already.")
BEFORE_SENDING = Text("收到的日期不能早于发出的日期。", "It cannot arrive before it was sent.")
BEFORE_IT_LEAVES = Text("预计到达不能早于发出的日期。", "It cannot be expected before it is sent.")
# A delivery takes days; a year off is a slip in the year, and one sent in years to come could never be received.
MOST_AWAY = 366
NOT_THAT_DAY = Text(
    "这一天离今天一年以上，请核对年份。", "That day is over a year away; please check the year."
)
HOW_MUCH = Text("请填写大于 0 的数量，例如 28。", "Please enter a quantity above 0, such as 28.")


@dataclass(frozen=True, slots=True)
class MedicineName:
    """A medicine as supply speaks of it: the catalogue's code, empty where it knows none, the name and the strength."""

    name: str
    strength: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class ShortageEntry:
    """A medicine a village cannot give out."""

    client_key: UUID
    area_code: str
    medicine: MedicineName
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerEntry:
    """What the township or the hospital's pharmacy answers, and when the medicine may be expected."""

    answer: Answered
    expected_on: date | None = None
    note: str = ""

    def faults(self, *, today: date) -> Iterator[tuple[str, Text]]:
        """Yield what is wrong, by field."""
        if self.expected_on is not None and self.expected_on < today:
            yield "expected_on", GONE_BY
        if self.expected_on is not None and (self.expected_on - today).days > MOST_AWAY:
            yield "expected_on", NOT_THAT_DAY


@dataclass(frozen=True, slots=True)
class DeliveryEntry:
    """Medicine that is sent: what, how much, by whom, and when it should be there."""

    client_key: UUID
    area_code: str
    medicine: MedicineName
    quantity: float
    unit: DoseUnit
    sent_on: date
    expected_on: date | None = None
    sent_by: str = ""
    note: str = ""
    person_id: int | None = None

    def faults(self, *, today: date) -> Iterator[tuple[str, Text]]:
        """Yield what is wrong, by field."""
        if not self.quantity > 0:
            yield "quantity", HOW_MUCH
        if abs((self.sent_on - today).days) > MOST_AWAY:
            yield "sent_on", NOT_THAT_DAY
        if self.expected_on is not None and (self.expected_on - today).days > MOST_AWAY:
            yield "expected_on", NOT_THAT_DAY
        if self.expected_on is not None and self.expected_on < self.sent_on:
            yield "expected_on", BEFORE_IT_LEAVES


def plain_strength(strength: str) -> str:
    """Return a strength in one spelling: 5 mg, 5MG and 5毫克 are the same."""
    plain = "".join(unicodedata.normalize("NFKC", strength).casefold().split())
    return plain.replace("毫克", "mg").replace("微克", "μg").replace("克", "g")


def receipt_faults(received_on: date, *, sent_on: date, today: date) -> Iterator[tuple[str, Text]]:
    """Yield what is wrong with the day on which something is said to have arrived."""
    if received_on > today:
        yield "received_on", NOT_YET
    elif received_on < sent_on:
        yield "received_on", BEFORE_SENDING
