"""The visit form, the visit on record, and striking it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from app.accounts.rights import Right
from app.audit.service import note_read
from app.core import clock
from app.core.transaction import transaction
from app.duties.queries import list_duties
from app.duties.rules import WorkDuty
from app.people.models import Person
from app.people.queries import get_person, holdings_of, list_allergies, list_drugs
from app.people.rules import hidden_kinds
from app.policy import book
from app.policy.terms import Condition, Kind, Mode
from app.visits.forms import About, VisitForm, VoidForm, open_form, script_data
from app.visits.models import Visit
from app.visits.queries import Before, get_visit, look_back
from app.visits.rules import Circumstances, age_on
from app.visits.rules.steps import steps_of
from app.visits.rules.told import tell
from app.visits.sections import choose_work, not_yet_on, sections_answering
from app.visits.service import file_visit, may_void, void_visit
from app.web.session import needs, signed_in

bp = Blueprint("visits", __name__, template_folder="templates")
bp.jinja_loader = ChoiceLoader(
    [
        FileSystemLoader(f"{bp.root_path}/templates"),
        PrefixLoader({"sections": FileSystemLoader(f"{bp.root_path}/sections")}),
    ]
)


@bp.route("/people/<int:person_id>/visits/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def new(person_id: int) -> ResponseReturnValue:
    """Fill in and file one visit, for every duty it answers."""
    doctor = signed_in()
    person = get_person(person_id, reader=doctor)
    before, duties = look_back(person.id), list_duties(person.id)
    about = _about(person, before, duties)
    form = _form(about, before, duties)
    if "add" not in request.form and form.submitted():
        with transaction("visit.file", by=doctor):
            note_read("person", person_id, by=doctor)
            visit_id = file_visit(form.entry(), person=person, doctor=doctor).id
        return redirect(url_for("visits.show", visit_id=visit_id, filed=1), code=303)
    note_read("person", person_id, by=doctor)
    known = {"allergies": list_allergies(person.id), "drugs": list_drugs(person.id)}
    return render_template(
        "visits/new.html", form=form, person=person, before=before, **known, **_around(about, duties)
    )


@bp.get("/visits/<int:visit_id>")
@needs(Right.READ_CARE)
def show(visit_id: int) -> ResponseReturnValue:
    """Show one visit on record: what was found, what it settled, what comes next."""
    return _on_record(get_visit(visit_id, reader=signed_in()), VoidForm())


@bp.post("/visits/<int:visit_id>/void")
@needs(Right.WRITE_CARE)
def void(visit_id: int) -> ResponseReturnValue:
    """Strike a visit that was filed wrongly, with the reason."""
    doctor = signed_in()
    visit, form = get_visit(visit_id, reader=doctor), VoidForm()
    note_read("person", visit.person_id, by=doctor)
    if not form.submitted():
        return _on_record(visit, form)
    with transaction("visit.void", by=doctor):
        void_visit(visit, reason=form.reason.data or "", by=doctor)
    flash(_("这条随访已作废，原来的待办已恢复。"), "success")
    return redirect(url_for("visits.show", visit_id=visit_id), code=303)


def _on_record(visit: Visit, form: VoidForm) -> str:
    reader = signed_in()
    note_read("person", visit.person_id, by=reader)
    person = get_person(visit.person_id, reader=reader)
    untold = hidden_kinds(reader.role) & set(visit.all_kinds)
    kinds = [kind for kind in visit.all_kinds if kind not in untold]
    duties = [duty for duty in list_duties(person.id) if duty.kind in kinds]
    earlier = look_back(person.id, before=(visit.visited_on, visit.id))
    circumstances = _circumstances(person, earlier, visit.visited_on)
    told = tell(sections_answering(kinds), visit.answers, circumstances=circumstances)
    shown = {"visit": visit, "person": person, "duties": duties, "told": told, "kinds": kinds}
    return render_template(
        "visits/show.html", form=form if may_void(visit, by=reader) else None, untold=bool(untold), **shown
    )


def _about(person: Person, before: Before, duties: Sequence[WorkDuty]) -> About:
    today = clock.today()
    work = choose_work(
        owed=frozenset(duty.kind for duty in duties if duty.opens_on <= today),
        held=_conditions(person.id),
        wanted=_asked_kinds(),
        named=[*request.form.getlist("sections"), *request.form.getlist("add")],
    )
    return About(work, _circumstances(person, before, today), today, person.born_on, person.died_on)


def _circumstances(person: Person, before: Before, day: date) -> Circumstances:
    figures = book.current().figures
    return Circumstances(age_on(day, person.born_on), day, figures, before.results)


def _conditions(person_id: int) -> frozenset[Condition]:
    held = holdings_of([person_id]).get(person_id, ())
    return frozenset(h.what for h in held if isinstance(h.what, Condition) and h.ends_on is None)


def _asked_kinds() -> frozenset[Kind]:
    known = {kind.value: kind for kind in Kind}
    return frozenset(known[value] for value in request.args.getlist("kind") if value in known)


def _form(about: About, before: Before, duties: Sequence[WorkDuty]) -> VisitForm:
    modes = [duty.rule.answered_by.modes for duty in duties if duty.opens_on <= about.today]
    usual = before.last.mode if before.last is not None else Mode.HOME
    mode = Mode.HOME if any(only == {Mode.HOME} for only in modes) else usual
    return open_form(
        about, carried=before.answers, client_key=str(uuid4()), visited_on=about.today, mode=mode
    )


def _around(about: About, duties: Sequence[WorkDuty]) -> dict[str, Any]:
    kinds = {kind for kinds in about.work.values() for kind in kinds}
    rules = [duty.rule for duty in duties if duty.kind in kinds]
    return {
        "steps": steps_of(rules, today=about.today),
        "others": not_yet_on(about.sections),
        "script": script_data(about),
    }
