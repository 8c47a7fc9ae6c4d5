"""Correcting a visit by page: the same form with what was filed, and a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.audit.service import note_read
from app.careplans.queries.checks import CheckRow, checks_of_visit
from app.careplans.queries.plans import Version
from app.core import clock
from app.core.transaction import transaction
from app.duties.queries import list_duties
from app.people.models import Person
from app.people.queries import get_person, list_allergies, list_drugs
from app.visits.forms import About, VisitForm, open_form, script_data
from app.visits.forms.correcting import CorrectionForm
from app.visits.models import Visit
from app.visits.queries import Before, get_visit, look_back
from app.visits.queries.extras import load_extras
from app.visits.rules.extras import FIELDS, PLACE, as_typed
from app.visits.rules.following import answers_from
from app.visits.rules.steps import steps_of
from app.visits.sections import choose_work
from app.visits.service import correct_visit, refuse_correction
from app.visits.service.correcting import needs_reason
from app.visits.views.door import bp, circumstances_on
from app.visits.views.plans import followed, list_checked, say_changed, show_plans
from app.web.session import needs, signed_in

# What every visit has is filled in by name; an answer cannot take its place.
RESERVED = frozenset({"client_key", "opened_at", "visited_on", "mode", "note", *FIELDS, PLACE})


@bp.route("/visits/<int:visit_id>/correct", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def correct(visit_id: int) -> ResponseReturnValue:
    """Mend a visit that says something wrong: both versions stay on record."""
    doctor = signed_in()
    visit = get_visit(visit_id, reader=doctor)
    person = get_person(visit.person_id, reader=doctor)
    if request.method == "GET":
        refuse_correction(visit, by=doctor)
    before = look_back(person.id, before=(visit.visited_on, visit.id))
    checks = checks_of_visit(visit.id)
    versions = list_checked(checks, person, on=visit.visited_on, by=doctor)
    about = _about(visit, person, before, versions)
    form = _form(about, visit, checks)
    why = CorrectionForm(reason_needed=needs_reason(visit, by=doctor))
    say_changed(form)
    if form.submitted() and why.submitted():
        mended_id = _mend(visit, person, form, reason=why.correction_reason.data or "")
        flash(_("已更正。原来的记录保留，划线显示。"), "success")
        return redirect(url_for("visits.show", visit_id=mended_id), code=303)
    if why.is_submitted():
        why.validate()
    note_read("person", visit.person_id, by=doctor)
    shown = {"form": form, "why": why, "visit": visit, "person": person, "before": before}
    return render_template("visits/correct.html", **shown, **_known(about, person, versions))


def _mend(visit: Visit, person: Person, form: VisitForm, *, reason: str) -> int:
    doctor = signed_in()
    with transaction("visit.correct", by=doctor):
        note_read("person", person.id, by=doctor)
        return correct_visit(visit, form.entry(), person=person, reason=reason, by=doctor).id


def _known(about: About, person: Person, versions: Sequence[Version]) -> dict[str, Any]:
    """Return what stands around the form."""
    return _told_to_page(about, person) | {
        "allergies": list_allergies(person.id),
        "drugs": list_drugs(person.id),
        "plans": show_plans(versions, person, about.circumstances),
        "others": (),
    }


def _about(visit: Visit, person: Person, before: Before, versions: Iterable[Version]) -> About:
    """Return what the form must know: as it stood before the visit, whatever was found since."""
    following = map(followed, versions)
    circumstances = circumstances_on(person, before, visit.visited_on, following=following)
    named = request.form.getlist("sections")
    kinds = frozenset(visit.all_kinds)
    work = choose_work(owed=kinds, held=frozenset(), named=named)
    opened = frozenset(section.name for section in work)
    return About(work, circumstances, clock.today(), person.born_on, person.died_on, opened=opened)


def _form(about: About, visit: Visit, checks: Iterable[CheckRow]) -> VisitForm:
    """Return the form with everything that was filed, a key of its own, and nothing carried over from before."""
    filed = {name: answer for name, answer in visit.answers.items() if name not in RESERVED}
    return open_form(
        about,
        carried={},
        **filed,
        **answers_from([check.entry for check in checks], about.plans),
        **as_typed(load_extras(visit.id)),
        client_key=str(uuid4()),
        opened_at=clock.now().isoformat(),
        visited_on=visit.visited_on,
        mode=visit.mode,
        note=visit.note,
    )


def _told_to_page(about: About, person: Person) -> dict[str, Any]:
    kinds = {kind for kinds in about.work.values() for kind in kinds}
    rules = [duty.rule for duty in list_duties(person.id) if duty.kind in kinds]
    return {"steps": steps_of(rules, today=about.today), "script": script_data(about)}
