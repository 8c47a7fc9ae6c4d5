"""Pages of the room: whom screening finds, village by village, and listing somebody as at risk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers
from app.audit.service import note_read
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text, day_text, listed
from app.people.queries import get_person
from app.policy import book
from app.screening.forms import read_page, read_part, read_risks, read_village
from app.screening.queries import list_coverage, list_screened, list_unmeasured
from app.screening.rules import NOTES, Coverage, Finding, Part, Resident, find_in
from app.screening.service import list_as_at_risk
from app.web.download import MOST_ROWS, give_list
from app.web.filters import age_of
from app.web.session import needs, signed_in

A_PAGE = 50
TAKE_AWAY = "screening.take-away"
LIST = Text("筛查", "Screening")
PLACE_HEADINGS = (
    Text("村", "Village"), Text("应测", "To be measured"), Text("已测", "Measured"), Text("未测", "Not measured"),
)  # fmt: skip
WHO_HEADINGS = (Text("组", "Group"), Text("姓名", "Name"), Text("性别", "Sex"), Text("年龄", "Age"))
FINDING_HEADINGS = (
    *WHO_HEADINGS, Text("进展", "Stage"), Text("偏高的日子", "Raised on"), Text("最近测压", "Last reading on"),
    Text("血压 mmHg", "Pressure, mmHg"), Text("空腹血糖偏高", "Fasting glucose raised on"),
    Text("下一次最迟", "Next reading by"), Text("易患因素", "Risks"),
)  # fmt: skip

bp = Blueprint("screening", __name__, url_prefix="/screening", template_folder="templates")


@bp.get("")
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Show whom screening finds in a village: on the three readings, to be enrolled, at risk, not measured this year."""
    reader, part, number = signed_in(), read_part(request.args), read_page(request.args)
    villages = list_coverage(reader.areas, day=clock.today())
    village = _village(reader, villages)
    found = _findings(reader, village)
    of_part = _unmeasured(reader, village, number) if part is Part.UNMEASURED else found.get(part, [])
    shown = of_part[:A_PAGE] if part is Part.UNMEASURED else of_part[(number - 1) * A_PAGE : number * A_PAGE]
    more = len(of_part) > (A_PAGE if part is Part.UNMEASURED else number * A_PAGE)
    return render_template(
        "screening/index.html",
        villages=villages,
        village=village,
        part=part,
        parts=list(Part),
        notes=NOTES,
        counts={each: len(findings) for each, findings in found.items()},
        shown=shown,
        page=Leaf(number, A_PAGE, len(shown), more, partial(_address, village, part)),
        writes=may(reader.role, Right.WRITE_CARE),
        today=clock.today(),
    )


@bp.get("/list.xlsx")
@needs(Right.READ_CARE)
def take_list() -> ResponseReturnValue:
    """Give away one part of a village's list; without a village, how far each village is."""
    reader, part = signed_in(), read_part(request.args)
    villages = list_coverage(reader.areas, day=clock.today())
    village = _village(reader, villages)
    if village is None:
        counted = ([row.name, row.owed, row.measured, row.unmeasured] for row in villages)
        return give_list(LIST, PLACE_HEADINGS, counted, deed=TAKE_AWAY)
    title = LIST.joined(part.text, zh=" ")
    if part is Part.UNMEASURED:
        found = list_unmeasured(reader, village, day=clock.today(), limit=MOST_ROWS + 1)
        return give_list(title, WHO_HEADINGS, map(_who, found), deed=TAKE_AWAY)
    findings = _findings(reader, village).get(part, [])
    return give_list(title, FINDING_HEADINGS, map(_told, findings), deed=TAKE_AWAY)


@bp.post("/people/<int:person_id>/risk")
@needs(Right.WRITE_CARE)
def list_risk(person_id: int) -> ResponseReturnValue:
    """Put somebody on the list of people at risk of hypertension."""
    doctor = signed_in()
    person = get_person(person_id, reader=doctor)
    note_read("person", person_id, by=doctor)
    with transaction("screening.risk", by=doctor):
        list_as_at_risk(person, risks=read_risks(request.form.getlist("risk")))
    flash(_("已列为高血压高危，每半年测一次血压。"), "success")
    return redirect(_address(read_village(request.form), Part.AT_RISK, 1), code=303)


def _who(person: Resident) -> list[object]:
    return [person.group_name, person.name, person.sex, age_of(person.born_on)]


def _told(one: Finding) -> list[object]:
    last, days = one.last, [day_text(day) for day in one.path.raised_on]
    pressure = (
        "/".join(f"{value:.0f}" if value else "–" for value in (last.systolic, last.diastolic))
        if last
        else ""
    )
    glucose = listed([day_text(day) for day in one.glucose_on])
    risks = listed([risk.text for risk in one.risks])
    return [
        *_who(one.person), one.path.stage, listed(days), last and last.on, pressure, glucose, one.path.next_by, risks
    ]  # fmt: skip


def _village(reader: Reader, villages: Sequence[Coverage]) -> str | None:
    """Return the village asked for; who looks after one alone need not choose."""
    asked = read_village(request.args)
    if asked is not None and covers(reader.areas, asked):
        return asked
    return villages[0].code if len(villages) == 1 else None


def _findings(reader: Reader, village: str | None) -> dict[Part, list[Finding]]:
    if village is None:
        return {}
    figures, today = book.current().figures, clock.today()
    days = int(figures.value("screening.path.days", on=today))
    return find_in(list_screened(reader, village, day=today, days=days), today=today, figures=figures)


def _unmeasured(reader: Reader, village: str | None, number: int) -> list[Resident]:
    if village is None:
        return []
    offset = (number - 1) * A_PAGE
    return list_unmeasured(reader, village, day=clock.today(), limit=A_PAGE + 1, offset=offset)


def _address(village: str | None, part: Part, number: int) -> str:
    return url_for("screening.index", village=village, part=part.value, page=number if number > 1 else None)
