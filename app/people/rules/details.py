"""Whom to call, what is not borne and what is taken: as plain values, tidied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.people.rules.vocabulary import ContactKind, Severity


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """Somebody who can be called about a resident."""

    kind: ContactKind
    name: str
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AllergyEntry:
    """What a resident does not bear, and what it did."""

    substance: str
    noted_on: date
    reaction: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class DrugEntry:
    """A medicine taken from a day."""

    name: str
    started_on: date
    dose: str = ""
    frequency: str = ""


def same_substance(one: str, other: str) -> bool:
    """Return whether two names mean one substance, whatever blanks and letter size they are written with."""
    return _plain(one) == _plain(other)


def clashing(drug: str, allergens: Iterable[str]) -> str | None:
    """Return the allergen a medicine's name holds, None where it holds none: 阿莫西林胶囊 holds 阿莫西林."""
    name = _plain(drug)
    return next((told for told in allergens if _plain(told) and _plain(told) in name), None)


def _plain(words: str) -> str:
    return "".join(words.split()).casefold()
