"""月度分析表: the sheets of each month, one on a page as it is printed, and as a workbook with the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import area_name, area_names
from app.accounts.rights import Right, may
from app.audit.service import note
from app.careplans.forms.desk import read_page
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text, listed
from app.indicators.queries.meetings import get_meeting, list_faults, list_meetings
from app.indicators.queries.warnings import count_unanswered
from app.indicators.rules.definitions import BY_ID
from app.indicators.rules.meetings import PlaceTold, Sheet, month_text, sheet_of
from app.indicators.views.door import bp
from app.indicators.views.wording import definitions_table, said_cells
from app.web.download import workbook
from app.web.filters import say
from app.web.session import needs, signed_in

A_PAGE = 40
TITLE = Text("月度分析表", "Monthly sheet")
PLANS = Text("整改措施", "Action plans")
HEADINGS = (
    Text("指标", "Indicator"), Text("分子", "Numerator"), Text("分母", "Denominator"), Text("比例（%）", "Share (%)"),
    Text("上月分子", "Numerator, month before"), Text("上月分母", "Denominator, month before"),
    Text("上月比例（%）", "Share, month before (%)"), Text("目标（%）", "Target (%)"), Text("还差", "Missing"),
    Text("差得最多的单位", "Furthest behind"),
)  # fmt: skip
PLAN_HEADINGS = (
    Text("单位", "Unit"), Text("指标", "Indicator"), Text("措施", "Measure"), Text("责任人", "Who sees to it"),
    Text("完成日期", "To be done by"),
)  # fmt: skip
PLACE = Text("{name} {n}/{of}", "{name} {n}/{of}")


@bp.get("/indicators/meetings")
@needs(Right.READ_COUNTS)
def meetings() -> ResponseReturnValue:
    """List the sheets of the reader's units by month, and what could not be made."""
    reader, number = signed_in(), read_page(request.args)
    found = list_meetings(reader.areas, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown, faults = found[:A_PAGE], list_faults(reader.areas)
    return render_template(
        "indicators/meetings.html",
        shown=shown,
        faults=faults,
        names=area_names([fault.area_code for fault in faults]),
        month_text=month_text,
        unanswered=count_unanswered(reader.areas),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page),
    )


@bp.get("/indicators/meetings/<int:meeting_id>")
@needs(Right.READ_COUNTS)
def meeting(meeting_id: int) -> ResponseReturnValue:
    """Show one sheet as it is printed; what people wrote is for those who read of care."""
    reader = signed_in()
    found = get_meeting(meeting_id, areas=reader.areas)
    return render_template(
        "indicators/meeting.html",
        one=found,
        sheet=sheet_of(found.told),
        unit=area_name(found.area_code),
        month=month_text(found.month),
        definitions=BY_ID,
        reads=may(reader.role, Right.READ_CARE),
    )


@bp.get("/indicators/meetings/<int:meeting_id>/list.xlsx")
@needs(Right.READ_COUNTS)
def take_meeting(meeting_id: int) -> ResponseReturnValue:
    """Give a sheet away as a workbook; the definitions stand on its second sheet."""
    reader = signed_in()
    found = get_meeting(meeting_id, areas=reader.areas)
    with transaction("meeting.take-away", by=reader):
        note("meeting_sheet", found.id, details={"rows": len(found.told["rows"])})
    found = get_meeting(meeting_id, areas=reader.areas)
    sheet, unit = sheet_of(found.told), area_name(found.area_code)
    title = TITLE.joined(month_text(found.month)).joined(Text(unit, unit), zh=" ")
    return _workbook(title, sheet, reads=may(reader.role, Right.READ_CARE))


def _workbook(title: Text, sheet: Sheet, *, reads: bool) -> Response:
    tables = [
        (str(say(TITLE)), [str(say(each)) for each in HEADINGS], said_cells(_rows(sheet))),
        definitions_table(),
    ]
    if reads:
        plans = (
            [plan.place, BY_ID[plan.indicator].name, plan.measure, plan.owner, plan.due_on]
            for plan in sheet.plans
            if plan.indicator in BY_ID
        )
        tables.append((str(say(PLANS)), [str(say(each)) for each in PLAN_HEADINGS], said_cells(plans)))
    return workbook(title, tables)


def _rows(sheet: Sheet) -> Iterator[list[object]]:
    for row in sheet.rows:
        now, before = row.number, row.previous
        yield [
            row.indicator.name, now.numerator, now.denominator, now.share,
            before and before.numerator, before and before.denominator, before and before.share,
            row.target, row.missing, listed([_said(place) for place in row.worst]),
        ]  # fmt: skip


def _said(place: PlaceTold) -> Text:
    return PLACE.filled(name=place.name, n=place.number.numerator, of=place.number.denominator)


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("indicators.meetings", **asked, page=number)
