"""What hangs on a visit on record: its photos and signature, and how it came in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import make_response
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.audit.service import note_read
from app.core.errors import NotFound
from app.core.words import Text
from app.people.rules import hidden_kinds
from app.policy import book
from app.visits.models import Visit, VisitCapture
from app.visits.queries import get_visit
from app.visits.queries.extras import Attached, get_attachment, list_attached, list_captures, place_of
from app.visits.rules.captured import CLOCK, clock_doubt, zone_doubt
from app.visits.rules.extras import Place
from app.visits.views.door import bp
from app.web.session import needs, signed_in


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on one visit, as its page shows it: the pictures, the place, and how it came in from a tablet."""

    pictures: Sequence[Attached] = ()
    place: Place | None = None
    captured_at: datetime | None = None
    received_at: datetime | None = None
    doubts: tuple[Text, ...] = ()


@bp.get("/visits/<int:visit_id>/attachments/<int:attachment_id>")
@needs(Right.READ_CARE)
def attachment(visit_id: int, attachment_id: int) -> ResponseReturnValue:
    """Show one photo or the signature of a visit; nobody keeps it on the way."""
    reader = signed_in()
    visit = get_visit(visit_id, reader=reader)
    if hidden_kinds(reader.role) & set(visit.all_kinds):
        raise NotFound
    opened = get_attachment(attachment_id, visit_id=visit_id)
    note_read("person", visit.person_id, by=reader)
    response = make_response(opened.content)
    response.mimetype = opened.media_type
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def hanging_on(visit: Visit, versions: Sequence[Visit]) -> Hanging:
    """Return what hangs on a visit; of a correction, when a tablet captured the version it stands for."""
    notes = list_captures([one.id for one in (*versions, visit)])
    came = next((notes[one.id] for one in versions if one.id in notes and notes[one.id].captured_at), None)
    return Hanging(
        list_attached(visit.id),
        place_of(notes.get(visit.id)),
        came.captured_at if came else None,
        came.received_at if came else None,
        _doubts(came, visit) if came else (),
    )


def _doubts(came: VisitCapture, visit: Visit) -> tuple[Text, ...]:
    minutes = book.current().figures.value(CLOCK, on=visit.visited_on)
    found = (clock_doubt(came.clock_ahead, minutes=minutes), zone_doubt(came.offset_minutes))
    return tuple(doubt for doubt in found if doubt is not None)
