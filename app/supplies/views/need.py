"""用药需求: what a village or a town needs of each medicine in the next thirty days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right, may
from app.core import clock
from app.core.words import Text
from app.supplies.queries import list_open, list_uses
from app.supplies.rules.need import DAYS, Need, need_by_village, need_of, reports_of
from app.supplies.views.door import asked_places, bp
from app.web.download import give_list
from app.web.session import needs, signed_in

LIST = Text("30 天用药需求", "Medicines of the next 30 days")
LIST_HEADINGS = (
    Text("村", "Village"), Text("药名", "Medicine"), Text("规格", "Strength"), Text("人数", "People"),
    Text("30 天用量", "Use in 30 days"), Text("家中已有", "At home"), Text("需发放", "To be given out"),
    Text("单位", "Unit"), Text("按需使用人数", "As needed, people"), Text("按需方上数量", "As needed, prescribed"),
    Text("目录核实", "In the catalogue"),
)  # fmt: skip
VERIFIED, UNVERIFIED = Text("已核实", "Yes"), Text("未核实", "Unconfirmed")


@bp.get("/supplies")
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Show what is needed in the next thirty days, by medicine and by village, and what is out of stock."""
    reader = signed_in()
    places = asked_places(reader)
    uses = list_uses(places.areas) if places.is_near else []
    wanted = need_of(uses, day=clock.today())
    reports = list_open(places.areas)
    return render_template(
        "supplies/index.html",
        places=places,
        days=DAYS,
        rows=[(need, reports_of(need, reports)) for need in wanted],
        by_village=need_by_village(uses, day=clock.today()) if not places.only_village else {},
        short=_by_village(reports),
        open_reports=len(reports),
        writes=may(reader.role, Right.WRITE_CARE),
        manages=may(reader.role, Right.MANAGE_SUPPLIES),
    )


@bp.get("/supplies/sheet")
@needs(Right.READ_CARE)
def sheet() -> ResponseReturnValue:
    """Show the need village by village, as it is printed for the pharmacy."""
    places = asked_places(signed_in())
    uses = list_uses(places.areas) if places.is_near else []
    by_village = need_by_village(uses, day=clock.today())
    return render_template("supplies/sheet.html", places=places, days=DAYS, by_village=by_village)


@bp.get("/supplies/need.xlsx")
@needs(Right.READ_CARE)
def take_need() -> ResponseReturnValue:
    """Give the need away as a table, one row a village and medicine."""
    places = asked_places(signed_in())
    uses = list_uses(places.areas) if places.is_near else []
    found = need_by_village(uses, day=clock.today())
    return give_list(LIST, LIST_HEADINGS, _rows(found, places.names), deed="supply.take-away")


@bp.app_template_filter("amount")
def say_amount(value: float) -> str:
    """Say a quantity of tablets as people write it: no zeros behind the point, thousands parted."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def _rows(found: Mapping[str, tuple[Need, ...]], names: Mapping[str, str]) -> Iterator[list[object]]:
    for code, wanted in found.items():
        for need in wanted:
            yield [
                names.get(code, code), need.name, need.strength, need.people, need.use, need.at_home,
                need.to_give, need.unit, need.as_needed_people or None, need.as_needed_quantity or None,
                VERIFIED if need.verified else UNVERIFIED,
            ]  # fmt: skip


def _by_village(reports: Mapping[tuple[str, str, str], int]) -> dict[str, int]:
    """Return how many medicines are out of stock in each village."""
    counts: dict[str, int] = {}
    for village, _medicine, _strength in reports:
        counts[village] = counts.get(village, 0) + 1
    return counts
