"""A visit on record, and striking it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.careplans.queries.checks import CheckRow, checks_of_visits
from app.core import clock
from app.core.transaction import transaction
from app.duties.queries import list_duties
from app.people.models import Person
from app.people.queries import get_person
from app.people.rules import hidden_kinds
from app.policy.terms import Kind
from app.visits.forms import VoidForm
from app.visits.models import Visit
from app.visits.queries import get_visit, list_versions, look_back, read_around
from app.visits.queries.entering import list_marks
from app.visits.rules.kept import facts_of_checks
from app.visits.rules.told import Fact, Told, tell
from app.visits.rules.versions import Change, compare, facts_of, head_of
from app.visits.sections import sections_answering
from app.visits.service import may_void, void_visit
from app.visits.views.door import bp, circumstances_on
from app.visits.views.extras import Hanging, hanging_on
from app.web.session import needs, signed_in


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
    versions = list_versions(visit)
    checks = checks_of_visits([one.id for one in versions])
    shown = {"visit": visit, "person": person, "kinds": kinds, "untold": bool(untold)}
    return render_template(
        "visits/show.html",
        form=form if may_void(visit, by=reader) else None,
        writes=may(reader.role, Right.WRITE_CARE),
        duties=[duty for duty in list_duties(person.id) if duty.kind in kinds],
        told=_told(visit, person, kinds),
        around=read_around(person, reader=reader, day=clock.today()),
        versions=versions,
        kept=_kept(checks, visit),
        changes=_changes(visit, versions, person, checks),
        marks=[mark for mark in list_marks([one.id for one in versions]) if mark.kind not in untold],
        hanging=Hanging() if untold else hanging_on(visit, versions),
        stands=versions[-1] if versions[-1].voided_at is None and versions[-1].id != visit.id else None,
        **shown,
    )


def _told(visit: Visit, person: Person, kinds: Sequence[Kind]) -> Told:
    earlier = look_back(person.id, before=(visit.visited_on, visit.id))
    circumstances = circumstances_on(person, earlier, visit.visited_on)
    return tell(sections_answering(kinds), visit.answers, circumstances=circumstances)


def _kept(checks: Mapping[int, Sequence[CheckRow]], visit: Visit) -> tuple[Fact, ...]:
    return facts_of_checks((check.disease, check.entry) for check in checks.get(visit.id, ()))


def _changes(
    visit: Visit, versions: Sequence[Visit], person: Person, checks: Mapping[int, Sequence[CheckRow]]
) -> tuple[Change, ...]:
    """Return a visit beside the version next to it: what it corrects, or what corrected it."""
    if versions == [visit]:
        return ()
    at = max(versions.index(visit), 1)
    before, after = (
        [*head_of(one), *facts_of(_told(one, person, one.all_kinds)), *_kept(checks, one)]
        for one in versions[at - 1 : at + 1]
    )
    return compare(before, after)
