"""What may be asked of the page, read from the address, and the risks that are ticked by one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.errors import Refused
from app.core.regions import full_code
from app.screening.rules import Part
from app.visits.sections.screening.vocabulary import Risk

LAST_PAGE = 10_000


def read_part(asked: Mapping[str, str]) -> Part:
    """Return the part of the page the address asks for, at first who is on the three readings."""
    return next((part for part in Part if part.value == asked.get("part")), Part.UNDER_WAY)


def read_village(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village asked for; a word that is none asks for nothing."""
    try:
        return full_code(asked["village"]) if asked.get("village") else None
    except Refused:
        return None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1


def read_risks(values: Sequence[str]) -> tuple[Risk, ...]:
    """Return the risks the list named beside the button."""
    return tuple(risk for risk in Risk if risk.value in values)
