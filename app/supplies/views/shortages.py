"""缺药: reported from the need or by name, answered, closed, and who else is affected."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.rights import Right, may
from app.careplans.forms.desk import read_page
from app.core import clock
from app.core.errors import Refused
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.supplies.forms.fields import LONGEST_NAME, LONGEST_STRENGTH
from app.supplies.forms.shortages import AnswerForm, CloseForm, ReportForm
from app.supplies.models import Shortage
from app.supplies.queries import deliveries_for, get_shortage, list_affected, list_shortages
from app.supplies.queries.shortages import ShortageLine
from app.supplies.rules.entries import DeliveryEntry, MedicineName, ShortageEntry
from app.supplies.service import answer_shortage, close_shortage, report_shortage, send
from app.supplies.views.door import A_PAGE, another_page, asked_places, bp, villages_of
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

SHOWN = 200
WHICH_VILLAGE = Text("请先选一个村，再报缺药。", "Choose a village first, then report the shortage.")
WHICH_MEDICINE = Text("请写明是哪种药。", "Please say which medicine it is.")
LINES = Text("第 {a}–{b} 条", "{a}–{b}")
LIST = Text("缺药报告", "Medicines out of stock")
LIST_HEADINGS = (
    Text("村", "Village"), Text("药名", "Medicine"), Text("规格", "Strength"), Text("影响人数", "People concerned"),
    Text("报告日期", "Reported on"), Text("报告人", "Reported by"), Text("说明", "Note"), Text("答复", "Answer"),
    Text("预计日期", "Expected on"), Text("答复说明", "Note of the answer"), Text("结束日期", "Closed on"),
    Text("结束方式", "How it ended"),
)  # fmt: skip


@bp.get("/supplies/shortages")
@needs(Right.READ_CARE)
def shortages() -> ResponseReturnValue:
    """Show what is out of stock where, unanswered first; or what was, the newest first."""
    reader, number = signed_in(), read_page(request.args)
    places, closed = asked_places(reader), request.args.get("state") == "closed"
    offset = (number - 1) * A_PAGE
    found = list_shortages(places.areas, closed=closed, limit=A_PAGE + 1, offset=offset)
    shown = found[:A_PAGE]
    return render_template(
        "supplies/shortages.html",
        places=places,
        closed=closed,
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page, LINES),
        writes=may(reader.role, Right.WRITE_CARE),
        manages=may(reader.role, Right.MANAGE_SUPPLIES),
    )


@bp.get("/supplies/shortages.xlsx")
@needs(Right.READ_CARE)
def take_shortages() -> ResponseReturnValue:
    """Give the list away as a table."""
    places, closed = asked_places(signed_in()), request.args.get("state") == "closed"
    found = list_shortages(places.areas, closed=closed, limit=MOST_ROWS + 1)
    return give_list(LIST, LIST_HEADINGS, (_row(line) for line in found), deed="supply.take-away")


@bp.post("/supplies/shortages")
@needs(Right.WRITE_CARE)
def report_one() -> ResponseReturnValue:
    """Report a medicine of the need out of stock, with one touch."""
    village = request.form.get("village", "")
    if village not in villages_of(signed_in()):
        raise Refused(WHICH_VILLAGE)
    name, _bar, strength = request.form.get("medicine", "").partition("|")
    if not name or len(name) > LONGEST_NAME or len(strength) > LONGEST_STRENGTH:
        raise Refused(WHICH_MEDICINE)
    return _report(ShortageEntry(uuid4(), village, MedicineName(name, strength)))


@bp.route("/supplies/shortages/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def report() -> ResponseReturnValue:
    """Report a medicine out of stock by its name."""
    villages = villages_of(signed_in())
    asked = request.args.get("village", "")
    form = ReportForm(villages=villages, data={"client_key": str(uuid4()), "village": asked})
    if form.submitted():
        return _report(form.entry())
    return render_template("supplies/report.html", form=form)


@bp.get("/supplies/shortages/<int:shortage_id>")
@needs(Right.READ_CARE)
def shortage(shortage_id: int) -> ResponseReturnValue:
    """Show one report: its answer, its deliveries, and whose medicine is missing."""
    reader = signed_in()
    found = get_shortage(shortage_id, reader=reader)
    affected = list_affected(found, limit=SHOWN + 1)
    return render_template(
        "supplies/shortage.html",
        one=found,
        village=area_name(found.area_code),
        affected=affected[:SHOWN],
        more=len(affected) > SHOWN,
        deliveries=deliveries_for(shortage_id),
        form=CloseForm(),
        writes=may(reader.role, Right.WRITE_CARE),
        manages=may(reader.role, Right.MANAGE_SUPPLIES),
    )


@bp.route("/supplies/shortages/<int:shortage_id>/answer", methods=["GET", "POST"])
@needs(Right.MANAGE_SUPPLIES)
def answer(shortage_id: int) -> ResponseReturnValue:
    """Answer a report, and arrange the delivery with it where there is one."""
    found = get_shortage(shortage_id, reader=signed_in())
    stated = {"answer": found.answer, "expected_on": found.expected_on, "note": found.answer_note}
    form = AnswerForm(data=stated | {"client_key": str(uuid4())})
    if form.submitted():
        with transaction("supply.answer", by=signed_in()):
            answer_shortage(found, form.entry(), by=signed_in())
            if form.delivers:
                send(_delivery(form, found), by=signed_in(), shortage=found)
        flash(_("已答复。"), "success")
        return redirect(url_for("supplies.shortage", shortage_id=shortage_id))
    return render_template("supplies/answer.html", form=form, one=found, village=area_name(found.area_code))


@bp.post("/supplies/shortages/<int:shortage_id>/close")
@needs(Right.WRITE_CARE)
def close(shortage_id: int) -> ResponseReturnValue:
    """End a report: the medicine is there, another took its place, or it was a mistake."""
    found = get_shortage(shortage_id, reader=signed_in())
    form = CloseForm()
    if not form.submitted():
        raise Refused(Text("请选择怎么结束。", "Please choose how it ended."))
    with transaction("supply.close", by=signed_in()):
        close_shortage(found, form.way.data, by=signed_in())
    flash(_("这条缺药已结束。"), "success")
    return redirect(url_for("supplies.shortages"))


def _report(entry: ShortageEntry) -> ResponseReturnValue:
    """Report it and say whether it is new, or who told it before."""
    with transaction("supply.report", by=signed_in()):
        noted = report_shortage(entry, by=signed_in())
    if noted.client_key == entry.client_key:
        flash(_("已报缺药：%(name)s。受影响的人会在任务单上标出。", name=noted.name), "success")
    else:
        flash(_("%(name)s已经报过缺药，不用再报。", name=noted.name), "warning")
    return redirect(url_for("supplies.shortage", shortage_id=noted.id))


def _delivery(form: AnswerForm, found: Shortage) -> DeliveryEntry:
    return DeliveryEntry(
        client_key=form.client_key.key,
        area_code=found.area_code,
        medicine=MedicineName(found.name, found.strength, found.code),
        quantity=form.quantity.data or 0,
        unit=form.unit.data,
        sent_on=clock.today(),
        expected_on=form.expected_on.data,
        sent_by=form.sent_by.data or "",
        note=form.note.data or "",
    )


def _row(line: ShortageLine) -> list[object]:
    return [
        line.village, line.name, line.strength, line.affected, line.reported_on, line.by_name, line.note,
        line.answer, line.expected_on, line.answer_note, line.closed_on, line.closed_as,
    ]  # fmt: skip
