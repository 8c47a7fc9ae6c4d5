"""底册: what is on record before a list is compared with it, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from app.core.words import Text
from app.rosters.rules.people_rows import PersonRow

# The order of the marks a member keeps; a list says something new of a fact only when its mark differs.
FACTS = (
    "name",
    "area_code",
    "phone",
    "group_name",
    "address",
    "head_name",
    "kinship",
    "self_care",
    "insurance",
    "doctor_name",
)
MARK_LENGTH = 8
BLANK_MARK = "-" * MARK_LENGTH


@dataclass(frozen=True, slots=True)
class Known:
    """A resident on record. ``facts`` holds the phone as its index; ``foreign`` outside the area of the import.

    A ``withdrawn`` record was opened by an import that was taken back: it is used again for the same number.
    """

    id: int
    name: str
    born_on: date | None
    area_code: str
    facts: dict[str, str]
    gone: Text | None = None
    died_on: date | None = None
    foreign: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who stands on the last list, with what it said."""

    person_id: int
    name: str
    area_code: str
    marks: str = ""
    terms: str = ""
    row_mark: str = ""

    @property
    def claimed(self) -> dict[str, tuple[str, ...]]:
        """Term by term, since when and until when the last list said it holds; of a contract also with whom."""
        parts = (mark.split("@") for mark in self.terms.split(";") if mark)
        return {term: tuple(said) for term, *said in parts}

    def mark_of(self, fact: str) -> str:
        """Return the mark of one fact on the last list."""
        at = FACTS.index(fact) * MARK_LENGTH
        return self.marks[at : at + MARK_LENGTH]


@dataclass(slots=True)
class Register:
    """Everybody an import can meet: residents by their number's index, and the last list's members by person."""

    by_index: dict[str, Known] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    index_of: Callable[[str], str] = str
    phone_index_of: Callable[[str], str] = str
    mark: Callable[[str], str] = str
    # A contract's doctor becomes the responsible one only of those who have none, or have the one the last list gave.
    doctor_yields: bool = False

    def namesakes(self) -> dict[tuple[str, date | None], Known]:
        """Return residents of the area by name and birth date."""
        return {(known.name, known.born_on): known for known in self.by_index.values()
                if not (known.foreign or known.withdrawn)}  # fmt: skip

    def marks_of(self, row: PersonRow, *, area_code: str) -> str:
        """Return the marks of what a row says."""
        values = {"name": row.name, "area_code": area_code, **row.facts}
        return "".join(self.mark(value) if (value := values[fact]) else BLANK_MARK for fact in FACTS)

    def differences(self, row: PersonRow, known: Known, member: Member | None, marks: str) -> dict[str, str]:
        """Return what a list says anew of a person: blank cells say nothing, and neither does what it said before.

        So a phone that a doctor put right stands until the list itself says something else.
        """
        values = {"name": row.name, "area_code": row.where.area_code or known.area_code, **row.facts}
        changed = {}
        for at, fact in enumerate(FACTS):
            said = marks[at * MARK_LENGTH : (at + 1) * MARK_LENGTH]
            if said == BLANK_MARK or (member is not None and said == member.mark_of(fact)):
                continue
            if fact == "doctor_name" and self.doctor_yields and not self._set_doctor(known, member):
                continue
            value = values[fact]
            stored = self.phone_index_of(value) if fact == "phone" else value
            if stored != known.facts.get(fact, ""):
                changed[fact] = value
        return changed

    def _set_doctor(self, known: Known, member: Member | None) -> bool:
        doctor = known.facts.get("doctor_name", "")
        return not doctor or (member is not None and member.mark_of("doctor_name") == self.mark(doctor))
