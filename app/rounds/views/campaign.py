"""The first-quarter campaign of a year: how far each place has come, who is not met yet, and what is to be told."""

from __future__ import annotations

from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.core import clock
from app.core.words import Text
from app.policy.rule import Each
from app.rounds.forms import read_state, read_village, read_year
from app.rounds.queries import Asked, areas_of, list_points, meeting_rule, meeting_rules
from app.rounds.rules import State, Turn, campaign_of
from app.rounds.views.door import board_of, bp, everybody
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

TITLE = Text("人人见面", "First-quarter campaign")
EARLIER_YEARS = 2


@bp.get("/campaign")
@needs(Right.READ_CARE)
def campaign() -> ResponseReturnValue:
    """Show the progress of a year's campaign by village, and those not met yet."""
    year, today = read_year(request.args, today=clock.today()), clock.today()
    asked = _asked(year, read_state(request.args) or State.UNMET)
    return render_template(
        "rounds/campaign.html",
        asked=asked,
        board=board_of(asked, endpoint="rounds.campaign"),
        year=year,
        years=range(today.year + 1, today.year - EARLIER_YEARS - 1, -1),
        rule=meeting_rule(),
        states=State,
        over=asked.turn.closed_on(today),
        writes=may(signed_in().role, Right.WRITE_CARE),
    )


@bp.get("/campaign/table")
@needs(Right.READ_CARE)
def campaign_table() -> ResponseReturnValue:
    """Give everybody of a year's campaign away as a table."""
    year = read_year(request.args, today=clock.today())
    headings = [_("村"), _("组"), _("姓名"), _("见面情况"), _("最近见面")]
    rows = [
        [
            one.village,
            one.group_name,
            one.name,
            one.state,
            one.last_on,
        ]
        for one in everybody(_asked(year, State.UNMET), most=MOST_ROWS + 1)
    ]
    title = TITLE.joined(Text(str(year), str(year)), zh=" ")
    return give_list(title, headings, rows, deed="campaign.take-away")


@bp.get("/campaign/points")
@needs(Right.READ_CARE)
def points() -> ResponseReturnValue:
    """Show on one page what the year's policy says, to be explained at the door."""
    year = read_year(request.args, today=clock.today())
    return render_template("rounds/points.html", year=year, points=list_points(year), by=signed_in())


def _asked(year: int, state: State) -> Asked:
    village, areas = read_village(request.args), areas_of(signed_in())
    return Asked(areas, meeting_rules(), _turn(year), clock.today(), village, state)


def _turn(year: int) -> Turn:
    """Return the campaign of a year; where no rule knows of one, the whole year, in which nobody is owed anything."""
    rule = meeting_rule()
    if rule is not None and isinstance(rule.when, Each):
        return campaign_of(rule.when, year=year)
    last = date(year, 12, 31)
    return Turn(date(year, 1, 1), last, last)
