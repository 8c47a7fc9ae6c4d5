"""已录入: ticking off which visits were typed into the official system."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names
from app.accounts.rights import Right, may
from app.core.errors import Refused
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.visits.forms.entering import read_numbers, read_page, read_state
from app.visits.queries.entering import count_forms, entered_before, list_form_visits
from app.visits.rules.entering import EnteredState
from app.visits.service.entering import mark_entered, withdraw_entered
from app.visits.views.door import bp
from app.visits.views.sheets import read_asked
from app.web.session import needs, signed_in

A_PAGE = 50
ALL, WITHDRAW = "all", "withdraw"


@bp.get("/visits/entering")
@needs(Right.READ_CARE)
def entering() -> ResponseReturnValue:
    """Show which visits of a kind and month are still to be typed into the official system, or were."""
    reader, number = signed_in(), read_page(request.args)
    asked = read_asked(state=read_state(request.args))
    (counts,) = count_forms(asked.forms, reader=reader, kinds=[asked.forms.kind])
    offset = (number - 1) * A_PAGE
    found = list_form_visits(asked.forms, reader=reader, limit=A_PAGE + 1, offset=offset)
    shown = found[:A_PAGE]
    return render_template(
        "visits/entering.html",
        asked=asked,
        counts=counts,
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _address),
        villages=area_names(sorted({visit.area_code for visit in shown})),
        changed=entered_before(shown, kind=asked.forms.kind),
        states=list(EnteredState),
        writes=may(reader.role, Right.WRITE_CARE),
    )


@bp.post("/visits/entering")
@needs(Right.WRITE_CARE)
def enter() -> ResponseReturnValue:
    """Note that the ticked visits, or all of the page, were entered; or take that back."""
    kind, done = read_asked().forms.kind, request.form.get("do", "")
    numbers = read_numbers(request.form.getlist("shown" if done == ALL else "visit"))
    if not numbers:
        raise Refused(Text("请先勾选。", "Tick some visits first."))
    if done == WITHDRAW:
        with transaction("visit.entered-back", by=signed_in()):
            count = withdraw_entered(numbers, kind=kind, by=signed_in())
        flash(_("已撤回 %(n)s 条，重新列为还没录入。", n=count), "success")
    else:
        with transaction("visit.entered", by=signed_in()):
            count = mark_entered(numbers, kind=kind, by=signed_in())
        flash(_("%(n)s 条已记为录入上级系统。", n=count), "success")
    return redirect(url_for("visits.entering", **_kept()), code=303)


def _address(number: int) -> str:
    return url_for("visits.entering", **_kept(), page=number)


def _kept() -> dict[str, Any]:
    """Return what the address asks for but the page, which another number of lines may have moved."""
    return {name: value for name, value in request.args.items() if name != "page" and value}
