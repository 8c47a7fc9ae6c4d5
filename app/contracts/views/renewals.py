"""批量续签: a village's contracts that run out, shown first and then renewed in one deed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.contracts.forms import RenewManyForm, read_wanted
from app.contracts.queries import list_due, term_limits
from app.contracts.rules import ENDING, Standing, refuse_years, seal_of
from app.contracts.service import renew_many
from app.contracts.views.door import asked_places, bp
from app.core import clock
from app.core.errors import Conflict
from app.core.transaction import transaction
from app.core.words import Text
from app.web.session import needs, signed_in

AT_ONCE = 200
SHOWN_ANEW = Text(
    "名单和您刚才看到的不同，还没有续签。请核对下面的名单再确认。",
    "The list is not what you were shown; nothing was renewed. Please check it and confirm.",
)


@bp.route("/contracts/renewals", methods=["GET", "POST"])
@needs(Right.MANAGE_CONTRACTS)
def renewals() -> ResponseReturnValue:
    """Show which contracts of a village run out, and renew those that are ticked."""
    reader, today = signed_in(), clock.today()
    places, within = asked_places(reader), _within()
    found = list_due(reader, within, village=places.chosen or "", day=today, limit=AT_ONCE + 1)
    due = found[:AT_ONCE]
    numbers = [one.contract_id for one in due]
    form = RenewManyForm(due=due, data={"years": int(term_limits(on=today)[0]), "chosen": numbers})
    seal = seal_of(places.chosen, within, numbers)
    if form.submitted():
        chosen, years = form.entry()
        refuse_years(years, limits=term_limits(on=today))
        if form.seen.data != seal:
            raise Conflict(SHOWN_ANEW)
        with transaction("contract.renew-many", by=reader):
            done = renew_many(chosen, years=years, by=reader)
        flash(_("已续签 %(n)s 人。", n=done), "success")
        return redirect(url_for("contracts.index", village=places.chosen))
    form.seen.data = seal
    page = {"places": places, "within": within, "offered": ENDING, "more": len(found) > AT_ONCE}
    return render_template("contracts/renewals.html", form=form, due=due, at_once=AT_ONCE, **page)


def _within() -> Standing:
    asked = read_wanted(request.args).standing
    return asked if asked in ENDING and asked is not None else Standing.ENDING_30
