"""The dialogue on a log: shown on the visit's own page, and what doctors and supervisors add to it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.core.errors import Forbidden
from app.core.transaction import transaction
from app.reviews.forms.verdict import RemarkForm
from app.reviews.queries.dialogue import find_newest, list_dialogue
from app.reviews.rules.vocabulary import Verdict
from app.reviews.service.remarks import may_remark, may_speak, remark
from app.reviews.views.door import bp
from app.visits.models import Visit
from app.visits.queries import get_visit, list_versions
from app.web.session import needs, signed_in


@bp.post("/reviews/<int:visit_id>/remarks")
@needs(Right.READ_CARE)
def say(visit_id: int) -> ResponseReturnValue:
    """Add to the dialogue on a log, and go back to where it is read."""
    reader = signed_in()
    if not may_speak(reader.role):
        raise Forbidden
    visit, form = get_visit(visit_id, reader=reader), RemarkForm()
    note_read("person", visit.person_id, by=reader)
    if not form.submitted():
        said = list_dialogue([one.id for one in list_versions(visit)], reader=reader)
        return render_template("reviews/remark.html", visit=visit, said=said, form=form)
    with transaction("review.remark", by=reader):
        remark(visit, form.words.data or "", by=reader)
    flash(_("已答复。"), "success")
    if may(reader.role, Right.REVIEW):
        return redirect(url_for("reviews.show", visit_id=visit_id), code=303)
    return redirect(url_for("visits.show", visit_id=visit_id, _anchor="review"), code=303)


@bp.app_template_global("review_dialogue")
def review_dialogue(visit: Visit, versions: Sequence[Visit]) -> Markup | str:
    """Return what was said about a log on all its versions, for its own page, which lies below this room."""
    said = list_dialogue([one.id for one in versions], reader=signed_in())
    if not said:
        return ""
    newest = find_newest(visit.id)
    speaks = newest is not None and visit.voided_at is None and may_remark(visit, by=signed_in())
    returned = newest is not None and visit.voided_at is None and newest.verdict is Verdict.RETURNED
    shown = {"visit": visit, "said": said, "form": RemarkForm(formdata=None) if speaks else None}
    return Markup(render_template("reviews/_dialogue.html", returned=returned, **shown))  # noqa: S704 - our own template escaped it
