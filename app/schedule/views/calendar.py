"""The calendar behind the plan: special days, markets, and how a doctor works."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.accounts.scope import covers
from app.core import clock
from app.core.transaction import transaction
from app.schedule.forms import MarketForm, PatternForm, SpecialDayForm
from app.schedule.queries import find_pattern, get_market, get_special_day, list_markets, read_calendar
from app.schedule.service import add_market, add_special_day, set_pattern, withdraw
from app.schedule.views.door import bp, places_of
from app.web.session import needs, signed_in

AHEAD = timedelta(days=180)


@bp.route("/plan/settings", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def settings() -> ResponseReturnValue:
    """Set down how many people one sees a day, and on which days of the week."""
    before = find_pattern(signed_in().id)
    form = PatternForm(data={"per_day": before.per_day, "weekdays": list(before.weekdays)})
    if form.submitted():
        with transaction("plan.settings", by=signed_in()):
            set_pattern(
                signed_in().id, per_day=int(form.per_day.data or 0), weekdays=form.weekdays.data or ()
            )
        flash(_("已保存。重新排一次本周就按新的来。"), "success")
        return redirect(url_for("schedule.index"))
    return render_template("schedule/settings.html", form=form)


@bp.route("/plan/calendar", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def calendar() -> ResponseReturnValue:
    """Show the special days to come, and set down another."""
    reader, today = signed_in(), clock.today()
    places = places_of(reader)
    form = SpecialDayForm(places=places, data={"on_day": today})
    if form.submitted():
        with transaction("calendar.day", by=reader):
            add_special_day(
                form.day, form.kind.data, area_code=form.area_code.data, name=form.name.data or "", by=reader
            )
        flash(_("已登记。"), "success")
        return redirect(url_for("schedule.calendar"))
    known = read_calendar(reader.areas, first=today, last=today + AHEAD)
    own = {one.id for one in known.days if one.area_code and covers(reader.areas, one.area_code)}
    return render_template("schedule/calendar.html", form=form, days=known.days, own=own, places=places)


@bp.post("/plan/calendar/<int:special_id>/withdraw")
@needs(Right.WRITE_CARE)
def withdraw_day(special_id: int) -> ResponseReturnValue:
    """Take a day from the calendar."""
    special = get_special_day(special_id, reader=signed_in())
    with transaction("calendar.withdraw", by=signed_in()):
        withdraw(special)
    flash(_("已撤回。"), "success")
    return redirect(url_for("schedule.calendar"))


@bp.route("/plan/markets", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def markets() -> ResponseReturnValue:
    """Show the markets with their next days, and set down another."""
    reader = signed_in()
    places = places_of(reader)
    form = MarketForm(places=places)
    if form.submitted():
        with transaction("calendar.market", by=reader):
            add_market(form.calendar.data, form.days, area_code=form.area_code.data, by=reader)
        flash(_("已登记。"), "success")
        return redirect(url_for("schedule.markets"))
    known = list_markets(reader.areas)
    own = {one.id for one in known if covers(reader.areas, one.area_code)}
    return render_template("schedule/markets.html", form=form, markets=known, own=own, places=places)


@bp.post("/plan/markets/<int:market_id>/withdraw")
@needs(Right.WRITE_CARE)
def withdraw_market(market_id: int) -> ResponseReturnValue:
    """Take a market from the calendar."""
    market = get_market(market_id, reader=signed_in())
    with transaction("calendar.withdraw", by=signed_in()):
        withdraw(market)
    flash(_("已撤回。"), "success")
    return redirect(url_for("schedule.markets"))
