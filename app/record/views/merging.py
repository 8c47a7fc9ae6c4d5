"""One resident under two records: find the other one, look at both side by side, make them one, take it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.audit.service import note_read
from app.core.errors import NotFound
from app.core.transaction import transaction
from app.people.queries import get_merge, list_merges, list_similar, search_people, traits_of
from app.record.forms import MergeForm, UndoForm
from app.record.service import merge, preview_merge, undo_merge
from app.record.views.door import bp, open_record
from app.visits.queries import count_visits
from app.web.session import needs, signed_in
from app.web.sought import sealed, sought

A_PAGE = 30
LOOK = "look"


@bp.route("/<int:person_id>/merge", endpoint="merge", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def choose_other(person_id: int) -> ResponseReturnValue:
    """Find the other record of a resident: by likeness, or by the search box. What was merged can be undone here."""
    person, reader = open_record(person_id), signed_in()
    if request.method == "POST":
        return redirect(url_for("record.merge", person_id=person_id, find=sealed(sought(request.form))))
    text = sought(request.args)
    found = search_people(text, reader=reader, limit=A_PAGE + 1) if text else []
    return render_template(
        "record/merge.html",
        person=person,
        text=text,
        found=[row for row in found if row.id != person_id][:A_PAGE],
        similar=list_similar(traits_of(person), reader=reader, own_id=person_id),
        merges=list_merges(person_id, reader=reader),
    )


@bp.route("/<int:person_id>/merge/<int:other_id>", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def merge_with(person_id: int, other_id: int) -> ResponseReturnValue:
    """Show every field of two records and what one would owe, and make them one when that is asked."""
    if person_id == other_id:
        raise NotFound
    person, other = open_record(person_id), open_record(other_id)
    form = MergeForm(data={"kept_version": person.version, "other_version": other.version})
    if request.form.get("do") != LOOK and form.submitted():
        with transaction("person.merge", by=signed_in()):
            merge(person, other, form.choice(), by=signed_in())
        flash(_("已合并成一份档案。并错了可以在“合并档案”里撤销。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    preview = preview_merge(person, other, form.choice().sides)
    return render_template("record/merge_with.html", form=form, person=person, other=other, preview=preview)


@bp.route("/<int:person_id>/merges/<int:merge_id>/undo", endpoint="undo_merge", methods=["GET", "POST"])
@needs(Right.WRITE_CARE)
def undo(person_id: int, merge_id: int) -> ResponseReturnValue:
    """Say what undoing a merge puts back, and do it when that is asked."""
    person, form = open_record(person_id), UndoForm()
    done, other = get_merge(merge_id, person_id=person_id, reader=signed_in())
    note_read("person", other.id, by=signed_in())
    if form.submitted():
        with transaction("person.part", by=signed_in()):
            undo_merge(done, person, other, by=signed_in())
        flash(_("合并已撤销，又是两份档案。"), "success")
        return redirect(url_for("record.show", person_id=person_id))
    journal = done.moved["visits"]
    since = count_visits(person_id, after_id=journal["last_id"])
    moved = sum(row[1] == other.id for row in journal["visits"])
    return render_template(
        "record/undo_merge.html", form=form, person=person, other=other, merge=done, moved=moved, since=since
    )
