"""Who is looked after: residents, their households, and what they held from when to when."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models import Audited
from app.core.db import Model
from app.policy.terms import Category, Condition, SelfCare, Sex

CODE = sa.String(12)
INDEX = sa.String(32)
# Prefix searches compare ranges, so these columns sort by code point wherever the database stands.
BY_CODE_POINT = sa.String(80).with_variant(sa.String(80, collation="C"), "postgresql")


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
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(BY_CODE_POINT)
    name_reversed: Mapped[str] = mapped_column(BY_CODE_POINT)
    initials: Mapped[str] = mapped_column(sa.String(200), default="")
    sex: Mapped[Sex]
    born_on: Mapped[date | None]
    identity_sealed: Mapped[str | None] = mapped_column(sa.String(160))
    identity_index: Mapped[str | None] = mapped_column(INDEX, unique=True)
    identity_tail_index: Mapped[str | None] = mapped_column(INDEX, index=True)
    phone_sealed: Mapped[str | None] = mapped_column(sa.String(160))
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
    died_on: Mapped[date | None]
    moved_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    created_at: Mapped[datetime]

    household: Mapped[Household | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


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
    created_at: Mapped[datetime]
