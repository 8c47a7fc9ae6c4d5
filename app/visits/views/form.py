"""The visit form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
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
from app.policy.terms import DutyState, Kind, Mode
from app.visits.forms import About, VisitForm, open_form, script_data
from app.visits.queries import Before, find_delivered, look_back
from app.visits.queries.days import list_recorded
from app.visits.rules.doubts import Recorded
from app.visits.rules.drugs import as_planned, with_prescribed
from app.visits.rules.steps import steps_of
from app.visits.rules.typed import said_as_typed
from app.visits.sections import choose_work, not_yet_on, sections_answering, sections_named
from app.visits.service import file_visit
from app.visits.views.door import bp, circumstances_on
from app.visits.views.plans import followed, list_followed, say_changed, show_plans
from app.web.language import spoken
from app.web.session import needs, signed_in

# What brings the form back as it stands instead of sending it.
COMES_BACK = ("add", "same")
PRESSING = frozenset({DutyState.DUE, DutyState.OVERDUE})
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
    return render_template("visits/gone.html", said=said, note=request.form.get("note", "")), 404


def _about(person: Person, before: Before, duties: Sequence[WorkDuty], versions: Iterable[Version]) -> About:
    today = clock.today()
    circumstances = circumstances_on(person, before, today, following=map(followed, versions))
    owed = [duty for duty in duties if duty.opens_on <= today]
    asked = _asked_kinds()
    work = choose_work(
        owed=frozenset(duty.kind for duty in owed),
        held=circumstances.held,
        wanted=asked,
        named=[*request.form.getlist("sections"), *request.form.getlist("add")],
    )
    pressing = asked | {duty.kind for duty in owed if duty.state_on(today) in PRESSING}
    return About(
        work, circumstances, today, person.born_on, person.died_on,
        enrolled_on=_enrolled_on(person.id),
        opened=frozenset({*(s.name for s in sections_answering(pressing)), *request.form.getlist("add")}),
        recorded=_recorded(person.id),
    )  # fmt: skip


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
    modes = [duty.rule.answered_by.modes for duty in duties if duty.opens_on <= about.today]
    usual = before.last.mode if before.last is not None else Mode.HOME
    mode = Mode.HOME if any(only == {Mode.HOME} for only in modes) else usual
    opened_at = clock.now().isoformat() if request.method == "GET" else ""
    prescribed = [one for plan in about.plans for one in plan.medicines]
    return open_form(
        about,
        carried=with_prescribed(prescribed, before.answers),
        **as_planned(prescribed),
        client_key=str(uuid4()),
        opened_at=opened_at,
        visited_on=about.today,
        mode=mode,
    )


def _around(about: About, duties: Sequence[WorkDuty]) -> dict[str, Any]:
    kinds = {kind for kinds in about.work.values() for kind in kinds}
    rules = [duty.rule for duty in duties if duty.kind in kinds]
    return {
        "steps": steps_of(rules, today=about.today),
        "others": not_yet_on(about.sections),
        "script": script_data(about),
    }
