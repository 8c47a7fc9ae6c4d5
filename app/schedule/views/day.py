"""One day: whom to call on, in the order of the round; to be printed, taken away and added to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.audit.service import note, note_read
from app.core import clock
from app.core.clock import monday_of, sunday_of
from app.core.errors import Refused
from app.core.transaction import transaction
from app.core.words import Text, listed
from app.duties.queries import WorkFilter, list_duties_of, list_work_people
from app.duties.rules import as_told
from app.people.queries import get_person, search_people
from app.people.rules import hidden_kinds
from app.policy.terms import DutyState
from app.schedule.forms import AppointForm
from app.schedule.queries import list_booked, list_meetings, read_calendar, villages_in
from app.schedule.rules import DayPlan, Meeting, week_of
from app.schedule.service import appoint
from app.schedule.views.door import Owner, bp, chosen, get_day, get_owner
from app.web.download import workbook
from app.web.filters import age_of, say, say_day
from app.web.session import needs, signed_in
from app.web.sought import sealed, sought

OFFERED = 30
TOMORROW = timedelta(days=1)
OWED = (DutyState.OVERDUE, DutyState.DUE, DutyState.OPEN)
HEADINGS = (
    Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"), Text("性别", "Sex"), Text("年龄", "Age"),
    Text("要做的事", "Owed"), Text("备注", "Note"), Text("情况", "State"),
)  # fmt: skip


@bp.get("/plan/day/<day>")
@needs(Right.READ_CARE)
def day(day: str) -> ResponseReturnValue:
    """Show whom a doctor calls on on a day, and what each is owed."""
    owner, on = get_owner(), get_day(day)
    plan = _plan(owner, on)
    return render_template(
        "schedule/day.html",
        owner=owner,
        plan=plan,
        owed=_owed(plan.meetings, on),
        days=[each for each in (*week_of(on), *week_of(sunday_of(on) + TOMORROW)) if each >= clock.today()],
        doctor=None if owner.own else owner.id,
    )


@bp.get("/plan/day/<day>/list.xlsx")
@needs(Right.READ_CARE)
def take_day(day: str) -> ResponseReturnValue:
    """Give the day away as a table."""
    owner, on = get_owner(), get_day(day)
    plan = _plan(owner, on)
    owed = _owed(plan.meetings, on)
    rows = [
        [
            one.village, one.group, one.name, str(say(one.sex)), age_of(one.born_on), str(say(owed[one.person_id])),
            one.note, str(say(one.standing_on(clock.today()))),
        ]
        for place in plan.places for one in place.meetings
    ]  # fmt: skip
    with transaction("plan.take-away", by=signed_in()):
        note("appointment", None, details={"rows": len(rows)})
    title = Text("上门安排", "Home visits")
    return workbook(title, [(str(say(title)), [str(say(each)) for each in HEADINGS], rows)])


@bp.route("/plan/day/<day>/add", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def add(day: str) -> ResponseReturnValue:
    """Add people to a day: the most pressing who have no appointment yet, or whoever a word finds."""
    on = get_day(day)
    if request.method == "POST" and "q" in request.form:
        return redirect(url_for("schedule.add", day=day, find=sealed(sought(request.form))))
    if request.method == "POST":
        return _add_chosen(on)
    words = sought(request.args)
    found = _found(words) if words else _pressing(on)
    booked = list_booked([number for number, _name, _why in found], first=monday_of(on), last=sunday_of(on))
    offered = [one for one in found if one[0] not in booked]
    return render_template("schedule/add.html", day=on, offered=offered, words=words)


@bp.route("/people/<int:person_id>/appointments/new", endpoint="appoint", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def appoint_person(person_id: int) -> ResponseReturnValue:
    """Set down by hand when somebody is called on."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person.id, by=signed_in())
    form = AppointForm(data={"on_day": clock.today() + TOMORROW})
    if form.submitted():
        with transaction("plan.appoint", by=signed_in()):
            appoint(person, doctor=signed_in(), on=form.day, note=form.note.data or "")
        flash(_("已约 %(day)s 上门。", day=say_day(form.day)), "success")
        return redirect(url_for("schedule.day", day=form.day.isoformat()))
    special = read_calendar([person.area_code], first=clock.today(), last=clock.today() + 14 * TOMORROW)
    coming = [
        (each, told)
        for each in (clock.today() + ahead * TOMORROW for ahead in range(15))
        if (told := special.special_on(each, person.area_code)) is not None
    ]
    return render_template("schedule/appoint.html", form=form, person=person, coming=coming)


def _plan(owner: Owner, on: date) -> DayPlan:
    meetings = list_meetings(owner.id, first=on, last=on, reader=signed_in())
    calendar = read_calendar(owner.areas, first=on, last=on)
    return DayPlan(on, meetings, calendar.told_on(on, villages_in(owner.areas)))


def _owed(meetings: Sequence[Meeting], on: date) -> dict[int, Text]:
    """Return what each of the day's people is owed by its week's end, as the reader may know it."""
    people = [one.person_id for one in meetings]
    untold = hidden_kinds(signed_in().role)
    duties = list_duties_of(people)
    return {
        number: listed(
            [
                duty.name
                for duty in as_told(duties.get(number, ()), untold=untold)
                if duty.opens_on <= on and duty.state_on(max(on, clock.today())) in OWED
            ]
        )
        for number in people
    }


def _add_chosen(on: date) -> ResponseReturnValue:
    numbers = chosen("p")
    if not numbers:
        raise Refused(Text("请先选人。", "Choose somebody first."))
    with transaction("plan.appoint", by=signed_in()):
        for number in numbers:
            appoint(get_person(number, reader=signed_in()), doctor=signed_in(), on=on)
    flash(_("已加入 %(n)s 人。", n=len(numbers)), "success")
    return redirect(url_for("schedule.day", day=on.isoformat()))


def _found(words: str) -> list[tuple[int, str, Text]]:
    found = search_people(words, reader=signed_in(), limit=OFFERED)
    return [(one.id, one.name, Text(one.village, one.village)) for one in found]


def _pressing(on: date) -> list[tuple[int, str, Text]]:
    day = max(on, clock.today())
    people = list_work_people(signed_in(), day=day, wanted=WorkFilter(), limit=OFFERED * 3)
    return [(one.person.id, one.person.name, one.worst.why_on(day)) for one in people]
