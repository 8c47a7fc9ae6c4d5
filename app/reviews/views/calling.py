"""回访核实 by page: the logs that wait for one, and noting what was answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.audit.service import note, note_read
from app.careplans.forms.desk import read_page
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text, listed
from app.people.queries import get_person
from app.people.rules import hidden_kinds
from app.reviews.forms.calling import CallForm
from app.reviews.queries.calling import (
    Answered,
    Awaited,
    count_awaited,
    list_answered,
    list_awaited,
    list_calls,
    list_phones,
)
from app.reviews.rules.calling import measured_by
from app.reviews.rules.vocabulary import CallOutcome, Done
from app.reviews.service.calling import note_call
from app.reviews.views.door import bp
from app.visits.models import Visit
from app.visits.queries import get_visit, list_versions
from app.web.download import MOST_ROWS, give_list
from app.web.filters import say
from app.web.session import needs, signed_in

A_PAGE = 30
PAST = "past"
LIST = Text("回访核实", "Call-backs")
AWAITED = (
    Text("村", "Village"), Text("姓名", "Name"), Text("随访日期", "Day of the visit"), Text("随访方式", "How it was done"),
    Text("随访医生", "Doctor"), Text("提出人", "Asked by"), Text("要核实什么", "What is to be found out"),
    Text("没有联系上的次数", "Times nobody was reached"),
)  # fmt: skip
ANSWERED = (
    Text("村", "Village"), Text("姓名", "Name"), Text("随访日期", "Day of the visit"), Text("随访医生", "Doctor"),
    Text("核实方式", "How it was asked"), Text("问到了谁", "Who answered"), Text("有没有人来", "Did anybody come"),
    Text("是不是那天", "On that day"), Text("做了什么", "What was done"), Text("核实结果", "What it comes to"),
    Text("说明", "Note"), Text("核实人", "Asked by"),
)  # fmt: skip


@bp.get("/reviews/call-backs")
@needs(Right.SEE_REVIEWS)
def call_backs() -> ResponseReturnValue:
    """Show the logs that wait for a call-back, those asked for longest ago first; or what was answered."""
    reader, number, past = signed_in(), read_page(request.args), request.args.get("state") == PAST
    read = list_answered if past else list_awaited
    found = read(reader.areas, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "reviews/call_backs.html",
        past=past,
        shown=shown,
        waiting=count_awaited(reader.areas),
        said_done=said_done,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
        reviews=may(reader.role, Right.REVIEW),
    )


@bp.get("/reviews/call-backs.xlsx")
@needs(Right.SEE_REVIEWS)
def take_call_backs() -> ResponseReturnValue:
    """Give the list away as a table."""
    areas, most = signed_in().areas, MOST_ROWS + 1
    if request.args.get("state") == PAST:
        told = (_told(line) for line in list_answered(areas, limit=most))
        return give_list(LIST, ANSWERED, told, deed="review.take-away")
    rows = (_row(line) for line in list_awaited(areas, limit=most))
    return give_list(LIST, AWAITED, rows, deed="review.take-away")


@bp.route("/reviews/<int:visit_id>/call-back", methods=["GET", "POST"])
@needs(Right.REVIEW)
def call_back(visit_id: int) -> ResponseReturnValue:
    """Ask somebody near the resident whether a visit took place, and note what was answered."""
    reader = signed_in()
    visit, form = get_visit(visit_id, reader=reader), CallForm()
    if not form.submitted():
        return _page(visit, form)
    with transaction("review.call-back", by=reader):
        note_read("person", visit.person_id, by=reader)
        outcome = note_call(visit, form.entry(), by=reader).outcome
    flash(_("已记下，核实结果：%(outcome)s。", outcome=say(outcome)), "success")
    if outcome is CallOutcome.NOT_REACHED:
        return redirect(url_for("reviews.call_backs"), code=303)
    return redirect(url_for("reviews.show", visit_id=visit_id), code=303)


@bp.post("/reviews/<int:visit_id>/call-back/phones")
@needs(Right.REVIEW)
def show_phones(visit_id: int) -> ResponseReturnValue:
    """Show the whole numbers of whom to call about a visit; the trail keeps who asked for them."""
    reader = signed_in()
    visit = get_visit(visit_id, reader=reader)
    with transaction("person.reveal", by=reader):
        note("person", visit.person_id, details={"reason": "call"})
    return _page(visit, CallForm(formdata=None), revealed=True)


def _page(visit: Visit, form: CallForm, *, revealed: bool = False) -> str:
    reader = signed_in()
    note_read("person", visit.person_id, by=reader)
    person = get_person(visit.person_id, reader=reader)
    hidden = hidden_kinds(reader.role) & set(visit.all_kinds)
    return render_template(
        "reviews/call_back.html",
        form=form,
        visit=visit,
        person=person,
        kinds=[kind for kind in visit.all_kinds if kind not in hidden],
        untold=bool(hidden),
        measured=() if hidden else [one for one in Done if one in measured_by(visit.answers)],
        phones=list_phones(person, is_open=revealed),
        revealed=revealed,
        calls=list_calls([version.id for version in list_versions(visit)]),
        said_done=said_done,
    )


def said_done(done: list[str]) -> Text:
    """Return what was remembered of a visit in words."""
    return listed([Done(value).text for value in done])


def _another_page(number: int) -> str:
    return url_for("reviews.call_backs", state=request.args.get("state") or None, page=number)


def _row(line: Awaited) -> list[object]:
    return [
        line.village, line.person_name, line.visited_on, line.mode, line.doctor_name, line.asked_by, line.comment, line.tries,
    ]  # fmt: skip


def _told(line: Answered) -> list[object]:
    call = line.call
    return [
        line.village, line.person_name, line.visited_on, line.doctor_name, call.way, call.reached, call.came,
        call.on_that_day, said_done(call.done), call.outcome, call.note, call.by_name,
    ]  # fmt: skip
