"""What the room keeps: plans, versions that never change, their steps, medicine given out, adherence, catalogue changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from app.audit.models import Audited
from app.careplans.rules.vocabulary import (
    Disease,
    DoseUnit,
    Effect,
    EndReason,
    Meal,
    Route,
    Step,
    Taken,
)
from app.core.db import Model

CODE = sa.String(12)
SLUG = sa.String(60)
NAME = sa.String(80)
WAITING = sa.text("waiting_id IS NOT NULL")
DRAFT = sa.text("draft_id IS NOT NULL")


class CarePlan(Audited, Model):
    """One disease of one person under a plan. Which version is in force, which waits for a signature and which is still
    being written are pointers of convenience: the steps say it too."""

    __tablename__ = "care_plan"
    __table_args__ = (
        sa.Index("ix_care_plan_person_id", "person_id", "disease"),
        sa.Index("ix_care_plan_waiting", "waiting_id", sqlite_where=WAITING, postgresql_where=WAITING),
        sa.Index("ix_care_plan_draft", "draft_id", sqlite_where=DRAFT, postgresql_where=DRAFT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    disease: Mapped[Disease]
    opened_at: Mapped[datetime]
    in_force_id: Mapped[int | None] = mapped_column(index=True)
    waiting_id: Mapped[int | None]
    draft_id: Mapped[int | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[EndReason | None]


class PlanVersion(Audited, Model):
    """One version of a plan, added once, never changed and never removed."""

    __tablename__ = "plan_version"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("care_plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    number: Mapped[int]
    # What it was written from: the version in force then, or a draft that was written on.
    based_on_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan_version.id"))
    starts_on: Mapped[date]
    # Everything but the medicines, as rules.stored keeps a plan.
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    written_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)


class PlanMedicine(Audited, Model):
    """One line of the treatment prescription of a version; as immutable as the version."""

    __tablename__ = "plan_medicine"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"), index=True)
    place: Mapped[int]
    code: Mapped[str] = mapped_column(SLUG, default="", index=True)
    name: Mapped[str] = mapped_column(NAME)
    strength: Mapped[str] = mapped_column(sa.String(40), default="")
    dose: Mapped[float]
    unit: Mapped[DoseUnit]
    times: Mapped[int]
    moments: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    meal: Mapped[Meal]
    route: Mapped[Route]
    as_needed: Mapped[bool] = mapped_column(default=False)
    days: Mapped[int]
    quantity: Mapped[float]
    note: Mapped[str] = mapped_column(sa.String(200), default="")


class PlanStep(Audited, Model):
    """What was done with a version, by whom and when; added, never changed."""

    __tablename__ = "plan_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    step: Mapped[Step]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)


class MedicineIssue(Audited, Model):
    """Medicine given out under a version in force: from which day, for how many days, and the day it runs out.

    ``long_term`` and ``remote`` keep what a prescription over four weeks, or under the lead hospital's guidance, asks for.
    A wrong one is voided with a reason.
    """

    __tablename__ = "medicine_issue"

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("care_plan.id"), index=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    issued_on: Mapped[date]
    days: Mapped[int]
    # The first day without medicine.
    runs_out_on: Mapped[date]
    long_term: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    remote: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    issued_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(sa.String(200), default="")


class PlanCheck(Audited, Model):
    """How one plan was kept, as told at a visit. ``visit_id`` points upstairs, so it is a number and no foreign key."""

    __tablename__ = "plan_check"
    __table_args__ = (
        sa.Index("ix_plan_check_person_id", "person_id", "checked_on"),
        sa.Index("ix_plan_check_area_code", "area_code", "checked_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    area_code: Mapped[str] = mapped_column(CODE)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("care_plan.id"))
    version_id: Mapped[int] = mapped_column(sa.ForeignKey("plan_version.id"))
    visit_id: Mapped[int | None] = mapped_column(index=True)
    checked_on: Mapped[date]
    treatment: Mapped[Taken | None]
    # The other prescriptions, by kind: a HealthKind or "monitoring" to a Taken.
    others: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    why: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    why_words: Mapped[str] = mapped_column(sa.String(200), default="")
    effect: Mapped[Effect | None]
    reaction: Mapped[str] = mapped_column(sa.String(200), default="")
    voided: Mapped[bool] = mapped_column(default=False)


class CatalogueChange(Audited, Model):
    """A county's own entry of the catalogue, or its word that a shipped one is not used; the newest of a code speaks."""

    __tablename__ = "catalogue_change"
    __table_args__ = (sa.Index("ix_catalogue_change_area_code", "area_code", "table", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)
    table: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(SLUG)
    # None: the entry is not used in this county. Empty: the shipped one holds again.
    entry: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    changed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)


# What may still be written in a row that is on record; of the rest nothing at all.
OPEN_COLUMNS: Mapping[type[Model], frozenset[str]] = {
    CarePlan: frozenset({"in_force_id", "waiting_id", "draft_id", "ended_on", "end_reason"}),
    PlanVersion: frozenset(),
    PlanMedicine: frozenset(),
    PlanStep: frozenset(),
    # The day it runs out is worked out anew whenever something given out before it is noted or voided.
    MedicineIssue: frozenset({"runs_out_on", "voided_at", "void_reason"}),
    PlanCheck: frozenset({"voided"}),
    CatalogueChange: frozenset(),
}


class AppendOnly(RuntimeError):
    """Somebody tried to change or remove what a plan says, or what was done with it."""


def _refuse_change(mapper: Mapper[Any], connection: Connection, record: Model) -> None:
    changed = {attribute.key for attribute in sa.inspect(record).attrs if attribute.history.has_changes()}
    if barred := sorted(changed - OPEN_COLUMNS[type(record)]):
        raise AppendOnly(
            f"{type(record).__name__} is on record for good ({', '.join(barred)}): write another version."
        )


def _refuse_removal(mapper: Mapper[Any], connection: Connection, record: Model) -> None:
    raise AppendOnly(f"{type(record).__name__} is never removed.")


def _refuse_addition(mapper: Mapper[Any], connection: Connection, record: PlanMedicine) -> None:
    """Refuse a line for a version that something was done with already: it would say more than was written."""
    done = sa.select(sa.exists().where(PlanStep.version_id == record.version_id))
    if connection.scalar(done):
        raise AppendOnly("A version on record takes no further medicine: write another version.")


event.listen(PlanMedicine, "before_insert", _refuse_addition)
for kept in OPEN_COLUMNS:
    event.listen(kept, "before_update", _refuse_change)
    event.listen(kept, "before_delete", _refuse_removal)
