"""The door of the room: its addresses, and the lists that several of its pages show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from flask import Blueprint, request, url_for

from app.core.leaf import Leaf
from app.core.regions import lies_within
from app.core.words import Text
from app.rounds.forms import read_page
from app.rounds.queries import Asked, count_places, list_standing
from app.rounds.rules import PlaceCounts, Standing, folded, summed

A_PAGE = 100
PEOPLE = Text("第 {a}–{b} 人", "{a}–{b}")

bp = Blueprint("rounds", __name__, template_folder="../templates")


class Board(NamedTuple):
    """One page of a list with its counts: all of it, the places it can be narrowed to, and those of the place shown."""

    people: list[Standing]
    page: Leaf
    counts: PlaceCounts
    places: list[PlaceCounts]
    below: list[PlaceCounts]


def board_of(asked: Asked, *, endpoint: str) -> Board:
    """Return one page of those owed a visit in a turn, with how far every place has come."""
    number = read_page(request.args)
    found = list_standing(asked, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    everywhere = count_places(asked)
    here = [place for place in everywhere if asked.village is None or lies_within(place.code, asked.village)]

    def address(other: int) -> str:
        kept: dict[str, Any] = {
            name: value for name, value in request.args.items() if name != "page" and value
        }
        return url_for(endpoint, **kept, page=other)

    page = Leaf(number, A_PAGE, len(found[:A_PAGE]), len(found) > A_PAGE, address, PEOPLE)
    return Board(found[:A_PAGE], page, summed(here), folded(everywhere), folded(here))


def everybody(asked: Asked, *, most: int) -> list[Standing]:
    """Return all of a list for a table to take away, whatever it was narrowed to by state."""
    return list_standing(replace(asked, state=None), limit=most)
