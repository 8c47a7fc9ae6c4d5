"""The boards of the weekly round that a pack takes along: this week's, and the next one's with nobody seen yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.accounts.reader import Reader
from app.core import clock
from app.core.leaf import Leaf
from app.core.words import Text
from app.rounds.forms import open_board
from app.rounds.queries import Asked, count_places, list_standing, list_strips, round_rules
from app.rounds.rules import State, WeekState, folded, summed, tally, week_of, weeks_before
from app.rounds.rules.strip import WEEKS
from app.rounds.rules.turns import A_WEEK
from app.rounds.views.door import Board
from app.tablet.rules.pack import MOST_PEOPLE
from app.tablet.views.shapes import frame_page
from app.visits.sections.weekly_round.rules import RoundPart

EVERYBODY = Text("", "")


def boards(areas: Sequence[str], reader: Reader) -> dict[date, str]:
    """Return the board of this week and of the next, by its Monday, with everybody of some areas on one page."""
    today = clock.today()
    now = Asked(tuple(areas), round_rules(), week_of(today), today)
    following = replace(now, turn=week_of(today + A_WEEK), day=today + A_WEEK)
    return {asked.turn.opens_on: _page(asked) for asked in (now, following)}


def _page(asked: Asked) -> str:
    board = _board(asked)
    mondays = weeks_before(asked.turn, count=WEEKS)
    strips = list_strips(board.people, mondays=mondays, day=asked.day)
    return frame_page(
        "rounds/index.html",
        asked=asked,
        board=board,
        form=open_board(board.people, turn=asked.turn, today=asked.day, day=asked.day),
        mondays=mondays,
        strips=strips,
        tallies={number: tally(strip) for number, strip in strips.items()},
        kept={},
        before=asked.turn.opens_on - A_WEEK,
        after=asked.turn.opens_on + A_WEEK,
        parts=list(RoundPart),
        states=State,
        weeks=WeekState,
        over=False,
        writes=True,
    )


def _board(asked: Asked) -> Board:
    people = list_standing(asked, limit=MOST_PEOPLE)
    places = count_places(asked)
    leaf = Leaf(1, MOST_PEOPLE, len(people), False, lambda _number: "", EVERYBODY)
    return Board(people, leaf, summed(places), folded(places), [])
