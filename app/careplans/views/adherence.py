"""按方用药: how many take their medicine as agreed, by village, and the people behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import list_places
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers
from app.careplans.forms.desk import read_page, read_place
from app.careplans.queries.adherence import Keeper, ToldPlan, count_adherence, list_keepers
from app.careplans.rules.adherence import Keeping, Period, summed
from app.careplans.views.door import bp
from app.core import clock
from app.core.errors import NotFound
from app.core.leaf import Leaf
from app.core.words import Text, listed
from app.policy import book
from app.policy.rule import Interval
from app.web.download import MOST_ROWS, give_list
from app.web.session import needs, signed_in

A_PAGE = 30
MONTHS = "careplan.adherence.months"
PEOPLE = Text("第 {a}–{b} 人", "{a}–{b}")
TITLE = Text("按方用药名单", "Medicine as agreed, people")
COUNTS = Text("按方用药", "Medicine as agreed")
HEADINGS = (
    Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"), Text("用药", "Medicine"),
    Text("各病种", "By disease"), Text("最近问到", "Last asked"),
)  # fmt: skip
COUNT_HEADINGS = (
    Text("村镇", "Place"), Text("在用药", "On medicine"), Text("已问到", "Asked"), Text("按方", "As agreed"),
    Text("部分", "Partly"), Text("没有", "Not"), Text("没有问到", "Not asked"), Text("按方比例", "Share"),
)  # fmt: skip
TOLD = Text("{disease}：{taken}", "{disease}: {taken}")
WHY = Text("（{why}）", " ({why})")


@bp.get("/careplans/adherence")
@needs(Right.READ_COUNTS)
def adherence() -> ResponseReturnValue:
    """Show for each village how many take their medicine as agreed, of those who were asked."""
    reader, village = signed_in(), _place(signed_in())
    shares = count_adherence(_areas(reader, village), period=_period())
    return render_template(
        "careplans/adherence.html",
        shares=shares,
        whole=summed(shares),
        village=village,
        places=list_places(reader.areas),
        months=_months(),
        reads=may(reader.role, Right.READ_CARE),
    )


@bp.get("/careplans/adherence/people")
@needs(Right.READ_CARE)
def keepers() -> ResponseReturnValue:
    """Show the people behind a number, with what they last told of each plan."""
    reader, village, number = signed_in(), _place(signed_in()), read_page(request.args)
    found = _keepers(reader, village, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "careplans/keepers.html",
        shown=shown,
        keeping=_asked_keeping(),
        keepings=list(Keeping),
        village=village,
        places=list_places(reader.areas),
        months=_months(),
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, _another_page, PEOPLE),
    )


@bp.get("/careplans/adherence/counts.xlsx")
@needs(Right.READ_COUNTS)
def take_adherence() -> ResponseReturnValue:
    """Give the numbers of every village away as a workbook."""
    shares = count_adherence(_areas(signed_in(), _place(signed_in())), period=_period())
    rows = (
        [one.name, one.people, one.asked, one.as_agreed, one.partly, one.not_taken, one.unasked, one.percent]
        for one in shares
    )
    return give_list(COUNTS, COUNT_HEADINGS, rows, deed="careplan.take-away")


@bp.get("/careplans/adherence/list.xlsx")
@needs(Right.READ_CARE)
def take_keepers() -> ResponseReturnValue:
    """Give the people behind a number away as a workbook."""
    found = _keepers(signed_in(), _place(signed_in()), limit=MOST_ROWS + 1, offset=0)
    rows = (
        [
            one.village,
            one.group_name,
            one.name,
            one.keeping,
            listed([_said(plan) for plan in one.plans]),
            _last(one.plans),
        ]
        for one in found
    )
    return give_list(TITLE, HEADINGS, rows, deed="careplan.take-away")


def _keepers(reader: Reader, village: str, *, limit: int, offset: int) -> list[Keeper]:
    areas = _areas(reader, village)
    return list_keepers(areas, _asked_keeping(), period=_period(), limit=limit, offset=offset)


def _said(plan: ToldPlan) -> Text:
    if plan.treatment is None:
        return TOLD.filled(disease=plan.disease, taken=Keeping.UNASKED)
    told = TOLD.filled(disease=plan.disease, taken=plan.treatment)
    why = [reason.text for reason in plan.why]
    why += [Text(plan.why_words, plan.why_words)] if plan.why_words else []
    return told.joined(WHY.filled(why=listed(why)), en="") if why else told


def _last(plans: Sequence[ToldPlan]) -> date | None:
    return max((plan.told_on for plan in plans if plan.told_on is not None), default=None)


def _months() -> int:
    return int(book.current().figures.value(MONTHS, on=clock.today()))


def _period() -> Period:
    today = clock.today()
    return Period(Interval(-_months(), "month").after(today), today)


def _asked_keeping() -> Keeping | None:
    return next((each for each in Keeping if each.value == request.args.get("keeping")), None)


def _place(reader: Reader) -> str:
    """Return the place the address asks for; one outside the reader's areas is told as absent."""
    chosen = read_place(request.args)
    if chosen is not None and not covers(reader.areas, chosen):
        raise NotFound
    return chosen or ""


def _areas(reader: Reader, village: str) -> Sequence[str]:
    return [village] if village else reader.areas


def _another_page(number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for("careplans.keepers", **asked, page=number)
