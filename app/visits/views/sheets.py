"""The national forms of a month: how many of each there are, and each as a sheet with the boxes of the printed form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_names, list_villages
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers
from app.core import clock
from app.core.errors import NotFound
from app.core.words import Text
from app.duties.queries import list_duties_of
from app.duties.rules import WorkDuty
from app.people.rules import hidden_kinds
from app.policy.terms import Kind
from app.visits.forms.entering import read_kind, read_village
from app.visits.queries.entering import FormVisit, count_forms, list_form_visits
from app.visits.rules import Section
from app.visits.rules.entering import EnteredState, FormsAsked
from app.visits.rules.sheets import MODE_CODES, Sheet, sheet_of
from app.visits.rules.work import month_after, month_before, read_month
from app.visits.sections import SECTIONS
from app.visits.views.door import bp
from app.visits.views.paper import asked_next, spoken_answers
from app.web.download import give_list
from app.web.filters import say
from app.web.session import needs, signed_in

AT_ONCE = 500
MOST_FORMS = 2000  # the months of several towns; some forms have ninety boxes
TITLE = Text("随访表", "Follow-up forms")
HEADINGS = (
    Text("姓名", "Name"), Text("档案编号", "File number"), Text("村", "Village"), Text("组", "Group"),
    Text("随访日期", "Day of the visit"), Text("随访方式", "Way"), Text("随访医生", "Doctor"),
)  # fmt: skip
NEXT, NOTE, ENTERED = (
    Text("下次随访日期", "Next visit"),
    Text("备注", "Note"),
    Text("录入上级系统", "Entered in the official system"),
)
NO_NEED = Text("表格导入，不用录", "From a list: no need")


class MonthAsked(NamedTuple):
    """What the address asks for, and what it can be changed to."""

    forms: FormsAsked
    village: str | None
    places: dict[str, str]
    kinds: Sequence[Kind]
    earlier: date
    later: date | None

    @property
    def kept(self) -> dict[str, str | None]:
        """What of the address stays when the month or the kind is changed."""
        return {"village": self.village}


@bp.get("/visits/forms")
@needs(Right.READ_CARE)
def forms() -> ResponseReturnValue:
    """Show how many forms of each kind a month has, and how many are not in the official system yet."""
    asked = read_asked()
    counts = count_forms(asked.forms, reader=signed_in(), kinds=asked.kinds)
    writes = may(signed_in().role, Right.WRITE_CARE)
    return render_template("visits/forms.html", asked=asked, counts=counts, writes=writes)


@bp.get("/visits/forms/<kind>.xlsx")
@needs(Right.READ_CARE)
def form_sheet(kind: str) -> ResponseReturnValue:
    """Give the forms of a kind and month away: one row a visit, one column a box of the printed form."""
    asked = read_asked(kind).forms
    section = next(one for one in SECTIONS.values() if asked.kind in one.kinds)
    visits = list_form_visits(asked, reader=signed_in(), limit=MOST_FORMS + 1, answers=True)
    of_month = Text(f"{asked.month:%Y-%m}", f"{asked.month:%Y-%m}")
    title = TITLE.joined(asked.kind.text, zh=" ").joined(of_month, zh=" ")
    headings = [*HEADINGS, *_boxes_of(section), NEXT, NOTE, ENTERED]
    return give_list(title, headings, _rows(visits, asked, section), deed="forms.take-away", most=MOST_FORMS)


def read_asked(kind: str = "", *, state: EnteredState | None = None) -> MonthAsked:
    """Return what the address asks for; a kind or a village that is not for this reader is told as absent."""
    reader, village = signed_in(), read_village(request.args)
    kinds = kinds_for(reader)
    wanted = read_kind({"kind": kind or request.args.get("kind", "")}, kinds)
    if wanted is None or (village is not None and not covers(reader.areas, village)):
        raise NotFound
    this_month = clock.today().replace(day=1)
    month = read_month(request.args.get("month", ""), today=clock.today())
    return MonthAsked(
        FormsAsked(wanted, month, [village] if village else reader.areas, state),
        village,
        {each.code: each.name for each in list_villages(reader.areas)},
        kinds,
        month_before(month),
        month_after(month) if month < this_month else None,
    )


def kinds_for(reader: Reader) -> list[Kind]:
    """Return every kind of work that has a form, but those that would tell this reader of a disease not for them."""
    untold = hidden_kinds(reader.role)
    return [kind for section in SECTIONS.values() for kind in section.kinds if kind not in untold]


def entered_words(visit: FormVisit) -> Text:
    """Return whether a visit stands in the official system, in words."""
    if visit.imported:
        return NO_NEED
    if visit.entered_at is None:
        return EnteredState.WAITING.text
    told = f"{clock.local(visit.entered_at):%Y-%m-%d} {visit.entered_by}"
    return EnteredState.ENTERED.text.joined(Text(told, told), zh=" ")


def _boxes_of(section: Section) -> list[Text]:
    """Return the headings of a form's boxes, each with the part of the form it stands in."""
    cells = [box.cell for box in sheet_of(section, {}, results={}, says=spoken_answers()).boxes]
    return [
        cell.group.joined(cell.label, zh="：", en=": ") if cell.group.zh else cell.label
        for cell in cells
        if "next_visit" not in cell.names
    ]


def _rows(visits: Sequence[FormVisit], asked: FormsAsked, section: Section) -> Iterator[list[object]]:
    villages = area_names(sorted({visit.area_code for visit in visits}))
    untold = {kind.value for kind in hidden_kinds(signed_in().role)}
    for start in range(0, len(visits), AT_ONCE):
        some = visits[start : start + AT_ONCE]
        duties = list_duties_of(sorted({visit.person_id for visit in some}))
        for visit in some:
            sheet = _sheet(visit, asked.kind, section, duties.get(visit.person_id, ()))
            boxes = [box.said for box in sheet.boxes if "next_visit" not in box.cell.names]
            note = visit.note if untold.isdisjoint(visit.kinds) else ""
            yield [
                visit.name, visit.number, villages.get(visit.area_code, visit.area_code), visit.group_name,
                visit.visited_on, _way(visit), visit.doctor_name,
                *boxes, sheet.next_on, note, entered_words(visit),
            ]  # fmt: skip


def _sheet(visit: FormVisit, kind: Kind, section: Section, duties: Sequence[WorkDuty]) -> Sheet:
    return sheet_of(
        section,
        visit.answers,
        results=visit.all_results,
        says=spoken_answers(),
        next_on=asked_next(duties, visit, kinds={kind}),
    )


def _way(visit: FormVisit) -> str:
    """Return how the person was met, numbered as the forms number it, and whether it was noted late."""
    way = " ".join(part for part in (MODE_CODES[visit.mode], str(say(visit.mode))) if part)
    return way + _("（补录）") if visit.entered_late else way
