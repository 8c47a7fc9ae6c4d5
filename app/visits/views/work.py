"""A doctor's work of a month: counted, listed by day, to be printed or taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names
from app.accounts.rights import Right
from app.audit.service import note
from app.core import clock
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.core.words import Text
from app.visits.queries.work import find_worker, list_tried, list_work_lines, list_workers
from app.visits.rules.work import MonthOfWork, WorkLine, count_month, month_after, month_before, read_month
from app.visits.views.door import bp
from app.web.download import workbook
from app.web.filters import say
from app.web.session import needs, signed_in

A_PAGE = 100
MOST_PAGES = 10_000
TITLE = Text("随访工作记录", "Work record")


@bp.get("/visits/mine")
@needs(Right.WRITE_CARE)
def mine() -> ResponseReturnValue:
    """Show one's own work of a month."""
    return _month_of(signed_in().id, signed_in().name, "visits.mine")


@bp.get("/visits/work")
@needs(Right.READ_CARE)
def work() -> ResponseReturnValue:
    """Show who worked in one's area in a month, or the work of one doctor of it."""
    doctor_id = request.args.get("doctor", type=int)
    if doctor_id is None:
        month = _month()
        workers = list_workers(signed_in(), month=month)
        return render_template("visits/workers.html", workers=workers, **_months("visits.work"))
    return _month_of(doctor_id, _name_of(doctor_id), "visits.work", doctor=doctor_id)


@bp.get("/visits/work.xlsx")
@needs(Right.READ_CARE)
def take_work() -> Response:
    """Take the work of a month away as a workbook: one's own, or that of a doctor of one's area."""
    doctor_id = request.args.get("doctor", signed_in().id, type=int)
    name = _name_of(doctor_id)
    counted, lines = _read(doctor_id)
    with transaction("visit.take-away", by=signed_in()):
        note("visit", None, details={"rows": len(lines)})
    days = [(each.day, each.visits, each.people, each.late, each.tried) for each in counted.days]
    by_day = (str(_("按日")), [_("日期"), _("随访"), _("人数"), _("补录"), _("未见到人的联系")], days)
    headings = [_("日期"), _("姓名"), _("村"), _("随访方式"), _("内容"), _("摘要"), _("说明")]
    title = TITLE.joined(Text(name, name))
    return workbook(title, [by_day, (str(_("明细")), headings, list(_rows(lines)))])


def _name_of(doctor_id: int) -> str:
    name = find_worker(doctor_id, reader=signed_in())
    if name is None:
        raise NotFound
    return name


def _read(doctor_id: int) -> tuple[MonthOfWork, list[WorkLine]]:
    reader, month = signed_in(), _month()
    lines = list_work_lines(doctor_id, month=month, reader=reader)
    return count_month(lines, list_tried(doctor_id, month=month, reader=reader)), lines


def _month_of(doctor_id: int, name: str, endpoint: str, **asked: int) -> str:
    counted, lines = _read(doctor_id)
    last = max(1, -(-len(lines) // A_PAGE))
    number = min(max(1, request.args.get("page", 1, int)), last)
    shown = lines[(number - 1) * A_PAGE : number * A_PAGE]
    return render_template(
        "visits/work.html",
        name=name,
        doctor_id=doctor_id,
        counted=counted,
        lines=shown,
        total=len(lines),
        villages=area_names(sorted({line.area_code for line in shown})),
        number=number,
        last=last,
        **_months(endpoint, **asked),
    )


def _months(endpoint: str, **asked: int) -> dict[str, Any]:
    month, this_month = _month(), clock.today().replace(day=1)
    later = month_after(month) if month < this_month else None
    return {
        "endpoint": endpoint,
        "asked": asked,
        "month": month,
        "earlier": month_before(month),
        "later": later,
    }


def _month() -> Any:
    return read_month(request.args.get("month", ""), today=clock.today())


def _rows(lines: Sequence[WorkLine]) -> Iterator[tuple[Any, ...]]:
    villages = area_names(sorted({line.area_code for line in lines}))
    for line in lines:
        place = villages.get(line.area_code, "") if line.known else ""
        kinds = _("、").join(str(say(kind)) for kind in line.kinds) or _("其他随访")
        yield line.visited_on, line.name, place, str(say(line.mode)), kinds, line.summary, _told(line)


def _told(line: WorkLine) -> str:
    said = (
        (line.late, _("补录")),
        (line.corrects, _("更正")),
        (line.replaced, _("已更正")),
        (line.struck and not line.replaced, _("已作废")),
    )
    return str(_("、").join(str(words) for holds, words in said if holds))
