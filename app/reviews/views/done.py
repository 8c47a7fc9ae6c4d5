"""审核情况: how many verdicts of each kind, by supervisor and by doctor, and how long they took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.core import clock
from app.core.words import Text, listed
from app.reviews.forms.asked import read_month
from app.reviews.queries.dialogue import list_stated
from app.reviews.rules.dialogue import Stated, Tallied, tally
from app.reviews.rules.lanes import span_of
from app.reviews.rules.vocabulary import Verdict
from app.reviews.views.asking import read_asking
from app.reviews.views.door import bp
from app.web.download import give_list
from app.web.session import needs, signed_in

TITLE = Text("审核情况", "Reviews done")
SUPERVISOR, DOCTOR = Text("督导", "Supervisor"), Text("医生", "Doctor")
HEADINGS = (
    Text("按", "By"), Text("姓名", "Name"), Text("审核", "Verdicts"), *(verdict.text for verdict in Verdict),
    Text("其中一起通过", "Accepted together"), Text("退回原因", "Reasons"),
    Text("录入到审核，小时（中位数）", "Hours from filing to verdict (median)"),
    Text("打开到结论，秒（中位数）", "Seconds open (median)"),
)  # fmt: skip
_REASON = Text("{reason} {n}", "{reason} {n}")


@bp.get("/reviews/done")
@needs(Right.SEE_REVIEWS)
def done() -> ResponseReturnValue:
    """Show what the verdicts of a month come to."""
    month = _month()
    stated = _stated(signed_in(), month)
    by = {SUPERVISOR: _by(stated, lambda one: one.by_name), DOCTOR: _by(stated, lambda one: one.doctor_name)}
    return render_template(
        "reviews/done.html",
        by=by,
        month=month,
        total=len(stated),
        verdicts=list(Verdict),
        asking=read_asking(signed_in()),
    )


@bp.get("/reviews/done.xlsx")
@needs(Right.SEE_REVIEWS)
def take_done() -> ResponseReturnValue:
    """Give the same away as a workbook."""
    stated = _stated(signed_in(), _month())
    rows = [
        *(_row(SUPERVISOR, one) for one in _by(stated, lambda each: each.by_name)),
        *(_row(DOCTOR, one) for one in _by(stated, lambda each: each.doctor_name)),
    ]
    return give_list(TITLE, HEADINGS, rows, deed="review.take-away")


def _month() -> date:
    return (read_month(request.args) or clock.today()).replace(day=1)


def _stated(reader: Reader, month: date) -> list[Stated]:
    return list_stated(read_asking(reader).asked.areas, span=span_of(month, today=clock.today()))


def _by(stated: Iterable[Stated], name: Callable[[Stated], str]) -> list[Tallied]:
    found: dict[str, list[Stated]] = defaultdict(list)
    for one in stated:
        found[name(one)].append(one)
    return sorted((tally(each, some) for each, some in found.items()), key=lambda one: (-one.total, one.name))


def _row(by: Text, one: Tallied) -> list[object]:
    reasons = listed([_REASON.filled(reason=reason, n=n) for reason, n in one.reasons.items()])
    verdicts = [one.verdicts[verdict] for verdict in Verdict]
    return [by, one.name, one.total, *verdicts, one.in_bulk, reasons, one.hours, one.seconds]
