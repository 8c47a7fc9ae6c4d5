"""The round on paper: a sheet for the walk, and the board as a table to take away."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core.words import Text
from app.rounds.queries import Asked, list_strips
from app.rounds.rules import WeekState, weeks_before
from app.rounds.rules.strip import WEEKS
from app.rounds.views.board import asked_of_week
from app.rounds.views.door import board_of, bp, everybody
from app.visits.sections.weekly_round.rules import RoundPart
from app.web.download import MOST_ROWS, give_list
from app.web.filters import say
from app.web.session import needs

TITLE = Text("每周巡查", "Weekly rounds")


@bp.get("/rounds/sheet")
@needs(Right.READ_CARE)
def sheet() -> ResponseReturnValue:
    """Show the sheet of a week as it is printed: names by village and group, four boxes, a signature."""
    asked = asked_of_week()
    return render_template(
        "rounds/sheet.html",
        asked=asked,
        board=board_of(asked, endpoint="rounds.sheet"),
        parts=list(RoundPart),
        kept={name: value for name, value in request.args.items() if name in ("day", "village") and value},
    )


@bp.get("/rounds/table")
@needs(Right.READ_CARE)
def table() -> ResponseReturnValue:
    """Give the board of a week away as a table, with the last twelve weeks."""
    asked = asked_of_week()
    mondays = weeks_before(asked.turn, count=WEEKS)
    headings = [
        _("村"),
        _("组"),
        _("姓名"),
        _("本周"),
        _("上次"),
        *(f"{monday:%Y-%m-%d}" for monday in mondays),
    ]
    return give_list(TITLE, headings, _rows(asked), deed="rounds.take-away")


def _rows(asked: Asked) -> list[list[str]]:
    people = everybody(asked, most=MOST_ROWS + 1)
    strips = list_strips(people, mondays=weeks_before(asked.turn, count=WEEKS), day=asked.day)
    return [
        [
            one.village,
            one.group_name,
            one.name,
            str(say(strips[one.person_id][-1].state)),
            one.last_on.isoformat() if one.last_on else "",
            *(
                str(say(mark.state)) if mark.state is not WeekState.NOT_OWED else ""
                for mark in strips[one.person_id]
            ),
        ]
        for one in people
    ]
