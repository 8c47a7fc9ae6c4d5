"""What the room keeps: the teams people sign with, and caseloads handed over."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model

CODE = sa.String(12)


class Team(Audited, Model):
    """家庭医生团队 of a township: who leads it, who belongs to it. A team that ended stays on its contracts."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, index=True)
    name: Mapped[str] = mapped_column(sa.String(80))
    leader_name: Mapped[str] = mapped_column(sa.String(80), default="")
    members: Mapped[str] = mapped_column(sa.String(400), default="")
    phone: Mapped[str] = mapped_column(sa.String(40), default="")
    created_at: Mapped[datetime]
    ended_on: Mapped[date | None]


class CaseloadHandover(Audited, Model):
    """A whole caseload given from one responsible doctor to another in one deed: whose, and how many."""

    __tablename__ = "caseload_handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, index=True)
    from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    from_name: Mapped[str] = mapped_column(sa.String(80), default="")
    # Nobody's residents are handed back to nobody, and a doctor without an account is known by name alone.
    to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    to_name: Mapped[str] = mapped_column(sa.String(80))
    people: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    handed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    group_name: Mapped[str | None] = mapped_column(sa.String(40))
    # The handing over this one took back.
    returns_id: Mapped[int | None] = mapped_column(sa.ForeignKey("caseload_handover.id"), index=True)


class CaseloadMember(Audited, Model):
    """One resident who was handed over, as the record stood that day: what a handing back goes by.

    A record merged into another later stays named here: the one that stands for it has a doctor of its own.
    """

    __tablename__ = "caseload_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("caseload_handover.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
