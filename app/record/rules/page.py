"""What a resident's page is made of, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.identity import mask_identity
from app.core.labels import Labelled
from app.core.words import Text
from app.people.rules import Sensitive, mask_phone


class RevealReason(Labelled):
    """为什么要看: why somebody asks for the whole number."""

    CALL = "call", "打电话联系", "To call"
    CHECK = "check", "核对身份", "To check the identity"
    ERRAND = "errand", "代办医保事项", "For an insurance errand"
    EMERGENCY = "emergency", "急救转诊", "Emergency or referral"


class Part(Labelled):
    """历史: the parts a resident's history is leafed through by."""

    DUTIES = "duties", "完成情况", "What was done"
    ENROLMENTS = "enrolments", "登记和签约", "Enrolments and contracts"
    STATES = "states", "去向和暂缓", "Whereabouts and excuses"
    CONTACTS = "contacts", "联系和更正", "Contacts and corrections"
    DETAILS = "details", "联系人、过敏、用药", "Contacts, allergies, medicines"


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a resident's history: what it was, from when to when, and what was said of it."""

    what: Text
    since: date
    until: date | None = None
    told: str | Text = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The sensitive fields as the page shows them: masked, or open after a reason was given."""

    identity: str
    phone: str
    is_open: bool


def shown(plain: Sensitive, *, is_open: bool) -> Shown:
    """Return the sensitive fields for the page."""
    if is_open:
        return Shown(plain.identity, plain.phone, True)
    return Shown(mask_identity(plain.identity), mask_phone(plain.phone), False)


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list and the ways to the others."""

    number: int
    size: int
    rows: Sequence[object]
    has_more: bool

    @property
    def first(self) -> int:
        """The place of the first row, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """The place of the last row."""
        return (self.number - 1) * self.size + len(self.rows)
