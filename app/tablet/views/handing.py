"""交平板导出的文件: the way of what was recorded on a tablet that can no longer send."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right, may
from app.core.transaction import transaction
from app.tablet.forms.handing import HandingForm
from app.tablet.jobs import judge_of
from app.tablet.rules.vocabulary import Answer
from app.tablet.service.handing import hand_in as take_file
from app.tablet.service.receiving import Taken
from app.tablet.views.door import bp
from app.web.session import needs, signed_in


@bp.route("/tablet/hand-in", methods=["GET", "POST"])
@needs(Right.READ_CARE)
def hand_in() -> ResponseReturnValue:
    """Take in the file of a tablet and say of every item what became of it; sent twice, it changes nothing."""
    form, handed = HandingForm(), None
    taken: Sequence[Taken] = ()
    if form.submitted():
        with transaction("inbox.hand-in", by=signed_in()):
            taken = take_file(form.handed, by=signed_in())
        handed = form.handed
        judge_of(signed_in().id)
    answers = {one.uuid: one.answer for one in taken}
    return render_template(
        "tablet/hand_in.html",
        form=form,
        handed=handed,
        answers=answers,
        fresh=sum(one.answer is Answer.STORED for one in taken),
        own=handed is not None and handed.author_id == signed_in().id,
        manages=may(signed_in().role, Right.MANAGE_DEVICES),
    )
