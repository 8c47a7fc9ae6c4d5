"""What the address of a page of numbers asks for; a word that means nothing asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Final

from app.core.errors import Refused
from app.core.labels import Labelled
from app.core.regions import full_code
from app.indicators.rules.months import first_of
from app.policy.terms import Category, Condition

LAST_PAGE: Final = 10_000
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_DOCTOR = re.compile(r"doctor:[1-9][0-9]{0,8}")
HELD: Final[Mapping[str, type[Labelled]]] = {"category": Category, "condition": Condition}


class Side(Labelled):
    """横向比较: what stands beside each other below the numbers."""

    PLACE = "place", "按地方", "By place"
    DOCTOR = "doctor", "按医生", "By doctor"
    CATEGORY = "category", "按低收入类别", "By low-income category"
    CONDITION = "condition", "按病种", "By disease"


def read_area(asked: Mapping[str, str]) -> str:
    """Return the code of the place asked for, nothing where none is."""
    with suppress(Refused):
        return full_code(asked["area"]) if asked.get("area") else ""
    return ""


def read_month(asked: Mapping[str, str], *, today: date) -> date:
    """Return the first day of the month asked for, of the running one where none is or it has not come yet."""
    running = first_of(today)
    found = _MONTH.fullmatch(asked.get("month", ""))
    return min(date(int(found[1]), int(found[2]), 1), running) if found else running


def read_part(asked: Mapping[str, str]) -> str:
    """Return the part asked for: a doctor, a low-income category or a disease; nothing for everybody."""
    part = asked.get("part", "")
    kind, _colon, value = part.partition(":")
    held = any(each.value == value for each in HELD.get(kind, ()))
    return part if held or _DOCTOR.fullmatch(part) else ""


def read_side(asked: Mapping[str, str]) -> Side | None:
    """Return what is to be compared."""
    return next((side for side in Side if side.value == asked.get("by")), None)


def read_met(asked: Mapping[str, str]) -> bool | None:
    """Return whether those who meet a number are asked for or those who do not, None for both."""
    return {"1": True, "0": False}.get(asked.get("met", ""))


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1
