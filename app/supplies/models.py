"""What the room keeps: medicines reported out of stock in a village, their answers, and deliveries."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.careplans.rules.vocabulary import DoseUnit
from app.core.db import Model
from app.supplies.rules.vocabulary import Answered, CloseWay

CODE = sa.String(12)
NAME = sa.String(80)


class Shortage(Audited, Model):
    """A medicine a village cannot give out: open until it arrives, is replaced, or was a mistake.

    ``code`` is the catalogue's; a medicine it does not know goes by its name alone.
    """

    __tablename__ = "shortage"
    __table_args__ = (sa.Index("ix_shortage_area_code", "area_code", "closed_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    area_code: Mapped[str] = mapped_column(CODE)
    code: Mapped[str] = mapped_column(sa.String(60), default="")
    name: Mapped[str] = mapped_column(NAME)
    strength: Mapped[str] = mapped_column(sa.String(40), default="")
    reported_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)
    reported_at: Mapped[datetime]
    answer: Mapped[Answered | None]
    answer_note: Mapped[str] = mapped_column(sa.String(400), default="")
    expected_on: Mapped[date | None]
    answered_by: Mapped[str] = mapped_column(NAME, default="")
    answered_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    closed_as: Mapped[CloseWay | None]
    closed_by: Mapped[str] = mapped_column(NAME, default="")


class Delivery(Audited, Model):
    """Medicine on its way to a village or, for a rare or special disease, to one person; received on a day or not yet."""

    __tablename__ = "delivery"
    __table_args__ = (sa.Index("ix_delivery_area_code", "area_code", "received_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[UUID] = mapped_column(unique=True)
    area_code: Mapped[str] = mapped_column(CODE)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    shortage_id: Mapped[int | None] = mapped_column(sa.ForeignKey("shortage.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(60), default="")
    name: Mapped[str] = mapped_column(NAME)
    strength: Mapped[str] = mapped_column(sa.String(40), default="")
    quantity: Mapped[float]
    unit: Mapped[DoseUnit]
    sent_by: Mapped[str] = mapped_column(NAME, default="")
    sent_on: Mapped[date]
    expected_on: Mapped[date | None]
    received_on: Mapped[date | None]
    received_by: Mapped[str] = mapped_column(NAME, default="")
    note: Mapped[str] = mapped_column(sa.String(400), default="")
    cancelled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
