"""A resident's history, part by part, page by page."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.record.queries import read_history, rule_names
from app.record.rules import Part
from app.record.views.door import bp, open_record
from app.web.session import needs, signed_in

PARTS = {part.value: part for part in Part}
MOST_PAGES = 10_000


@bp.get("/<int:person_id>/history")
@needs(Right.READ_CARE)
def history(person_id: int) -> ResponseReturnValue:
    """Leaf through what was done, held, said and taken."""
    person = open_record(person_id)
    part = PARTS.get(request.args.get("part", ""), Part.DUTIES)
    number = min(max(1, request.args.get("page", 1, int)), MOST_PAGES)
    page = read_history(person, part, reader=signed_in(), number=number)
    return render_template(
        "record/history.html",
        person=person,
        part=part,
        parts=list(Part),
        page=page,
        names=rule_names(),
    )
