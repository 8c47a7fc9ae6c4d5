"""What is stated of a resident as a plain value, read strictly from a form or a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from app.core.errors import Refused
from app.core.identity import BadIdentity, read_identity, tidy_number
from app.core.names import clean_name
from app.core.words import Text
from app.policy.terms import SelfCare, Sex

PHONE_DIGITS = range(7, 13)
CHINA_MOBILE = re.compile(r"86(1\d{10})")


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Everything a page or a list states about one resident; the identity number is valid or None."""

    identity: str | None
    name: str
    sex: Sex
    born_on: date | None
    area_code: str
    phone: str = ""
    group_name: str = ""
    address: str = ""
    head_name: str = ""
    kinship: str = ""
    self_care: SelfCare | None = None
    insurance: str = ""
    doctor_name: str = ""
    note: str = ""
    registered_place: str = ""


class Sensitive(NamedTuple):
    """What is sealed at rest, opened; both may be empty."""

    identity: str
    phone: str


class BadEntry(Refused):
    """What was stated about a resident cannot be kept; ``field`` names the place."""

    def __init__(self, field: str, text: Text) -> None:
        super().__init__(text)
        self.field = field


def read_entry(
    *, identity: object, name: object, area_code: str, today: date | None = None, **stated: Any
) -> PersonEntry:
    """Return the entry, or raise `BadEntry` naming the field and the mend.

    Without an identity number sex and birth date must be stated; with one they come from the number.
    """
    cleaned = clean_name(name)
    if not cleaned:
        raise BadEntry("name", Text("请填写姓名。", "Please enter the name."))
    number, sex, born_on = _who(identity, stated, today or date.max)
    return PersonEntry(
        identity=number,
        name=cleaned,
        sex=sex,
        born_on=born_on,
        area_code=area_code,
        phone=read_phone(stated.get("phone")),
        self_care=_self_care(stated.get("self_care")),
        **{field: tidy_words(stated.get(field)) for field in PLAIN},
    )


PLAIN = (
    "group_name",
    "address",
    "head_name",
    "kinship",
    "insurance",
    "doctor_name",
    "note",
    "registered_place",
)


def _who(identity: object, stated: dict[str, Any], today: date) -> tuple[str | None, Sex, date | None]:
    sex, born_on = stated.get("sex"), stated.get("born_on")
    if not tidy_words(identity):
        if not isinstance(born_on, date):
            raise BadEntry(
                "identity",
                Text(
                    "请填写身份证号；没有身份证的，请填出生日期。",
                    "Enter the identity number, or the birth date where there is none.",
                ),
            )
        if born_on > today:
            raise BadEntry(
                "born_on",
                Text("出生日期还没到，请核对。", "The birth date lies in the future; please check."),
            )
        if sex in (None, "", Sex.UNKNOWN):
            raise BadEntry(
                "sex", Text("没有身份证号的，请选性别。", "Without an identity number, choose the sex.")
            )
        return None, Sex(sex), born_on
    try:
        read = read_identity(identity, today=today)
    except BadIdentity as bad:
        raise BadEntry("identity", bad.text) from bad
    return read.number, Sex(read.sex), read.born_on


def read_phone(raw: object) -> str:
    """Return the first number of a cell, digits only (with a leading zero kept); an empty string where there is none."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    for part in re.split(r"[/、,，;；]|\s{2,}", str(raw or "")):
        digits = re.sub(r"\D", "", tidy_number(part))
        if abroad := CHINA_MOBILE.fullmatch(digits):
            return abroad[1]
        if len(digits) in PHONE_DIGITS:
            return digits
    return ""


def age_on(born_on: date | None, day: date) -> int | None:
    """Return the age in whole years, None where the birth date is not known."""
    if born_on is None:
        return None
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def _self_care(value: Any) -> SelfCare | None:
    if not value or isinstance(value, SelfCare):
        return value or None
    return SelfCare(value)


def tidy_words(value: object) -> str:
    """Return what somebody wrote on one line: one blank between words, nothing that cannot be printed."""
    return " ".join("".join(c for c in str(value or "") if c.isprintable() or c.isspace()).split())
