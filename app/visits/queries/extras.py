"""What hangs on a visit: its pictures without and with what they show, and how it came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.sealing import unseal_bytes
from app.visits.models import ATTACHMENT, VisitAttachment, VisitCapture
from app.visits.rules.extras import Extras, Picture, Place
from app.visits.rules.vocabulary import AttachmentKind


class Attached(NamedTuple):
    """One picture of a visit, unopened."""

    id: int
    what: AttachmentKind
    number: int


class Opened(NamedTuple):
    """A picture as it is shown."""

    media_type: str
    content: bytes


def list_attached(visit_id: int) -> list[Attached]:
    """Return the pictures of a visit: the photos in order, then the signature."""
    kept = VisitAttachment
    wanted = sa.select(kept.id, kept.what, kept.number).where(kept.visit_id == visit_id)
    return [Attached(*row) for row in db.session.execute(wanted.order_by(kept.what, kept.number))]


def get_attachment(attachment_id: int, *, visit_id: int) -> Opened:
    """Return one picture of a visit, opened."""
    kept = VisitAttachment
    wanted = sa.select(kept.media_type, kept.sealed).where(
        kept.id == attachment_id, kept.visit_id == visit_id
    )
    if (row := db.session.execute(wanted).one_or_none()) is None:
        raise NotFound
    return Opened(row.media_type, unseal_bytes(row.sealed, context=ATTACHMENT))


def load_extras(visit_id: int) -> Extras:
    """Return all that hangs on a visit, opened, for a form that stands filled in."""
    kept = VisitAttachment
    rows = db.session.execute(
        sa.select(kept.what, kept.number, kept.sealed).where(kept.visit_id == visit_id).order_by(kept.id)
    )
    pictures = [Picture(row.what, row.number, unseal_bytes(row.sealed, context=ATTACHMENT)) for row in rows]
    return Extras(tuple(pictures), place_of(db.session.get(VisitCapture, visit_id)))


def place_of(capture: VisitCapture | None) -> Place | None:
    """Return where a visit was made, if anybody noted it."""
    if capture is None or capture.latitude is None or capture.longitude is None:
        return None
    return Place(capture.latitude, capture.longitude, capture.accuracy_m or 0)


def list_captures(visit_ids: Sequence[int]) -> dict[int, VisitCapture]:
    """Return how some visits came in, by visit; one that was filed on the page without a place has no note."""
    wanted = sa.select(VisitCapture).where(VisitCapture.visit_id.in_(visit_ids))
    return {capture.visit_id: capture for capture in db.session.scalars(wanted)}
