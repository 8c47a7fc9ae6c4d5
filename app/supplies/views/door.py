"""The door of the room: its addresses, and the places a reader narrows a list to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for

from app.accounts.queries import list_places
from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.careplans.forms.desk import read_place
from app.core.errors import NotFound
from app.core.regions import Level, level_of

A_PAGE = 30
NEAR = (Level.TOWN, Level.VILLAGE)

bp = Blueprint("supplies", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list is narrowed to, and what it can be narrowed to."""

    chosen: str | None
    areas: Sequence[str]
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """What the place chosen is called, or the only one there is; nothing where there are several."""
        one = self.chosen or (self.areas[0] if len(self.areas) == 1 else "")
        return self.names.get(one, one)

    @property
    def is_near(self) -> bool:
        """Whether it is towns and villages: the need of a whole county is asked town by town."""
        return all(level_of(area) in NEAR for area in self.areas)

    @property
    def villages(self) -> dict[str, str]:
        """The villages inside, code to name."""
        inside = (code for code in self.names if level_of(code) is Level.VILLAGE and covers(self.areas, code))
        return {code: self.names[code] for code in inside}

    @property
    def only_village(self) -> str | None:
        """The village, where it is one alone."""
        villages = list(self.villages)
        return villages[0] if len(villages) == 1 else None


def asked_places(reader: Reader) -> Places:
    """Return the place the address asks for; one outside the reader's areas is told as absent."""
    chosen = read_place(request.args)
    if chosen is not None and not covers(reader.areas, chosen):
        raise NotFound
    return Places(chosen, [chosen] if chosen else reader.areas, list_places(reader.areas))


def villages_of(reader: Reader) -> dict[str, str]:
    """Return the villages of a reader, code to name."""
    return Places(None, reader.areas, list_places(reader.areas)).villages


def another_page(number: int) -> str:
    """Return the address of another page of the list being read."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(request.endpoint or "supplies.index", **asked, page=number)
