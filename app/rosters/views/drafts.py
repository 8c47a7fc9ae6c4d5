"""Handing a file in, seeing how far it has come, and what came of it."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.rights import Right
from app.audit.service import note
from app.core import clock
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.rosters.forms import ConfirmForm, UploadForm
from app.rosters.jobs import work_on
from app.rosters.models import RosterDraft
from app.rosters.queries.drafts import (
    drafts_of,
    get_draft,
    list_areas,
    list_drafts,
    list_senders,
    list_sent_back,
    names_of,
    undoable,
)
from app.rosters.queries.history import list_imports
from app.rosters.rules.draft import OFFICES, Stage
from app.rosters.service.drafts import discard, open_draft
from app.rosters.service.mending import sheets_to_mend
from app.rosters.views import door
from app.rosters.views.door import A_PAGE, address_of, bp, page_number
from app.rosters.views.review import show_draft
from app.web.background import start
from app.web.language import spoken
from app.web.session import needs, signed_in

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("", methods=["GET", "POST"])
@needs(Right.IMPORT_ROSTERS)
def index() -> ResponseReturnValue:
    """Hand a list in; below it the files in work and every list that was imported."""
    reader = signed_in()
    areas = list_areas(reader)
    form = UploadForm(areas=areas, data=_as_before(request.args.get("again", 0, int)))
    if form.submitted():
        upload = form.entry()
        with transaction("roster.upload", by=reader):
            draft_id = open_draft(upload, by=reader).id
            note("roster_draft", draft_id, details={"list": upload.kind.value, "area": upload.area})
        start(work_on, draft_id)
        return redirect(url_for("rosters.show", draft_id=draft_id))
    number = page_number()
    found = list_imports(reader.areas, limit=A_PAGE + 1, after=(number - 1) * A_PAGE)
    imports = found[:A_PAGE]
    return render_template(
        "rosters/index.html",
        form=form,
        areas=areas,
        senders=list(dict.fromkeys([*list_senders(reader), *OFFICES])),
        drafts=list_drafts(reader),
        imports=imports,
        draft_of=drafts_of([one.id for one in imports]),
        names=names_of(one.imported_by_id for one in imports),
        undoable=undoable(reader),
        page=Leaf(number, A_PAGE, len(imports), len(found) > A_PAGE, partial(address_of, "rosters.index")),
    )


@bp.get("/<int:draft_id>")
@needs(Right.IMPORT_ROSTERS)
def show(draft_id: int) -> ResponseReturnValue:
    """Show how far an upload has come: its progress, why it stopped, the review, or what was applied."""
    return show_draft(door.open_lines(draft_id))


@bp.get("/<int:draft_id>/progress")
@needs(Right.IMPORT_ROSTERS)
def progress(draft_id: int) -> ResponseReturnValue:
    """Tell the page that waits how far the work has come."""
    draft = door.open_draft(draft_id)
    stage = Stage(draft.stage["name"])
    said = stage.text.said_in(spoken())
    return jsonify(state=draft.state.value, stage=said, percent=stage.percent)


@bp.post("/<int:draft_id>/discard")
@needs(Right.IMPORT_ROSTERS)
def discard_draft(draft_id: int) -> ResponseReturnValue:
    """Give an upload up; nothing of it was written."""
    draft, form = door.open_draft(draft_id), ConfirmForm()
    if form.submitted():
        with transaction("roster.discard", by=signed_in()):
            discard(draft)
            note("roster_draft", draft_id)
        flash(_("已放弃这个文件，档案没有任何改动。"), "success")
        return redirect(url_for("rosters.index"))
    return show_draft(draft, form)


@bp.get("/<int:draft_id>/refused.xlsx")
@needs(Right.IMPORT_ROSTERS)
def refused(draft_id: int) -> ResponseReturnValue:
    """Give the rows that were sent back away as a workbook in the file's own columns, each with its reason."""
    draft = door.open_draft(draft_id)
    lines = list_sent_back(draft.id)
    if not lines:
        flash(_("没有需要改正的行。"), "success")
        return redirect(url_for("rosters.show", draft_id=draft_id))
    content = sheets_to_mend(draft, lines, language=spoken())
    with transaction("roster.take-away", by=signed_in()):
        note("roster_draft", draft_id, details={"rows": len(lines)})
    return _download(content, name=f"roster-{draft_id}-to-mend.xlsx")


def _download(content: bytes, *, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = WORKBOOK
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_before(draft_id: int) -> dict[str, object]:
    """Return what was typed with an earlier file, for the one that is handed in instead of it."""
    reader = signed_in()
    if not draft_id:
        return {"as_of": clock.today(), "area": reader.areas[0] if reader.areas else ""}
    before: RosterDraft = get_draft(draft_id, reader=reader)
    return {
        "kind": before.list_kind,
        "area": before.area_code,
        "as_of": before.as_of,
        "sender": before.sender,
    }
