"""The visit log: one record a visit, added once, never changed; a wrong one is voided with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.audit.models import Audited
from app.core.clock import local
from app.core.db import Model
from app.core.sealing import sealed_as
from app.core.words import Text as Words
from app.policy.terms import Kind, Mode, Result
from app.visits.rules import ContactOutcome, ContactWay, VisitSource
from app.visits.rules.versions import struck_because
from app.visits.rules.vocabulary import AttachmentKind

ATTACHMENT = "visit.attachment"
VOIDED = text("voided_at IS NOT NULL")
VOIDING = frozenset({"voided_at", "void_reason", "voided_by_id", "voided_by_name"})


class Visit(Audited, Model):
    """One visit to one person: what was asked and measured, how each disease was classed, and by whom."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_person", "person_id", "visited_on", "id"),
        Index("ix_visit_newest", "area_code", "filed_at"),
        Index("ix_visit_month", "area_code", "visited_on"),
        Index("ix_visit_filed", "filed_at"),
        # Few visits are ever struck: what became of one lately is found without looking at the others.
        Index("ix_visit_voided", "voided_at", sqlite_where=VOIDED, postgresql_where=VOIDED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area_code: Mapped[str]
    visited_on: Mapped[date]
    mode: Mapped[Mode]
    kinds: Mapped[list[str]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    results: Mapped[dict[str, Any]] = mapped_column(JSON)
    emergency: Mapped[bool]
    summary: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    doctor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    doctor_name: Mapped[str]
    source: Mapped[VisitSource]
    filed_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(Text, default="")
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    voided_by_name: Mapped[str] = mapped_column(default="")
    # A visit is corrected once; a further mend corrects the correction.
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"), unique=True)
    # Of a correction: when the visit was first put on record. Whether it came late is judged by that.
    first_filed_at: Mapped[datetime | None]

    @property
    def entered_late(self) -> bool:
        """Tell whether the record was first made on a later day than the visit; mending it later makes it no later."""
        return self.visited_on < local(self.first_filed_at or self.filed_at).date()

    @property
    def why_struck(self) -> Words:
        """Why a version that stands no more was struck."""
        return struck_because(self.void_reason)

    @property
    def all_kinds(self) -> tuple[Kind, ...]:
        """The kinds of work the visit did."""
        return tuple(Kind(value) for value in self.kinds)

    @property
    def all_results(self) -> dict[Kind, Result]:
        """How each disease was classed."""
        return {Kind(kind): Result(result) for kind, result in self.results.items()}


class ContactAttempt(Audited, Model):
    """A contact that is no visit: tried and not met, by telephone, through a guardian or a neighbour, and what came of it."""

    __tablename__ = "contact_attempt"
    __table_args__ = (Index("ix_contact_attempt_person", "person_id", "tried_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    area_code: Mapped[str]
    tried_on: Mapped[date]
    way: Mapped[ContactWay]
    outcome: Mapped[ContactOutcome]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("person_contact.id"))
    return_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    doctor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    doctor_name: Mapped[str]
    filed_at: Mapped[datetime]


class VisitCapture(Audited, Model):
    """How a visit came in from a tablet or where it was made: the tablet's own clock beside the server's, and the place."""

    __tablename__ = "visit_capture"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    # Where the visit was filed on a tablet: when by its clock, with its own offset, and when it reached the server.
    captured_at: Mapped[datetime | None]
    offset_minutes: Mapped[int | None]
    received_at: Mapped[datetime | None]
    # Seconds the tablet's clock was ahead of the server's when it came in.
    clock_ahead: Mapped[int | None] = mapped_column(BigInteger)
    # Degrees of WGS 84 and the radius in metres the tablet gave with them; none where nobody gave a place.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    accuracy_m: Mapped[float | None]


class VisitReading(Model):
    """What was measured at a visit, as it counts: derived from its answers when it is filed, for counts that read many visits.

    A pressure taken several times stands here as the mean of the last two.
    """

    __tablename__ = "visit_reading"
    __table_args__ = (Index("ix_visit_reading_person", "person_id", "visited_on", "visit_id"),)

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    visited_on: Mapped[date]
    systolic: Mapped[float | None]
    diastolic: Mapped[float | None]
    heart_rate: Mapped[float | None]
    weight: Mapped[float | None]
    fasting_glucose: Mapped[float | None]


class VisitAttachment(Audited, Model):
    """A photo or a signature that belongs to a visit, sealed: number 1 or 2 of the photos, 1 of the signature."""

    __tablename__ = "visit_attachment"
    __table_args__ = (UniqueConstraint("visit_id", "what", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    what: Mapped[AttachmentKind]
    number: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(LargeBinary, info=sealed_as(ATTACHMENT))


class EnteredMark(Audited, Model):
    """That somebody typed one kind of a visit into the official system, and when."""

    __tablename__ = "entered_mark"
    __table_args__ = (UniqueConstraint("visit_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    kind: Mapped[Kind]
    entered_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(default="")


class AppendOnly(RuntimeError):
    """Somebody tried to change or remove a visit that is on record."""


def _refuse_change(mapper: Mapper[Visit], connection: Connection, visit: Visit) -> None:
    changed = {attribute.key for attribute in inspect(visit).attrs if attribute.history.has_changes()}
    if changed - VOIDING:
        raise AppendOnly(
            f"A visit is never changed ({', '.join(sorted(changed - VOIDING))}): void it, file another."
        )


def _refuse_removal(mapper: Mapper[Visit], connection: Connection, visit: Visit) -> None:
    raise AppendOnly("A visit is never removed: void it with a reason.")


event.listen(Visit, "before_update", _refuse_change)
event.listen(Visit, "before_delete", _refuse_removal)
