"""What the room keeps: the facts people decided, the lines they closed, and the open duties that follow from them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.policy.terms import Event, ExcuseReason, Kind, Mode, Outcome, Result, Sooner

VILLAGE_DIGITS = 12


class Duty(Model):
    """One thing owed to one person under one rule: derived, and reckoned anew from the facts at any time.

    Whether it is overdue is for the calendar to say: it is asked for and never stored.
    """

    __tablename__ = "duty"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "rule_id"),
        # Every list starts at the area and the due date; the other columns spare the counts the table itself.
        sa.Index(
            "ix_duty_worklist",
            "area_code", "due_on", "opens_on", "excused_until", "rule_id", "last_on", "emergency_on", "person_id",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    rule_id: Mapped[str] = mapped_column(sa.String(60))
    area_code: Mapped[str] = mapped_column(sa.String(VILLAGE_DIGITS))
    kind: Mapped[Kind]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    owed_from: Mapped[date]
    last_on: Mapped[date | None]
    last_mode: Mapped[Mode | None]
    last_result: Mapped[Result | None]
    last_text: Mapped[str] = mapped_column(sa.String(200), default="")
    again_by: Mapped[date | None]
    sooner: Mapped[Sooner | None]
    excused_until: Mapped[date | None]
    excuse_reason: Mapped[ExcuseReason | None]
    emergency_on: Mapped[date | None]


class DutyLine(Audited, Model):
    """One closed line of the ledger: what was owed, until when, and how it ended. The source of every on-time figure."""

    __tablename__ = "duty_line"
    __table_args__ = (
        sa.Index("ix_duty_line_person_id", "person_id", "rule_id"),
        sa.Index("ix_duty_line_settled", "area_code", "settled_on", "person_id"),
        sa.Index("ix_duty_line_due", "area_code", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    rule_id: Mapped[str] = mapped_column(sa.String(60))
    area_code: Mapped[str] = mapped_column(sa.String(VILLAGE_DIGITS))
    opens_on: Mapped[date]
    due_on: Mapped[date]
    settled_on: Mapped[date | None]
    outcome: Mapped[Outcome]
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("evidence.id"))


class EvidenceRecord(Audited, Model):
    """That a person was seen for one kind of care on a day, and what came of it.

    ``visit_id`` points upstairs to the visit it was passed down from, so it is a number and no foreign key.
    """

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    seen_on: Mapped[date]
    kind: Mapped[Kind]
    mode: Mapped[Mode]
    result: Mapped[Result | None]
    emergency: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(sa.String(200), default="")
    again_by: Mapped[date | None]
    sooner: Mapped[Sooner | None]
    visit_id: Mapped[int | None] = mapped_column(index=True)
    # Medicine given out without a visit; a number too, for it lies upstairs.
    issue_id: Mapped[int | None] = mapped_column(index=True)
    voided: Mapped[bool] = mapped_column(default=False)


class ExcuseRecord(Audited, Model):
    """Why a person cannot be seen for a while, and the day they are expected back."""

    __tablename__ = "excuse"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    reason: Mapped[ExcuseReason]
    from_on: Mapped[date]
    return_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    by_id: Mapped[int | None]
    created_at: Mapped[datetime]


class DutyEvent(Audited, Model):
    """Something that starts a ``once`` rule: a referral, a discharge; or something that goes on until it ends."""

    __tablename__ = "duty_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    event: Mapped[Event]
    happened_on: Mapped[date]
    # The first day it goes on no more; only of what goes on.
    ended_on: Mapped[date | None]
    visit_id: Mapped[int | None] = mapped_column(index=True)
    voided: Mapped[bool] = mapped_column(default=False)


class DutyStart(Audited, Model):
    """The one row that says since when this deployment owes, and up to which day dates were looked at."""

    __tablename__ = "duty_start"

    id: Mapped[int] = mapped_column(primary_key=True)
    owed_from: Mapped[date]


def table_of(model: type[Model]) -> sa.Table:
    """Return the table of a record, for lists and bulk writes that need no objects."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table
