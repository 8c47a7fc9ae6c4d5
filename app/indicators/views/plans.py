"""整改措施: what is done about red indicators, noted, shown and withdrawn."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name, list_places
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.forms.desk import read_page
from app.core import clock
from app.core.leaf import Leaf
from app.core.regions import Level, level_of
from app.core.transaction import transaction
from app.core.words import Text
from app.indicators.forms.plans import PlanForm, WithdrawPlanForm
from app.indicators.queries.plans import get_plan, list_plans, list_red, read_latest
from app.indicators.rules.definitions import BY_ID
from app.indicators.rules.meetings import month_text
from app.indicators.service.plans import add_plan
from app.indicators.service.plans import withdraw_plan as withdraw
from app.indicators.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 30
LIST = Text("整改措施", "Action plans")
HEADINGS = (
    Text("单位", "Unit"), Text("指标", "Indicator"), Text("措施", "Measure"), Text("责任人", "Who sees to it"),
    Text("完成日期", "To be done by"), Text("登记人", "Noted by"), Text("登记日期", "Noted on"),
    Text("结束方式", "How it ended"), Text("结束日期", "Ended on"), Text("结束人", "Ended by"),
)  # fmt: skip


@bp.get("/indicators/plans")
@needs(Right.READ_CARE)
def plans() -> ResponseReturnValue:
    """Show the measures under way, the most urgent first; or those that ended."""
    reader, number, ended = signed_in(), read_page(request.args), request.args.get("state") == "ended"
    found = list_plans(reader.areas, ended=ended, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "indicators/plans.html",
        shown=shown,
        ended=ended,
        writes=may(reader.role, Right.ANSWER_WARNINGS),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
    )


@bp.get("/indicators/plans/list.xlsx")
@needs(Right.READ_CARE)
def take_plans() -> ResponseReturnValue:
    """Give the list away as a table."""
    ended = request.args.get("state") == "ended"
    rows = (
        [
            one.place, one.indicator.name, one.measure, one.owner_name, one.due_on, one.by_name,
            clock.local(one.created_at).date(), one.end, one.ended_at and clock.local(one.ended_at).date(), one.ended_by,
        ]
        for one in list_plans(signed_in().areas, ended=ended, limit=MOST_ROWS + 1)
    )  # fmt: skip
    return give_list(LIST, HEADINGS, rows, deed="measure.take-away")


@bp.route("/indicators/plans/new", methods=["GET", "POST"])
@needs(Right.ANSWER_WARNINGS)
def new_plan() -> ResponseReturnValue:
    """Note what is done about a red indicator."""
    places = _places(signed_in())
    asked = {name: request.args.get(name, "") for name in ("place", "indicator")}
    form = PlanForm(places=places, data=asked)
    if form.submitted():
        with transaction("measure.add", by=signed_in()):
            add_plan(form.entry(), by=signed_in())
        flash(_("措施已登记，指标恢复前会一直显示。"), "success")
        return redirect(url_for("indicators.plans"))
    return render_template("indicators/plan.html", form=form, told=_told(asked, places))


@bp.route("/indicators/plans/<int:measure_id>/withdraw", methods=["GET", "POST"])
@needs(Right.ANSWER_WARNINGS)
def withdraw_plan(measure_id: int) -> ResponseReturnValue:
    """Give a measure up, with the reason."""
    found = get_plan(measure_id, areas=signed_in().areas)
    form = WithdrawPlanForm()
    if form.submitted():
        with transaction("measure.withdraw", by=signed_in()):
            withdraw(found, form.entry(), by=signed_in())
        flash(_("措施已撤销，理由留在操作日志里。"), "success")
        return redirect(url_for("indicators.plans"))
    return render_template(
        "indicators/withdraw_plan.html", form=form, one=found, place=area_name(found.area_code),
        name=BY_ID[found.indicator].name,
    )  # fmt: skip


def _places(reader: Reader) -> dict[str, str]:
    """Return the units a plan can be for: a county plans for itself and its townships, a township for its villages too."""
    named = list_places(reader.areas)
    if all(level_of(area) in (Level.TOWN, Level.VILLAGE) for area in reader.areas):
        return named
    return {code: name for code, name in named.items() if level_of(code) is not Level.VILLAGE}


def _told(asked: dict[str, str], places: dict[str, str]) -> list[dict[str, Any]]:
    """Return by how much the indicator asked for misses its target, month by month."""
    indicator = BY_ID.get(asked["indicator"])
    if indicator is None or asked["place"] not in places:
        return []
    latest = read_latest(asked["place"], indicator, today=clock.today())
    return [
        {"month": month_text(month), "number": number, "missing": missing, "unit": indicator.unit}
        for month, number, missing in list_red(latest, indicator)
    ]


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("indicators.plans", **asked, page=number)
