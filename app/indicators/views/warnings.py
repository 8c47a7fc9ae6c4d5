"""季度预警: listed by unit, acknowledged and answered by the township, looked on by the county."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.careplans.forms.desk import read_page
from app.core.errors import Forbidden
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.indicators.forms.warnings import AnswerWarningForm
from app.indicators.queries.warnings import (
    WarningLine,
    get_warning,
    line_of,
    list_beside,
    list_warnings,
)
from app.indicators.rules.warnings import answers_for_units, quarter_text
from app.indicators.service.warnings import acknowledge as acknowledge_warnings
from app.indicators.service.warnings import answer_warning
from app.indicators.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 60
NOT_YOURS = Text("预警由被预警的乡镇答复。", "Warnings are answered by the township they are issued to.")
LIST = Text("季度预警", "Warnings of the quarter")
HEADINGS = (
    Text("季度", "Quarter"), Text("单位", "Unit"), Text("指标", "Indicator"), Text("原因", "Reason"),
    Text("分子", "Numerator"), Text("分母", "Denominator"), Text("比例（%）", "Share (%)"), Text("目标（%）", "Target (%)"),
    Text("还差", "Missing"), Text("已阅", "Acknowledged by"), Text("答复人", "Answered by"), Text("答复", "Answer"),
)  # fmt: skip


@bp.get("/indicators/warnings")
@needs(Right.READ_COUNTS)
def warnings() -> ResponseReturnValue:
    """Show the warnings that wait for an answer, by unit; or those answered."""
    reader, number = signed_in(), read_page(request.args)
    answered = request.args.get("state") == "answered"
    found = list_warnings(reader.areas, answered=answered, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "indicators/warnings.html",
        shown=shown,
        answered=answered,
        quarter_text=quarter_text,
        answers=_answers(reader),
        unread=sum(one.acknowledged_at is None for one in shown),
        plans=may(reader.role, Right.ANSWER_WARNINGS),
        reads=may(reader.role, Right.READ_CARE),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
    )


@bp.get("/indicators/warnings/list.xlsx")
@needs(Right.READ_COUNTS)
def take_warnings() -> ResponseReturnValue:
    """Give the list away as a table; what people wrote only to those who read of care."""
    reader, answered = signed_in(), request.args.get("state") == "answered"
    found = list_warnings(reader.areas, answered=answered, limit=MOST_ROWS + 1)
    reads = may(reader.role, Right.READ_CARE)
    return give_list(LIST, HEADINGS, (_row(one, reads=reads) for one in found), deed="warning.take-away")


@bp.post("/indicators/warnings/acknowledge")
@needs(Right.ANSWER_WARNINGS)
def acknowledge() -> ResponseReturnValue:
    """Note that the township has read its warnings."""
    _ask_own_township()
    with transaction("warning.acknowledge", by=signed_in()):
        count = acknowledge_warnings(signed_in().areas, by=signed_in())
    flash(_("已记为已阅：%(n)s 条。请逐条答复。", n=count), "success")
    return redirect(url_for("indicators.warnings"))


@bp.route("/indicators/warnings/<int:warning_id>/answer", methods=["GET", "POST"])
@needs(Right.ANSWER_WARNINGS)
def answer(warning_id: int) -> ResponseReturnValue:
    """Answer a warning, and the unit's others of the quarter with it where that is asked."""
    _ask_own_township()
    found = get_warning(warning_id, areas=signed_in().areas)
    form = AnswerWarningForm()
    if form.submitted():
        words, beside = form.entry()
        with transaction("warning.answer", by=signed_in()):
            count = answer_warning(found, words, by=signed_in(), beside=beside)
        flash(_("已答复 %(n)s 条预警。", n=count), "success")
        return redirect(url_for("indicators.warnings"))
    return render_template(
        "indicators/answer.html",
        one=line_of(found, area_name(found.area_code)),
        form=form,
        others=len(list_beside(found)),
        quarter=quarter_text(found.month),
    )


def _answers(reader: Reader) -> bool:
    return may(reader.role, Right.ANSWER_WARNINGS) and answers_for_units(reader.areas)


def _ask_own_township() -> None:
    """Refuse whoever looks on from above: it is the unit that answers."""
    if not answers_for_units(signed_in().areas):
        raise Forbidden(NOT_YOURS)


def _row(one: WarningLine, *, reads: bool) -> list[object]:
    share, target = one.number.share, one.target
    return [
        quarter_text(one.month), one.place, one.indicator.name, one.reason, one.number.numerator,
        one.number.denominator, None if share is None else float(share), None if target is None else float(target),
        one.missing, one.acknowledged_by, one.answered_by, one.answer if reads else "",
    ]  # fmt: skip


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("indicators.warnings", **asked, page=number)
