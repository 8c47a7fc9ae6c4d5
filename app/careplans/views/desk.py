"""The desk of plans: what waits for a signature, what has to be mended, whose medicine runs out, who has no plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import list_places
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers
from app.careplans.forms.desk import read_kind, read_page, read_place
from app.careplans.queries.work import count_plan_work, list_work
from app.careplans.rules.work import PlanFilter, WorkKind
from app.careplans.views.door import bp
from app.core.errors import NotFound
from app.core.leaf import Leaf
from app.web.session import needs, signed_in

A_PAGE = 30
# What is looked at first: the family doctor signs, everybody else mends and gives out.
FOR_SIGNERS = (WorkKind.WAITING, WorkKind.RETURNED, WorkKind.RUNNING_OUT, WorkKind.WITHOUT)
FOR_OTHERS = (WorkKind.RETURNED, WorkKind.RUNNING_OUT, WorkKind.WAITING, WorkKind.WITHOUT)


@bp.get("/careplans")
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Show one kind of work on plans, with how much there is of each."""
    reader, village, number = signed_in(), _place(signed_in()), read_page(request.args)
    signs = may(reader.role, Right.SIGN_PLANS)
    order = FOR_SIGNERS if signs else FOR_OTHERS
    counts = count_plan_work(reader, village=village)
    kind = read_kind(request.args) or _first(order, counts)
    wanted = PlanFilter(kind, village)
    found = list_work(reader, wanted, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "careplans/index.html",
        wanted=wanted,
        counts={each: counts.get(each, 0) for each in order},
        shown=shown,
        places=list_places(reader.areas),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
        signs=signs,
        writes=may(reader.role, Right.WRITE_CARE),
    )


def _first(order: tuple[WorkKind, ...], counts: Mapping[WorkKind, int]) -> WorkKind:
    """Return the first kind of which there is any."""
    return next((kind for kind in order if counts.get(kind)), order[0])


def _place(reader: Reader) -> str:
    """Return the place the address asks for; one outside the reader's areas is told as absent."""
    chosen = read_place(request.args)
    if chosen is not None and not covers(reader.areas, chosen):
        raise NotFound
    return chosen or ""


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("careplans.index", **asked, page=number)
