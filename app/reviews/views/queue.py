"""审核队列: the lanes of what awaits a verdict, and accepting together what shows nothing unusual."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text, listed
from app.people.rules import hidden_kinds
from app.reviews.forms.asked import MOST_TOGETHER, read_page, read_shown
from app.reviews.queries.queue import Line, Queue, count_towns, list_lines, read_queue
from app.reviews.rules.lanes import Mark
from app.reviews.rules.vocabulary import Lane
from app.reviews.service.judging import accept_many
from app.reviews.views.asking import another_page, read_asking
from app.reviews.views.door import bp
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

TITLE = Text("待审随访", "Logs to review")
HEADINGS = (
    Text("列", "Lane"), Text("村", "Village"), Text("姓名", "Name"), Text("随访日期", "Day"), Text("方式", "Manner"),
    Text("内容", "Kinds"), Text("摘要", "Summary"), Text("医生", "Doctor"), Text("录入时间", "Filed"),
    Text("先看的原因", "Why first"),
)  # fmt: skip


@bp.get("/reviews")
@needs(Right.SEE_REVIEWS)
def index() -> ResponseReturnValue:
    """Show what awaits a verdict, lane by lane; over several townships, how many logs wait in each."""
    reader, asking = signed_in(), read_asking(signed_in())
    if asking.is_wide:
        towns = count_towns(asking.asked.areas, span=asking.asked.span)
        return render_template("reviews/towns.html", towns=towns, asking=asking)
    queue, number = read_queue(asking.asked), read_page(request.args)
    lane = asking.lane or queue.first
    waiting = queue.lanes[lane]
    shown = waiting[(number - 1) * MOST_TOGETHER : number * MOST_TOGETHER]
    return render_template(
        "reviews/index.html",
        asking=asking,
        queue=queue,
        lane=lane,
        lanes=list(Lane),
        lines=list_lines(shown, untold=hidden_kinds(reader.role)),
        reviews=may(reader.role, Right.REVIEW),
        villages=_offered(queue, "area_code", "village"),
        doctors=_offered(queue, "doctor_id", "doctor_name"),
        page=Leaf(number, MOST_TOGETHER, len(shown), len(waiting) > number * MOST_TOGETHER, another_page),
    )


@bp.post("/reviews/accept")
@needs(Right.REVIEW)
def accept() -> ResponseReturnValue:
    """Accept the logs that a page showed together; what was reviewed or became unusual meanwhile is left."""
    reader, asking = signed_in(), read_asking(signed_in())
    shown = read_shown(request.form.getlist("visit"))
    with transaction("review.accept", by=reader):
        accepted = accept_many(shown, asked=asking.asked, by=reader)
    if accepted == len(shown):
        flash(_("已通过 %(n)s 条。", n=accepted), "success")
    else:
        told = _(
            "已通过 %(n)s 条；另有 %(m)s 条已有人审核，或需要单独看。", n=accepted, m=len(shown) - accepted
        )
        flash(told, "warning")
    return redirect(url_for("reviews.index", **asking.kept()), code=303)


@bp.get("/reviews/list.xlsx")
@needs(Right.SEE_REVIEWS)
def take_queue() -> ResponseReturnValue:
    """Give the queue away as a workbook: one lane, or all of them in their order."""
    reader, asking = signed_in(), read_asking(signed_in())
    queue = read_queue(asking.asked)
    lanes = [asking.lane] if asking.lane else list(Lane)
    waiting = [one for lane in lanes for one in queue.lanes[lane]][: MOST_ROWS + 1]
    lines = [
        line
        for at in range(0, len(waiting), MOST_TOGETHER)
        for line in list_lines(waiting[at : at + MOST_TOGETHER], untold=hidden_kinds(reader.role))
    ]
    return give_list(TITLE, HEADINGS, map(_row, lines), deed="review.take-away")


def _row(line: Line) -> list[object]:
    visit, waiting = line.visit, line.waiting
    kinds = listed([kind.text for kind in visit.all_kinds])
    return [waiting.lane, waiting.village, visit.person_name, visit.visited_on, visit.mode, kinds, visit.summary,
            visit.doctor_name, clock.local(visit.filed_at), why_first(line)]  # fmt: skip


def why_first(line: Line) -> Text:
    """Return what puts a log among those to be looked at first, in words."""
    marks = [mark.text for mark in line.waiting.marks if mark is not Mark.SIGNAL]
    return listed([*(signal.text for signal in line.signals), *marks])


def _offered(queue: Queue, key: str, name: str) -> dict[object, str]:
    """Return what the queue can be narrowed to: the villages or the doctors with logs that wait."""
    found = {getattr(one, key): getattr(one, name) for lane in queue.lanes.values() for one in lane}
    return dict(sorted(found.items(), key=lambda item: item[1]))
