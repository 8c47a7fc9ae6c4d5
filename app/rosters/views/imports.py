"""Taking an import back: what would be lost is said first."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.rights import Right
from app.core.transaction import transaction
from app.rosters.forms import ConfirmForm
from app.rosters.queries.drafts import drafts_of, undoable
from app.rosters.queries.history import get_import
from app.rosters.service.undo import losses_of, undo_roster
from app.rosters.views.door import bp
from app.web.session import needs, signed_in


@bp.route("/imports/<int:import_id>/undo", methods=["GET", "POST"])
@needs(Right.IMPORT_ROSTERS)
def undo(import_id: int) -> ResponseReturnValue:
    """Say what taking an import back would undo, then do it; what was written is withdrawn, never deleted."""
    reader = signed_in()
    record, form = get_import(import_id, areas=reader.areas), ConfirmForm()
    if form.submitted():
        with transaction("roster.undo", by=reader):
            undo_roster(record, by=reader)
        flash(_("已撤销这次导入，档案恢复到导入之前。"), "success")
        return redirect(url_for("rosters.index"))
    return render_template(
        "rosters/undo.html",
        record=record,
        form=form,
        place=area_name(record.area_code),
        losses=losses_of(record),
        is_last=record.id in undoable(reader),
        draft_id=drafts_of([record.id]).get(record.id),
    )
