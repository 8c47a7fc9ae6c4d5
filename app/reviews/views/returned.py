"""退回: what came back to a doctor, and why."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.core import clock
from app.core.leaf import Leaf
from app.core.words import Text, listed
from app.people.rules import hidden_kinds
from app.reviews.forms.asked import read_page
from app.reviews.queries.dialogue import Returned, list_returned
from app.reviews.views.asking import another_page
from app.reviews.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 30
TITLE = Text("退回的随访", "Logs that came back")
HEADINGS = (
    Text("姓名", "Name"), Text("随访日期", "Day"), Text("内容", "Kinds"), Text("医生", "Doctor"),
    Text("退回原因", "Why"), Text("意见", "Comment"), Text("退回人", "By"), Text("退回时间", "At"), Text("答复", "Answer"),
)  # fmt: skip
ANSWERED, WAITING = Text("已答复", "Answered"), Text("待答复", "To be answered")


@bp.get("/reviews/returned")
@needs(Right.WRITE_CARE)
def returned() -> ResponseReturnValue:
    """Show what came back: one's own logs, for a family doctor the town's; what waits for an answer first."""
    number = read_page(request.args)
    found = _returned(limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    page = Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page)
    return render_template("reviews/returned.html", shown=shown, page=page)


@bp.get("/reviews/returned.xlsx")
@needs(Right.WRITE_CARE)
def take_returned() -> ResponseReturnValue:
    """Give the list away as a workbook."""
    rows = (
        [
            one.visit.person_name, one.visit.visited_on, listed([kind.text for kind in one.visit.all_kinds]),
            one.visit.doctor_name, one.review.reason, one.review.comment, one.review.by_name,
            clock.local(one.review.reviewed_at),
            ANSWERED if one.answered else WAITING,
        ]
        for one in _returned(limit=MOST_ROWS + 1)
    )  # fmt: skip
    return give_list(TITLE, HEADINGS, rows, deed="review.take-away")


def _returned(*, limit: int, offset: int = 0) -> list[Returned]:
    reader = signed_in()
    return list_returned(reader, untold=hidden_kinds(reader.role), limit=limit, offset=offset)
