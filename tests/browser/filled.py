"""Forms as a doctor fills them in: the fields each page would send, and the values by which they are known again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from uuid import uuid4

from tests import cast
from tests.browser.outpost import Outpost

Fields = list[list[str]]


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled-in form."""

    kind: str
    person: int
    path: str
    fields: Fields
    values: dict[str, str]

    @property
    def key(self) -> str:
        """The number the form carries; empty where it carries none."""
        wanted = f"k{self.person}" if self.kind == "round" else "client_key"
        return next((value for name, value in self.fields if name == wanted), "")


def a_visit(
    person: int, *, note: str = "", systolic: int = 128, diastolic: int = 78, **others: str
) -> Filled:
    """Return a follow-up with a controlled blood pressure; `others` are further fields, or other values."""
    values = {"systolic": str(systolic), "diastolic": str(diastolic), "note": note}
    typed = {
        "client_key": str(uuid4()), "opened_at": cast.MORNING.isoformat(), "visited_on": cast.TODAY.isoformat(),
        "mode": "home", "sections": "hypertension", "symptoms": "none", **values, **others,
    }  # fmt: skip
    return Filled("visit", person, f"/people/{person}/visits/new", _pairs(typed), values)


def an_attempt(person: int, *, note: str) -> Filled:
    """Return a knock at a door nobody opened."""
    typed = {
        "client_key": str(uuid4()), "outcome": "nobody-there", "way": "at-home", "contact": "",
        "tried_on": cast.TODAY.isoformat(), "return_on": "", "gone_on": "", "note": note,
    }  # fmt: skip
    return Filled("attempt", person, f"/people/{person}/attempts/new", _pairs(typed), {"note": note})


def a_round(person: int, *, note: str) -> Filled:
    """Return one row of the board of this week: something was wrong at that door."""
    day = cast.TODAY.isoformat()
    fields = [["visited_on", day], [f"p{person}", "round"], [f"p{person}", "education"], [f"w{person}", "1"]]
    fields += [[f"n{person}", note], [f"k{person}", str(uuid4())]]
    return Filled("round", person, f"/rounds?day={day}&of={person}", fields, {"note": note})


def an_edit(person: int, stated: Fields, *, note: str) -> Filled:
    """Return the form of a record as it stood, with another note."""
    fields = [[name, note if name == "note" else value] for name, value in stated if name != "csrf_token"]
    return Filled("edit", person, f"/people/{person}/edit", fields, {"note": note})


def anything(clinic: Outpost, dice: random.Random) -> Filled:
    """Return a form of some kind about somebody, with values no other is likely to have."""
    note, kind = f"笔记{dice.randrange(10**9)}", dice.choice(("visit", "visit", "attempt", "round"))
    person = clinic.somebody(kind)
    if kind == "attempt":
        return an_attempt(person, note=note)
    if kind == "round":
        return a_round(person, note=note)
    return a_visit(person, note=note, systolic=dice.randint(112, 138), diastolic=dice.randint(66, 88))


def _pairs(typed: dict[str, str]) -> Fields:
    return [[name, value] for name, value in typed.items()]
