"""The people behind a number, for those who read of people, on a page and as a workbook."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.audit.service import note
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.indicators.forms.asked import read_met, read_page
from app.indicators.queries.people import Behind, list_people
from app.indicators.rules.definitions import get_indicator
from app.indicators.views.door import bp
from app.indicators.views.places import Place, another_page, asked_place
from app.indicators.views.wording import definitions_table, said_cells
from app.web.download import CUT, MOST_ROWS, workbook
from app.web.filters import say
from app.web.session import needs, signed_in

A_PAGE = 30
PEOPLE = Text("第 {a}–{b} 人", "{a}–{b}")
TITLE = Text("{name}名单", "{name}, people")
HEADINGS = (
    Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"), Text("计入", "Counted"),
    Text("达到", "Met"), Text("未达到", "Not met"),
)  # fmt: skip


@bp.get("/indicators/<name>/people")
@needs(Right.READ_CARE)
def people(name: str) -> ResponseReturnValue:
    """Show the people a number counts: those who meet it, those who do not, or both."""
    indicator, number = get_indicator(name), read_page(request.args)
    place = asked_place(signed_in())
    found = list_people(name, _behind(place), limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    shown = found[:A_PAGE]
    return render_template(
        "indicators/people.html",
        one=indicator,
        place=place,
        met=read_met(request.args),
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page, PEOPLE),
    )


@bp.get("/indicators/<name>/people.xlsx")
@needs(Right.READ_CARE)
def take_people(name: str) -> ResponseReturnValue:
    """Give the people behind a number away as a workbook, with what it means on the second sheet."""
    indicator = get_indicator(name)
    place = asked_place(signed_in())
    found = list_people(name, _behind(place), limit=MOST_ROWS + 1)
    rows: list[list[object]] = [
        [one.village, one.group_name, one.name, one.units, one.met, one.units - one.met]
        for one in found[:MOST_ROWS]
    ]
    with transaction("indicator.take-away", by=signed_in()):
        note("indicator", None, details={"rows": len(rows)})
    if len(found) > MOST_ROWS:
        rows.append([CUT.filled(n=MOST_ROWS)])
    title = TITLE.filled(name=indicator.name)
    listed = (str(say(title)), [str(say(each)) for each in HEADINGS], said_cells(rows))
    return workbook(title, [listed, definitions_table()])


def _behind(place: Place) -> Behind:
    return Behind(place.areas, place.month, place.part, read_met(request.args), signed_in().areas)
