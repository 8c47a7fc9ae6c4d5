"""What the room keeps: each change of the areas, and each handing over of a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.territory.rules import ChangeKind, TransferState

CODE = sa.String(12)


class AreaChange(Audited, Model):
    """A village merged, renamed or split on a day, with how many of what went along."""

    __tablename__ = "area_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChangeKind]
    from_code: Mapped[str] = mapped_column(CODE, index=True)
    to_code: Mapped[str] = mapped_column(CODE)
    from_name: Mapped[str] = mapped_column(sa.String(80))
    to_name: Mapped[str] = mapped_column(sa.String(80))
    on: Mapped[date] = mapped_column("changed_on")
    basis: Mapped[str] = mapped_column(sa.String(200), default="")
    counts: Mapped[dict[str, Any]]
    by_name: Mapped[str] = mapped_column(sa.String(80))
    created_at: Mapped[datetime]


class Transfer(Audited, Model):
    """That a person shall be looked after by another township, and what was answered there."""

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_code: Mapped[str] = mapped_column(CODE, index=True)
    to_code: Mapped[str] = mapped_column(CODE, index=True)
    village_code: Mapped[str | None] = mapped_column(CODE)
    state: Mapped[TransferState]
    reason: Mapped[str] = mapped_column(sa.String(200))
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    asked_by_name: Mapped[str] = mapped_column(sa.String(80))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(sa.String(200), default="")
    answered_by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    answered_at: Mapped[datetime | None]
