"""The visit log: one record a visit, added once, never changed; a wrong one is voided with a reason."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Text, UniqueConstraint, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.audit.models import Audited
from app.core.clock import local
from app.core.db import Model
from app.policy.terms import Kind, Mode, Result
from app.visits.rules import ContactOutcome, ContactWay, VisitSource

VOIDING = frozenset({"voided_at", "void_reason", "voided_by_id", "voided_by_name"})


class Visit(Audited, Model):
    """One visit to one person: what was asked and measured, how each disease was classed, and by whom."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_person", "person_id", "visited_on", "id"),
        Index("ix_visit_newest", "area_code", "filed_at"),
        Index("ix_visit_month", "area_code", "visited_on"),
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
