"""What came along with a visit: when a tablet captured it and the server received it, its place, photos and signature."""

from __future__ import annotations

from datetime import datetime

from app.core.db import db
from app.core.sealing import seal_bytes
from app.visits.models import ATTACHMENT, VisitAttachment, VisitCapture
from app.visits.rules.extras import Extras


def note_capture(
    visit_id: int, *, captured_at: datetime, offset_minutes: int, received_at: datetime, clock_ahead: int
) -> VisitCapture:
    """Note when a tablet captured a visit by its own clock, and when the server received it; never refused.

    ``offset_minutes`` is the tablet's own offset from UTC, ``clock_ahead`` the seconds its clock was ahead of the
    server's. A visit that came twice keeps what was noted first.
    """
    capture = _capture_of(visit_id)
    if capture.captured_at is None:
        capture.captured_at = captured_at
        capture.offset_minutes = offset_minutes
        capture.received_at = received_at
        capture.clock_ahead = clock_ahead
        db.session.flush()
    return capture


def keep_extras(visit_id: int, extras: Extras) -> None:
    """Keep the photos and the signature of a visit just filed, sealed, and where it was made."""
    for picture in extras.pictures:
        kept = VisitAttachment(
            visit_id=visit_id,
            what=picture.what,
            number=picture.number,
            media_type=picture.media_type,
            sealed=seal_bytes(picture.content, context=ATTACHMENT),
        )
        db.session.add(kept)
    if (place := extras.place) is not None:
        capture = _capture_of(visit_id)
        capture.latitude, capture.longitude = place.latitude, place.longitude
        capture.accuracy_m = place.accuracy_m


def _capture_of(visit_id: int) -> VisitCapture:
    """Return what is noted of how a visit came in; an empty note where there is none yet."""
    capture = db.session.get(VisitCapture, visit_id)
    if capture is None:
        capture = VisitCapture(visit_id=visit_id)
        db.session.add(capture)
    return capture
