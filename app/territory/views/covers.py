"""Who looks after whose area for a while."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.holdings import cover, end_cover
from app.accounts.models import User
from app.accounts.queries import Holder, area_name, area_names, list_holders_within
from app.accounts.reader import Role
from app.accounts.rights import Right
from app.accounts.scope import covers as lies_in
from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.transaction import transaction
from app.core.words import Text
from app.territory.forms import CoverForm
from app.territory.rules import LONGEST_COVER, check_cover_until
from app.territory.views.door import bp
from app.web.session import needs, signed_in

DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)
A_WEEK = timedelta(days=7)
_NUMBER = re.compile(r"[0-9]{1,9}")


@bp.route("/covers", methods=["GET", "POST"])
@needs(Right.ARRANGE_COVER)
def covers() -> ResponseReturnValue:
    """Show who covers for whom, and arrange another cover."""
    holdings = [holder for holder in list_holders_within(signed_in().areas) if holder.role in DOCTORS]
    form = _form([holder for holder in holdings if not holder.covers_for])
    if form.submitted():
        check_cover_until(form.day, today=clock.today())
        number, code = form.colleague()
        with transaction("cover.arrange", by=signed_in()):
            doctor, colleague = (db.session.get_one(User, each) for each in (int(form.by.data), number))
            cover(doctor, colleague=colleague, code=code, until=form.day)
            note("user", doctor.id, details={"area": code, "reason": form.reason.data.value})
        flash(_("已安排：%(name)s 代管%(area)s。", name=doctor.full_name, area=area_name(code)), "success")
        return redirect(url_for("territory.covers"))
    running = [holder for holder in holdings if holder.covers_for]
    names = area_names([holder.code for holder in running])
    last = clock.today() + LONGEST_COVER
    return render_template("territory/covers.html", form=form, running=running, names=names, last=last)


@bp.post("/covers/end", endpoint="end_cover")
@needs(Right.ARRANGE_COVER)
def end() -> ResponseReturnValue:
    """End a cover before its day."""
    number, code = request.form.get("user_id", ""), request.form.get("code", "")
    if not _NUMBER.fullmatch(number):
        raise Refused(Text("请从列表里选要结束的代班。", "Choose the cover to end from the list."))
    if not lies_in(signed_in().areas, code):
        raise NotFound
    with transaction("cover.end", by=signed_in()):
        end_cover(int(number), code)
    flash(_("代班已结束。"), "success")
    return redirect(url_for("territory.covers"))


def _form(holdings: list[Holder]) -> CoverForm:
    names = area_names([holder.code for holder in holdings])
    held = {
        f"{holder.user_id}:{holder.code}": f"{holder.full_name} · {names.get(holder.code, holder.code)}"
        for holder in holdings
    }
    doctors = {holder.user_id: f"{holder.full_name}（{holder.username}）" for holder in holdings}
    return CoverForm(held=held, doctors=doctors, data={"until": clock.today() + A_WEEK})
