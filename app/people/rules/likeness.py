"""How much two people look like one: by number, by phone, by name and birth date. Pure; told what is on record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.core.labels import Labelled

A_SLIP = 1


class Likeness(Labelled):
    """相似: what makes two records look like one resident, the surest first."""

    SAME_NUMBER = "same-number", "身份证号相同", "Same identity number"
    SAME_NAME_AND_DAY = "same-name-and-day", "姓名和出生日期都相同", "Same name and birth date"
    SAME_PHONE = "same-phone", "电话相同，姓名相近", "Same phone and a similar name"
    SAME_SOUND_AND_DAY = (
        "same-sound-and-day",
        "姓名读音相近，出生日期相同",
        "Name sounds alike, same birth date",
    )
    SAME_NAME_AND_YEAR = "same-name-and-year", "同名，同一年出生", "Same name and birth year"

    @property
    def is_strong(self) -> bool:
        """Whether somebody must say that they are two people before a second record is kept."""
        return self is not Likeness.SAME_NAME_AND_YEAR


@dataclass(frozen=True, slots=True)
class Traits:
    """What somebody is known by, as typed so far or as on record; any of it may be missing."""

    name: str = ""
    born_on: date | None = None
    identity: str = ""
    phone: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on record who may be the same: what of the sealed fields agrees, and the rest in plain."""

    name: str
    readings: Collection[str]
    born_on: date | None
    has_same_number: bool
    has_same_phone: bool


def likeness(sought: Traits, found: Candidate) -> Likeness | None:
    """Return the surest way in which somebody on record looks like the one sought, None where they do not."""
    if found.has_same_number:
        return Likeness.SAME_NUMBER
    same_day = sought.born_on is not None and sought.born_on == found.born_on
    if same_day and sought.name == found.name:
        return Likeness.SAME_NAME_AND_DAY
    if found.has_same_phone and are_alike(sought, found):
        return Likeness.SAME_PHONE
    return _by_sound_or_year(sought, found, same_day=same_day)


def are_alike(sought: Traits, found: Candidate) -> bool:
    """Return whether two names are one name written twice: the same, the same by sound, or a slip apart."""
    return (
        sought.name == found.name
        or not set(sought.readings).isdisjoint(found.readings)
        or _is_a_slip(sought.name, found.name)
    )


def _is_a_slip(one: str, other: str) -> bool:
    """Return whether two names of three and more characters differ in one of them."""
    if len(one) != len(other) or len(one) <= A_SLIP + 1:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= A_SLIP


def _by_sound_or_year(sought: Traits, found: Candidate, *, same_day: bool) -> Likeness | None:
    if same_day and not set(sought.readings).isdisjoint(found.readings):
        return Likeness.SAME_SOUND_AND_DAY
    if sought.born_on is None or found.born_on is None or sought.born_on.year != found.born_on.year:
        return None
    return Likeness.SAME_NAME_AND_YEAR if sought.name == found.name else None
