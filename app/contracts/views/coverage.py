"""签约覆盖: how many of whom have signed, and the people behind each number."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.contracts.forms import read_page, read_wanted
from app.contracts.queries import (
    count_closings,
    count_standings,
    list_coverage,
    list_signatories,
)
from app.contracts.rules import Share, Standing, Wanted, groups_told
from app.contracts.views.door import A_PAGE, another_page, asked_places, bp
from app.core import clock
from app.core.leaf import Leaf
from app.core.words import Text
from app.policy import book
from app.web.download import MOST_ROWS, give_list
from app.web.filters import age_of
from app.web.session import needs, signed_in

PEOPLE = Text("第 {a}–{b} 人", "{a}–{b}")
TITLE = Text("签约名单", "Contracts")
COVERAGE = Text("签约覆盖", "Coverage")
EVERYBODY = Text("全部居民", "All residents")
COVERAGE_HEADINGS = (
    Text("村镇", "Place"), Text("人群", "People"), Text("人数", "Number"), Text("已签", "Signed"),
    Text("未签", "Not signed"), Text("覆盖率", "Coverage"),
)  # fmt: skip
AIMS = {"whole": "contract.coverage.2035", "key": "contract.coverage.key.2035"}


@bp.get("/contracts")
@needs(Right.READ_COUNTS)
def index() -> ResponseReturnValue:
    """Show how many residents have signed, by place and by group, and what runs out soon."""
    reader, today = signed_in(), clock.today()
    places = asked_places(reader)
    rows = list_coverage(reader, areas=places.areas, day=today)
    groups = {group: sum((row.groups[group] for row in rows), Share()) for group in groups_told(reader.role)}
    return render_template(
        "contracts/index.html",
        places=places,
        rows=rows,
        whole=sum((row.whole for row in rows), Share()),
        groups=groups,
        standings=count_standings(areas=places.areas, day=today),
        closings=count_closings(areas=places.areas, day=today),
        aims={name: book.current().figure(figure, on=today) for name, figure in AIMS.items()},
        reads=may(reader.role, Right.READ_CARE),
        manages=may(reader.role, Right.MANAGE_CONTRACTS),
    )


@bp.get("/contracts/people")
@needs(Right.READ_CARE)
def people() -> ResponseReturnValue:
    """Show the residents behind a number of the coverage."""
    reader, wanted, number = signed_in(), read_wanted(request.args), read_page(request.args)
    places = asked_places(reader)
    offset = (number - 1) * A_PAGE
    found = list_signatories(reader, wanted, day=clock.today(), limit=A_PAGE + 1, offset=offset)
    shown = found[:A_PAGE]
    return render_template(
        "contracts/people.html",
        places=places,
        wanted=wanted,
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), len(found) > A_PAGE, another_page, PEOPLE),
        standings=list(Standing),
        groups=groups_told(reader.role),
        writes=may(reader.role, Right.WRITE_CARE),
    )


@bp.get("/contracts/people.xlsx")
@needs(Right.READ_CARE)
def people_sheet() -> ResponseReturnValue:
    """Give the list away as a workbook."""
    reader, wanted = signed_in(), read_wanted(request.args)
    asked_places(reader)
    headings = [_("姓名"), _("性别"), _("年龄"), _("村"), _("村民组"), _("包保责任人"), _("签约状态"),
                _("签约团队"), _("签约医生"), _("协议开始"), _("协议到期"), _("解约日期"), _("解约原因")]  # fmt: skip
    return give_list(TITLE, headings, _rows(wanted), deed="contract.take-away")


@bp.get("/contracts/list.xlsx")
@needs(Right.READ_COUNTS)
def take_coverage() -> ResponseReturnValue:
    """Give the coverage away: every place with all its residents, then each of its groups."""
    reader = signed_in()
    places = asked_places(reader)
    rows = (
        [row.name, who, share.of, share.signed, share.unsigned, share.percent]
        for row in list_coverage(reader, areas=places.areas, day=clock.today())
        for who, share in [
            (EVERYBODY, row.whole),
            *((group, row.groups[group]) for group in groups_told(reader.role)),
        ]
    )
    return give_list(COVERAGE, COVERAGE_HEADINGS, rows, deed="coverage.take-away")


def _rows(wanted: Wanted) -> list[list[object]]:
    return [
        [one.name, one.sex, age_of(one.born_on), one.village, one.group_name,
         one.answered_by, Standing.SIGNED if one.is_signed else Standing.UNSIGNED, one.team, one.doctor_name, one.starts_on,
         one.ends_on, one.closed_on, one.close_code or one.close_reason]
        for one in list_signatories(signed_in(), wanted, day=clock.today(), limit=MOST_ROWS + 1)
    ]  # fmt: skip
