"""The board of a week: who was seen, who not yet, and what was done at each door."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.core import clock
from app.core.transaction import transaction
from app.rounds.forms import BoardForm, open_board, read_day, read_person, read_state, read_village
from app.rounds.queries import Asked, areas_of, list_strips, round_rules, which_delivered
from app.rounds.rules import State, WeekState, tally, week_of, weeks_before
from app.rounds.rules.strip import WEEKS
from app.rounds.rules.turns import A_WEEK
from app.rounds.service import file_rounds
from app.rounds.views.door import Board, board_of, bp
from app.visits.sections.weekly_round.rules import RoundPart
from app.web.session import needs, signed_in


@bp.get("/rounds")
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Show whom a week's rounds have to reach, whom they have reached, and how the last twelve weeks went."""
    asked = asked_of_week()
    board = board_of(asked, endpoint="rounds.index")
    return _page(asked, board, _form(asked, board))


@bp.post("/rounds")
@needs(Right.WRITE_CARE)
def save() -> ResponseReturnValue:
    """File a round for everybody who was ticked."""
    doctor, asked = signed_in(), asked_of_week()
    board = board_of(asked, endpoint="rounds.index")
    form = _form(asked, board)
    form.delivered = which_delivered(form.keys())
    if form.submitted():
        with transaction("visit.file", by=doctor):
            count = file_rounds(form.entries(), doctor=doctor)
        flash(_("已保存 %(n)s 人的巡查。", n=count), "success")
        return redirect(url_for("rounds.index", **_kept() | {"of": None}), code=303)
    return _page(asked, board, form)


def asked_of_week() -> Asked:
    """Return what the address asks of a week."""
    today = clock.today()
    day = read_day(request.args, today=today)
    return Asked(
        areas_of(signed_in()),
        round_rules(),
        week_of(day),
        today,
        read_village(request.args),
        read_state(request.args),
        read_person(request.args),
    )


def _form(asked: Asked, board: Board) -> BoardForm:
    day = read_day(request.args, today=asked.day)
    return open_board(board.people, turn=asked.turn, today=asked.day, day=day)


def _page(asked: Asked, board: Board, form: BoardForm) -> str:
    mondays = weeks_before(asked.turn, count=WEEKS)
    strips = list_strips(board.people, mondays=mondays, day=asked.day)
    return render_template(
        "rounds/index.html",
        asked=asked,
        board=board,
        form=form,
        mondays=mondays,
        strips=strips,
        tallies={number: tally(strip) for number, strip in strips.items()},
        kept=_kept(),
        before=asked.turn.opens_on - A_WEEK,
        after=asked.turn.opens_on + A_WEEK,
        parts=list(RoundPart),
        states=State,
        weeks=WeekState,
        over=asked.turn.closed_on(asked.day),
        writes=may(signed_in().role, Right.WRITE_CARE),
    )


def _kept() -> dict[str, Any]:
    """Return what the address narrows the board to, to be carried on."""
    names = ("day", "village", "state", "page", "of")
    return {name: request.args[name] for name in names if request.args.get(name)}
