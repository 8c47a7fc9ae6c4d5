"""The visit form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any, NoReturn
from uuid import UUID, uuid4

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.audit.service import note_read
from app.careplans.queries.plans import Version
from app.core import clock
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.core.words import Text
from app.duties.queries import list_duties
from app.duties.rules import WorkDuty
from app.people.models import Person
from app.people.queries import find_kept, find_person, holdings_of, list_allergies, list_drugs
from app.policy.terms import Kind
from app.visits.forms import About, VisitForm, open_form, script_data
from app.visits.queries import Before, find_delivered, look_back
from app.visits.queries.days import list_recorded
from app.visits.rules.doubts import Recorded
from app.visits.rules.drugs import as_planned, with_prescribed
from app.visits.rules.extras import read_extras
from app.visits.rules.typed import said_as_typed
from app.visits.sections import not_yet_on, sections_named
from app.visits.service import file_visit
from app.visits.views.door import bp, circumstances_on
from app.visits.views.opened import Wanted, about_of, mode_of, prescribed_in, steps_in
from app.visits.views.plans import followed, list_followed, say_changed, show_plans
from app.web.language import spoken
from app.web.session import needs, signed_in

# What brings the form back as it stands instead of sending it.
COMES_BACK = ("add", "same")
MERGED = Text(
    "填写期间，这份档案已并入“{name}”的档案。您填写的内容都在下面，请核对后保存到这份档案。",
    "While you were filling in, this record was merged into that of “{name}”. All you typed is below: check it and save "
    "it to this record.",
)


@bp.route("/people/<int:person_id>/visits/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def new(person_id: int) -> ResponseReturnValue:
    """Fill in and file one visit, for every duty it answers."""
    doctor = signed_in()
    person = find_person(person_id, reader=doctor) or _kept_of(person_id)
    if person is None:
        return _gone()
    if (filed_id := _filed_before(person.id)) is not None:
        return _to_record(filed_id)
    before, duties, versions = look_back(person.id), list_duties(person.id), list_followed(person.id)
    about = _about(person, before, duties, versions)
    form = _form(about, before, duties)
    _say_merged(form, person, asked_for=person_id)
    say_changed(form)
    if not any(name in request.form for name in COMES_BACK) and form.submitted():
        with transaction("visit.file", by=doctor):
            note_read("person", person.id, by=doctor)
            visit_id = file_visit(form.entry(), person=person, doctor=doctor).id
        return _to_record(visit_id)
    if "same" in request.form:
        form.take_over()
    note_read("person", person.id, by=doctor)
    known = {
        "allergies": list_allergies(person.id),
        "drugs": list_drugs(person.id),
        "plans": show_plans(versions, person, about.circumstances),
    }
    return render_template(
        "visits/new.html", form=form, person=person, before=before, **known, **_around(about, duties)
    )


def _to_record(visit_id: int) -> ResponseReturnValue:
    return redirect(url_for("visits.show", visit_id=visit_id, filed=1), code=303)


def _filed_before(person_id: int) -> int | None:
    """Return the visit that this very form was filed as already: sent twice, it is not judged by what it filed itself."""
    visit = None
    with suppress(ValueError):
        visit = find_delivered(UUID(request.form.get("client_key", "")))
    return visit.id if visit is not None and visit.person_id == person_id else None


def _kept_of(person_id: int) -> Person | None:
    """Return the record a merged one leads to: a form that was open takes what was typed along, a link leads on."""
    kept = find_kept(person_id, reader=signed_in())
    if kept is not None and request.method == "GET":
        _lead_on(kept.id)
    return kept


def _lead_on(person_id: int) -> NoReturn:
    abort(redirect(url_for("visits.new", person_id=person_id, kind=request.args.getlist("kind"))))


def _say_merged(form: VisitForm, person: Person, *, asked_for: int) -> None:
    """Stop a form that was opened for another record before it is filed on this one."""
    if person.id != asked_for:
        form.stopped = MERGED.filled(name=person.name).said_in(spoken())


def _gone() -> ResponseReturnValue:
    """Give back what was typed on somebody who is no longer in the reader's care; absent and foreign look alike."""
    sections = sections_named(request.form.getlist("sections"))
    if not sections:
        raise NotFound
    said = said_as_typed(sections, request.form.to_dict(flat=False))
    note, extras = request.form.get("note", ""), read_extras(request.form)
    return render_template("visits/gone.html", said=said, note=note, extras=extras), 404


def _about(person: Person, before: Before, duties: Sequence[WorkDuty], versions: Iterable[Version]) -> About:
    circumstances = circumstances_on(person, before, clock.today(), following=map(followed, versions))
    named, added = request.form.getlist("sections"), request.form.getlist("add")
    about = about_of(person, circumstances, duties, wanted=Wanted(_asked_kinds(), named, added))
    return replace(about, enrolled_on=_enrolled_on(person.id), recorded=_recorded(person.id))


def _enrolled_on(person_id: int) -> date | None:
    """Return the first day of any enrolment; it matters only to a day that was typed."""
    if request.method != "POST":
        return None
    return min((held.starts_on for held in holdings_of([person_id]).get(person_id, ())), default=None)


def _recorded(person_id: int) -> tuple[Recorded, ...]:
    """Return what is on record of the day that was typed."""
    with suppress(ValueError):
        return list_recorded(person_id, on=date.fromisoformat(request.form.get("visited_on", "")))
    return ()


def _asked_kinds() -> frozenset[Kind]:
    known = {kind.value: kind for kind in Kind}
    return frozenset(known[value] for value in request.args.getlist("kind") if value in known)


def _form(about: About, before: Before, duties: Iterable[WorkDuty]) -> VisitForm:
    opened_at = clock.now().isoformat() if request.method == "GET" else ""
    prescribed = prescribed_in(about)
    return open_form(
        about,
        carried=with_prescribed(prescribed, before.answers),
        **as_planned(prescribed),
        client_key=str(uuid4()),
        opened_at=opened_at,
        visited_on=about.today,
        mode=mode_of(before, duties, today=about.today),
    )


def _around(about: About, duties: Sequence[WorkDuty]) -> dict[str, Any]:
    return {
        "steps": steps_in(about, duties),
        "others": not_yet_on(about.sections),
        "script": script_data(about),
    }
