"""One signal of one doctor's month: its explanation, the logs behind it, and what a supervisor found when she looked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.core.errors import NotFound, Refused
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.policy import book
from app.reviews.forms.asked import read_page
from app.reviews.forms.integrity import NoteForm, read_signal
from app.reviews.models import Finding
from app.reviews.queries.facts import read_months
from app.reviews.queries.findings import find_finding, list_behind, list_notes
from app.reviews.rules.details import detail_of
from app.reviews.rules.facts import Log
from app.reviews.rules.signals import explain, limits_on, meaning_of, thresholds_of
from app.reviews.rules.vocabulary import Signal
from app.reviews.service.finding import About, note_finding
from app.reviews.views.door import bp
from app.reviews.views.integrity import Panel, read_panel
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 50
TITLE = Text("疑点记录", "Logs behind a signal")
HEADINGS = (
    Text("村", "Village"), Text("姓名", "Name"), Text("随访日期", "Day of the visit"), Text("录入日期", "Entered on"),
    Text("疑点", "Signal"), Text("看什么", "What it points at"),
)  # fmt: skip
GONE = Text(
    "这个疑点现在已经没有了，不用再核对。", "Nothing is found here any more; there is nothing to judge."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A signal of a doctor's month as it was opened; no finding where nothing is found now."""

    signal: Signal
    doctor_id: int
    doctor: str
    panel: Panel
    finding: Finding | None

    def page(self, number: int) -> str:
        """Return the address of one page of its logs."""
        where = {"signal": self.signal.value, "doctor_id": self.doctor_id, **self.panel.kept}
        return url_for("reviews.finding", **where, page=number if number > 1 else None)


@bp.get("/reviews/integrity/<signal>/<int:doctor_id>")
@needs(Right.SEE_REVIEWS)
def finding(signal: str, doctor_id: int) -> ResponseReturnValue:
    """Show a signal of a doctor's month."""
    return _shown(_opened(signal, doctor_id), NoteForm())


@bp.post("/reviews/integrity/<signal>/<int:doctor_id>")
@needs(Right.REVIEW)
def judge_finding(signal: str, doctor_id: int) -> ResponseReturnValue:
    """Note what a supervisor found when she looked into it."""
    opened, form = _opened(signal, doctor_id), NoteForm()
    if not form.submitted():
        return _shown(opened, form)
    if opened.finding is None:
        raise Refused(GONE)
    about = About(opened.signal, doctor_id, opened.panel.month, opened.finding.area_code)
    with transaction("finding.note", by=signed_in()):
        note_finding(about, form.judgement.data, words=form.words.data or "", by=signed_in())
    flash(_("已记下核对意见。"), "success")
    return redirect(opened.page(1), code=303)


@bp.get("/reviews/integrity/<signal>/<int:doctor_id>/list.xlsx")
@needs(Right.SEE_REVIEWS)
def take_finding(signal: str, doctor_id: int) -> ResponseReturnValue:
    """Give the logs behind a signal away."""
    opened = _opened(signal, doctor_id)
    details = _details(opened)
    behind = (
        list_behind(opened.finding, areas=signed_in().areas, limit=MOST_ROWS + 1) if opened.finding else []
    )
    rows = (
        [
            one.village,
            one.person_name,
            one.visited_on,
            one.filed_on,
            opened.signal,
            details.get(one.visit_id, ""),
        ]
        for one in behind
    )
    return give_list(TITLE, HEADINGS, rows, deed="finding.take-away")


def _opened(signal: str, doctor_id: int) -> Opened:
    asked, panel, areas = read_signal(signal), read_panel(signed_in()), signed_in().areas
    if asked is None:
        raise NotFound
    found, doctor = find_finding(asked, doctor_id, month=panel.month, areas=areas)
    return Opened(asked, doctor_id, doctor, panel, found)


def _shown(opened: Opened, form: NoteForm) -> str:
    areas, number = signed_in().areas, read_page(request.args)
    found, offset = opened.finding, (number - 1) * A_PAGE
    behind = list_behind(found, areas=areas, limit=A_PAGE + 1, offset=offset) if found else []
    shown = behind[:A_PAGE]
    return render_template(
        "reviews/finding.html",
        opened=opened,
        told=explain(found, month=opened.panel.month) if found else None,
        meaning=meaning_of(opened.signal),
        thresholds=thresholds_of(opened.signal, book.current().figures, on=opened.panel.month),
        shown=shown,
        details=_details(opened),
        notes=list_notes(opened.signal, opened.doctor_id, month=opened.panel.month, areas=areas),
        form=form if found and may(signed_in().role, Right.REVIEW) else None,
        stated=form,
        page=Leaf(number, A_PAGE, len(shown), len(behind) > A_PAGE, opened.page),
    )


def _details(opened: Opened) -> Mapping[int, Text]:
    """Return what the signal points at in each log of the doctor's month."""
    if opened.finding is None:
        return {}
    month = opened.panel.month
    limits = limits_on(book.current().figures, on=month)
    months = read_months([opened.doctor_id], month=month, limits=limits)
    logs: list[Log] = [log for one in months for log in one.logs]
    return {log.id: detail_of(opened.signal, log) for log in logs}
