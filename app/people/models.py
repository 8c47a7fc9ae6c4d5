"""Who is looked after: residents, their households, and what they held from when to when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models import Audited
from app.core.db import Model
from app.core.sealing import sealed_as, sealed_within
from app.people.rules import CloseReason, ContactKind, PersonState, Severity
from app.policy.terms import Category, Condition, SelfCare, Sex

CODE = sa.String(12)
INDEX = sa.String(32)
# The sealed columns of a record and the context of each; journals keep them under the same names.
SEALED = {"identity_sealed": "person.identity", "phone_sealed": "person.phone"}
# Prefix searches compare ranges, so these columns sort by code point wherever the database stands.
BY_CODE_POINT = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")

MERGED = sa.text("merged_into_id IS NOT NULL")


class Household(Audited, Model):
    """户: the people of one head, in one village group."""

    __tablename__ = "household"
    __table_args__ = (sa.Index(None, "area_code", "head_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)
    head_name: Mapped[str] = mapped_column(sa.String(80))
    group_name: Mapped[str] = mapped_column(sa.String(40), default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]


class Person(Audited, Model):
    """One resident. Identity number and phone are sealed; keyed indexes find them whole or by the last four."""

    __tablename__ = "person"
    __table_args__ = (
        sa.Index(None, "area_code", "name"),
        sa.Index(None, "name"),
        sa.Index(None, "name_reversed"),
        # Hardly anybody is merged: an index over everybody would only tempt a planner to walk it.
        sa.Index(None, "merged_into_id", sqlite_where=MERGED, postgresql_where=MERGED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(BY_CODE_POINT)
    name_reversed: Mapped[str] = mapped_column(BY_CODE_POINT)
    initials: Mapped[str] = mapped_column(sa.String(200), default="")
    sex: Mapped[Sex]
    born_on: Mapped[date | None]
    identity_sealed: Mapped[str | None] = mapped_column(
        sa.String(160), info=sealed_as(SEALED["identity_sealed"])
    )
    identity_index: Mapped[str | None] = mapped_column(INDEX, unique=True)
    identity_tail_index: Mapped[str | None] = mapped_column(INDEX, index=True)
    phone_sealed: Mapped[str | None] = mapped_column(sa.String(160), info=sealed_as(SEALED["phone_sealed"]))
    phone_index: Mapped[str | None] = mapped_column(INDEX, index=True)
    phone_tail_index: Mapped[str | None] = mapped_column(INDEX, index=True)
    area_code: Mapped[str] = mapped_column(CODE)
    group_name: Mapped[str] = mapped_column(sa.String(40), default="")
    address: Mapped[str] = mapped_column(sa.String(200), default="")
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"), index=True)
    kinship: Mapped[str] = mapped_column(sa.String(20), default="")
    self_care: Mapped[SelfCare | None]
    insurance: Mapped[str] = mapped_column(sa.String(40), default="")
    doctor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    doctor_name: Mapped[str] = mapped_column(sa.String(80), default="")
    registered_place: Mapped[str] = mapped_column(sa.String(200), default="")
    died_on: Mapped[date | None]
    moved_on: Mapped[date | None]
    lost_on: Mapped[date | None]
    away_until: Mapped[date | None]
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    created_at: Mapped[datetime]

    household: Mapped[Household | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


class StateRecord(Audited, Model):
    """Where a resident was from a day: here, away until a day, moved, died, lost. The newest row speaks."""

    __tablename__ = "person_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    state: Mapped[PersonState]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]


class Contact(Audited, Model):
    """Whom to call about a resident: the guardian, a neighbour, family. The phone is sealed."""

    __tablename__ = "person_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    kind: Mapped[ContactKind]
    name: Mapped[str] = mapped_column(sa.String(80))
    phone_sealed: Mapped[str | None] = mapped_column(sa.String(160), info=sealed_as("contact.phone"))
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(200), default="")


class Allergy(Audited, Model):
    """What a resident does not bear, as told or seen; withdrawn with a reason, never taken out."""

    __tablename__ = "person_allergy"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    substance: Mapped[str] = mapped_column(sa.String(80))
    reaction: Mapped[str] = mapped_column(sa.String(200), default="")
    severity: Mapped[Severity | None]
    noted_on: Mapped[date]
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(sa.String(200), default="")


class Drug(Audited, Model):
    """A medicine a resident takes from a day, until a day (None: still)."""

    __tablename__ = "person_drug"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    dose: Mapped[str] = mapped_column(sa.String(80), default="")
    frequency: Mapped[str] = mapped_column(sa.String(80), default="")
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]


class Contract(Audited, Model):
    """家庭医生签约: which team and doctor a resident signed with, for which package, from when to when."""

    __tablename__ = "contract"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    team: Mapped[str] = mapped_column(sa.String(80), default="")
    doctor_name: Mapped[str] = mapped_column(sa.String(80), default="")
    package: Mapped[str] = mapped_column(sa.String(120), default="")
    signed_on: Mapped[date | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str] = mapped_column(sa.String(200), default="")
    close_code: Mapped[CloseReason | None]
    # The team lives upstairs, so this is a number and no foreign key.
    team_id: Mapped[int | None] = mapped_column(index=True)
    packages: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    source_list: Mapped[str] = mapped_column(sa.String(20), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class PersonMerge(Audited, Model):
    """Two records found to be one resident: what was moved and what was written over, so that it can be taken back."""

    __tablename__ = "person_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    merged_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, info=sealed_within(SEALED))
    moved: Mapped[dict[str, Any]]
    merged_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    undone_at: Mapped[datetime | None]
    undone_by_name: Mapped[str] = mapped_column(sa.String(80), default="")


class PersonInitial(Model):
    """One reading of a name in initials: what a search for ``cgy`` walks along."""

    __tablename__ = "person_initial"
    __table_args__ = (sa.Index(None, "initials", "area_code"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    initials: Mapped[str] = mapped_column(BY_CODE_POINT, primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)


class PersonCategory(Audited, Model):
    """A low-income category somebody held from a day, until a day (None: still)."""

    __tablename__ = "person_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    category: Mapped[Category]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    source_list: Mapped[str] = mapped_column(sa.String(20), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class PersonCondition(Audited, Model):
    """A disease somebody has, and the outpatient benefit approved for it where one is."""

    __tablename__ = "person_condition"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    condition: Mapped[Condition]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    benefit_from: Mapped[date | None]
    benefit_until: Mapped[date | None]
    original_text: Mapped[str] = mapped_column(sa.String(200), default="")
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    source_list: Mapped[str] = mapped_column(sa.String(20), default="")
    withdrawn: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
