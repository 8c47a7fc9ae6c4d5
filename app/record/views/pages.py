"""Find residents, and look at one."""

from __future__ import annotations

from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right, may
from app.audit.service import note
from app.core import clock
from app.core.transaction import transaction
from app.core.words import Text
from app.people.models import Person
from app.people.queries import MOST_FOUND, search_people
from app.record.forms import RevealForm
from app.record.queries import read_record, rule_names
from app.record.rules import ListPage
from app.record.views.door import bp, open_record
from app.web.download import MOST_ROWS, give_list
from app.web.filters import age_of
from app.web.session import needs, signed_in
from app.web.sought import sealed, sought

A_PAGE = 30
MOST_PAGES = 10_000
LARGEST_ID = 2**31 - 1
LIST = Text("居民名单", "Residents")
LIST_HEADINGS = (
    Text("村", "Village"), Text("组", "Group"), Text("姓名", "Name"), Text("性别", "Sex"), Text("年龄", "Age"),
    Text("去向", "Whereabouts"), Text("外出到", "Away until"),
)  # fmt: skip


@bp.route("", methods=["GET", "POST"])
@needs(Right.READ_CARE)
def index() -> ResponseReturnValue:
    """Find residents by one box, or leaf through everybody of the area.

    What is typed may be a name or a number: it is posted, and goes on in the address only sealed.
    """
    if request.method == "POST":
        return redirect(url_for("record.index", find=sealed(sought(request.form))))
    text = sought(request.args)
    last = MOST_FOUND // A_PAGE if text else MOST_PAGES
    number = min(max(1, request.args.get("page", 1, int)), last)
    found = search_people(text, reader=signed_in(), limit=A_PAGE + 1, after=(number - 1) * A_PAGE)
    is_cut = bool(text) and number == last and len(found) > A_PAGE
    page = ListPage(number, A_PAGE, found[:A_PAGE], len(found) > A_PAGE and not is_cut)
    return render_template(
        "record/index.html",
        page=page,
        text=text,
        sealed=sealed(text),
        is_cut=is_cut,
        writes=may(signed_in().role, Right.WRITE_CARE),
    )


@bp.get("/list.xlsx")
@needs(Right.READ_CARE)
def take_list() -> ResponseReturnValue:
    """Give away who was found, or everybody of the area."""
    text, today = sought(request.args), clock.today()
    most = MOST_FOUND if text else MOST_ROWS
    found = search_people(text, reader=signed_in(), limit=most + 1)
    rows = (
        [
            one.village,
            one.group_name,
            one.name,
            one.sex,
            age_of(one.born_on),
            one.state_on(today),
            one.away_until,
        ]
        for one in found
    )
    return give_list(LIST, LIST_HEADINGS, rows, deed="person.take-away", most=most)


@bp.get("/<int:person_id>")
@needs(Right.READ_CARE)
def show(person_id: int) -> ResponseReturnValue:
    """Show one resident: what is owed and why, what was done, who they are."""
    return _page(open_record(person_id), RevealForm(formdata=None))


@bp.post("/<int:person_id>/reveal")
@needs(Right.READ_CARE)
def reveal(person_id: int) -> ResponseReturnValue:
    """Show the whole numbers of a resident and of whom to call, for a reason that goes into the trail."""
    person, form = open_record(person_id), RevealForm()
    if not form.submitted():
        return _page(person, form)
    with transaction("person.reveal", by=signed_in()):
        note("person", person_id, details=form.stated())
    return _page(person, form, revealed=True)


def _page(person: Person, form: RevealForm, *, revealed: bool = False) -> str:
    reader = signed_in()
    record = read_record(person, reader=reader, before=_before(), revealed=revealed)
    return render_template(
        "record/show.html",
        record=record,
        form=form,
        writes=may(reader.role, Right.WRITE_CARE),
        names=rule_names(),
    )


def _before() -> tuple[date, int] | None:
    day, visit_id = request.args.get("before", type=date.fromisoformat), request.args.get("visit", type=int)
    return (day, min(visit_id, LARGEST_ID)) if day is not None and visit_id is not None else None
