"""The review: headings explained, doubtful lines decided on, and the word to apply."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import area_name
from app.accounts.rights import Right
from app.audit.service import note
from app.core.leaf import Leaf
from app.core.transaction import transaction
from app.core.words import Text
from app.rosters.forms import ApplyForm, ConfirmForm, DecideForm, MeaningsForm
from app.rosters.jobs import work_on
from app.rosters.models import RosterDraft
from app.rosters.queries.drafts import TabCount, count_tabs, list_lines, undoable
from app.rosters.rules.draft import LineTab, Stage
from app.rosters.service.drafts import OPEN_TO_HEADINGS, begin_applying, decide, explain
from app.rosters.views import door
from app.rosters.views.door import A_PAGE, address_of, bp, page_number
from app.web.background import start
from app.web.forms import Form
from app.web.session import needs, signed_in


@bp.route("/<int:draft_id>/headings", methods=["GET", "POST"])
@needs(Right.IMPORT_ROSTERS)
def headings(draft_id: int) -> ResponseReturnValue:
    """Say what headings mean that nobody knows; kept for the next list of the same office."""
    draft = door.open_draft(draft_id)
    asked = draft.headings.get("asked", [])
    if not asked or draft.state not in OPEN_TO_HEADINGS:
        return redirect(url_for("rosters.show", draft_id=draft_id))
    form = MeaningsForm(asked, kind=draft.list_kind, given=draft.headings.get("given", {}))
    if form.submitted():
        with transaction("roster.explain", by=signed_in()):
            explain(draft, form.entry(), by=signed_in())
            note("roster_draft", draft_id)
        start(work_on, draft_id)
        return redirect(url_for("rosters.show", draft_id=draft_id))
    return render_template("rosters/headings.html", draft=draft, form=form, fault=_fault(draft))


@bp.post("/<int:draft_id>/decide", endpoint="decide")
@needs(Right.IMPORT_ROSTERS)
def decide_lines(draft_id: int) -> ResponseReturnValue:
    """Accept or hold back one doubtful line, or all of them."""
    draft, form = door.open_draft(draft_id), DecideForm()
    if form.submitted():
        accept = form.choice.data == "accept"
        with transaction("roster.decide", by=signed_in()):
            done = decide(draft, accept=accept, line_id=form.line.data)
            note("roster_draft", draft_id, details={"accept": accept, "lines": done})
        flash(_("%(n)s 条定为导入。", n=done) if accept else _("%(n)s 条定为不导入。", n=done), "success")
        page = request.args.get("page", 1, int)
        return redirect(url_for("rosters.show", draft_id=draft_id, tab=LineTab.DOUBTFUL.value, page=page))
    return show_draft(draft, form)


@bp.post("/<int:draft_id>/apply")
@needs(Right.IMPORT_ROSTERS)
def apply(draft_id: int) -> ResponseReturnValue:
    """Give the word to apply a reviewed list; it goes on when the page is closed."""
    draft, form = door.open_draft(draft_id), ApplyForm()
    if form.submitted():
        with transaction("roster.apply", by=signed_in()):
            begin_applying(draft, confirm_left=bool(form.confirm_left.data), by=signed_in())
            note("roster_draft", draft_id)
        start(work_on, draft_id)
        return redirect(url_for("rosters.show", draft_id=draft_id))
    return show_draft(draft, form)


def show_draft(draft: RosterDraft, form: Form | None = None) -> str:
    """Return the page of an upload, whatever state it is in."""
    counts = count_tabs(draft.id)
    tab, number, lacking = _tab(counts), page_number(), bool(request.args.get("lacking"))
    found = list_lines(draft.id, tab, lacking=lacking, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    lines = found[:A_PAGE]
    turn = partial(address_of, "rosters.show", draft_id=draft.id)
    return render_template(
        "rosters/show.html",
        draft=draft,
        form=form or ConfirmForm(formdata=None),
        place=area_name(draft.area_code),
        stage=Stage(draft.stage["name"]),
        fault=_fault(draft),
        warnings=[Text(**warning) for warning in draft.warnings],
        counts=counts,
        tab=tab,
        lacking=lacking,
        lines=lines,
        page=Leaf(number, A_PAGE, len(lines), len(found) > A_PAGE, turn),
        undoable=draft.import_id in undoable(signed_in()),
    )


def _tab(counts: dict[LineTab, TabCount]) -> LineTab:
    """Return the tab that is asked for, else the first that holds anything."""
    asked = request.args.get("tab", "")
    named = next((tab for tab in LineTab if tab.value == asked), None)
    return named or next((tab for tab, count in counts.items() if count.lines), LineTab.NEW)


def _fault(draft: RosterDraft) -> Text | None:
    return Text(**draft.fault) if draft.fault else None
