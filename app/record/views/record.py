"""Open a record by hand, and change it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_villages
from app.accounts.rights import Right
from app.accounts.scope import covers
from app.core.transaction import transaction
from app.duties.service import reckon
from app.people.models import Person
from app.people.queries import find_by_identity, opened
from app.people.service import register, revise
from app.record.forms import PersonForm
from app.record.views.door import bp, open_record
from app.record.views.similar import list_alike, refuse_unconfirmed, ticked
from app.web.session import needs, signed_in

PLAIN_FIELDS = (
    "name",
    "area_code",
    "group_name",
    "address",
    "registered_place",
    "kinship",
    "self_care",
    "insurance",
    "doctor_name",
    "note",
)


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def new() -> ResponseReturnValue:
    """Open the record of a resident by hand."""
    form = PersonForm(villages=_villages())
    alike = list_alike(form)
    if form.submitted():
        refuse_unconfirmed(alike)
        with transaction("person.register", by=signed_in()):
            person = register(form.entry())
            reckon([person.id])
        flash(_("已建档。请登记类别或病种，系统才知道该做哪些随访。"), "success")
        return redirect(url_for("record.enrolments", person_id=person.id))
    known = _known(form)
    return render_template("record/new.html", form=form, known=known, similar=alike, ticked=ticked())


@bp.route("/<int:person_id>/edit", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def edit(person_id: int) -> ResponseReturnValue:
    """Change what is on record of a resident."""
    person = open_record(person_id)
    form = PersonForm(villages=_villages(), kept=opened(person), data=stated_of(person))
    alike = list_alike(form, person)
    if form.submitted():
        refuse_unconfirmed(alike)
        with transaction("person.revise", by=signed_in()):
            revise(person, form.entry(), version=form.version.data or 0)
            reckon([person.id])
        flash(_("已保存。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    stale = form.is_submitted() and form.version.data != person.version
    known = _known(form, own_id=person_id)
    shown = {"form": form, "person": person, "stale": stale, "known": known}
    return render_template("record/edit.html", **shown, similar=alike, ticked=ticked())


def _villages() -> dict[str, str]:
    return {village.code: village.name for village in list_villages(signed_in().areas)}


def _known(form: PersonForm, *, own_id: int | None = None) -> int | None:
    """Return whose record the number typed stands in already, if the reader may open it."""
    number = form.number() if form.is_submitted() else None
    known = find_by_identity(number) if number else None
    is_another = known is not None and known.id != own_id and covers(signed_in().areas, known.area_code)
    return known.id if known is not None and is_another else None


def stated_of(person: Person) -> dict[str, object]:
    """Return what the form shows of a record; the sealed fields stay empty until they are typed anew."""
    stated: dict[str, object] = {field: getattr(person, field) for field in PLAIN_FIELDS}
    head = person.household.head_name if person.household else ""
    return stated | {
        "sex": person.sex,
        "born_on": person.born_on,
        "head_name": head,
        "version": person.version,
    }
