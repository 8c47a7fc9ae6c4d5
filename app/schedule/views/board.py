"""The week: proposed by the system, moved by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.core import clock
from app.core.clock import monday_of, sunday_of
from app.core.errors import Refused
from app.core.transaction import transaction
from app.core.words import Text
from app.schedule.queries import count_planned, find_pattern, list_meetings, read_calendar, villages_in
from app.schedule.rules import Calendar, DayPlan, Meeting, week_of
from app.schedule.service import cancel_appointments, move_appointments, propose_week
from app.schedule.views.door import Owner, bp, chosen, find_owner, get_owner, list_doctors, read_day
from app.web.download import give_list
from app.web.filters import WEEKDAYS, age_of, say_day
from app.web.session import needs, signed_in

CANCEL = "cancel"
A_WEEK = timedelta(days=7)
LIST = Text("一周上门安排", "Home visits of a week")
LIST_HEADINGS = (
    Text("日期", "Day"), Text("星期", "Weekday"), Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"),
    Text("性别", "Sex"), Text("年龄", "Age"), Text("备注", "Note"), Text("情况", "State"),
)  # fmt: skip


@bp.get("/plan")
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Show a week of one doctor, or, to whoever has no plan, the doctors whose plans may be read."""
    owner, week = find_owner(), week_of(_asked_day())
    if owner is None:
        return _doctors(week)
    shown = _board(owner, week)
    return render_template(
        "schedule/index.html",
        part="schedule/_week.html",
        owner=owner,
        week=shown,
        pattern=find_pattern(owner.id),
        planned=sum(len(day.meetings) for day in shown),
        seen=sum(day.seen for day in shown),
        days=_days_ahead(week),
        plannable=owner.own and week[-1] >= clock.today(),
        **_neighbours(week, owner),
    )


@bp.get("/plan/list.xlsx")
@needs(Right.READ_CARE)
def take_week() -> ResponseReturnValue:
    """Give the week away as a table: the days, and whom the doctor calls on."""
    owner, today = get_owner(), clock.today()
    rows = (
        [
            plan.day, WEEKDAYS[plan.day.weekday()], one.village, one.group, one.name, one.sex, age_of(one.born_on),
            one.note, one.standing_on(today),
        ]
        for plan in _board(owner, week_of(_asked_day())) for place in plan.places for one in place.meetings
    )  # fmt: skip
    return give_list(LIST, LIST_HEADINGS, rows, deed="plan.take-away")


@bp.post("/plan/propose")
@needs(Right.WRITE_CARE)
def propose() -> ResponseReturnValue:
    """Lay out a week anew; what was set by hand stays."""
    monday = monday_of(read_day(request.form.get("week", "")) or clock.today())
    with transaction("plan.propose", by=signed_in()):
        done = propose_week(signed_in(), monday=monday)
    flash(_("已排 %(n)s 人，改动 %(changed)s 处。", n=done.placed, changed=done.changed), "success")
    if done.left:
        flash(_("还有 %(n)s 人这一周排不下，可以调大每天人数，或手工加入。", n=done.left), "warning")
    return redirect(url_for("schedule.index", week=monday.isoformat()))


@bp.post("/plan/move")
@needs(Right.WRITE_CARE)
def move() -> ResponseReturnValue:
    """Move the ticked appointments to another day, or cancel them."""
    ids, to = chosen("a"), request.form.get("to", "")
    if to == CANCEL:
        with transaction("plan.cancel", by=signed_in()):
            count = cancel_appointments(ids, doctor=signed_in())
        flash(_("已取消 %(n)s 人的安排。", n=count), "success")
        return redirect(_back())
    if (day := read_day(to)) is None:
        raise Refused(Text("请选移到哪一天。", "Choose the day to move to."))
    with transaction("plan.move", by=signed_in()):
        count = move_appointments(ids, doctor=signed_in(), to=day)
    flash(_("已把 %(n)s 人移到 %(day)s。", n=count, day=say_day(day)), "success")
    return redirect(_back())


def _doctors(week: Sequence[date]) -> str:
    held: dict[int, str] = {holder.user_id: holder.full_name for holder in list_doctors(signed_in())}
    counts = count_planned(list(held), first=week[0], last=week[-1], reader=signed_in())
    return render_template(
        "schedule/index.html", part="schedule/_doctors.html", doctors=held, counts=counts, monday=week[0]
    )


def _board(owner: Owner, week: Sequence[date]) -> list[DayPlan]:
    meetings = list_meetings(owner.id, first=week[0], last=week[-1], reader=signed_in())
    calendar = read_calendar(owner.areas, first=week[0], last=week[-1])
    villages = villages_in(owner.areas)
    return [_day(day, meetings, calendar, villages) for day in week]


def _day(day: date, meetings: Sequence[Meeting], calendar: Calendar, villages: dict[str, str]) -> DayPlan:
    return DayPlan(day, [one for one in meetings if one.on_day == day], calendar.told_on(day, villages))


def _days_ahead(week: Sequence[date]) -> list[date]:
    """Return the days an appointment of a week may be moved to: what is left of it, and the week after."""
    both = [*week, *week_of(week[0] + A_WEEK)]
    return [day for day in both if day >= clock.today()] or week_of(clock.today())


def _neighbours(week: Sequence[date], owner: Owner) -> dict[str, str]:
    doctor = None if owner.own else owner.id
    before, after = ((week[0] + step).isoformat() for step in (-A_WEEK, A_WEEK))
    return {
        "earlier": url_for("schedule.index", week=before, doctor=doctor),
        "later": url_for("schedule.index", week=after, doctor=doctor),
    }


def _asked_day() -> date:
    return read_day(request.args.get("week", "")) or clock.today()


def _back() -> str:
    """Return the page the appointments were ticked on."""
    if (day := read_day(request.form.get("day", ""))) is not None:
        return url_for("schedule.day", day=day.isoformat())
    asked: dict[str, Any] = {}
    if (week := read_day(request.form.get("week", ""))) is not None:
        asked["week"] = sunday_of(week).isoformat()
    return url_for("schedule.index", **asked)
