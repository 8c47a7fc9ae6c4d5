"""What the room keeps: appointments, what is special about days, each doctor's working pattern, and feed tokens."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import HASH_LENGTH, Audited
from app.core.db import Model
from app.schedule.rules import DayKind, MarketCalendar

CODE = sa.String(12)
EVERYWHERE = ""


class Appointment(Audited, Model):
    """That a doctor means to see a resident on a day. A moved or cancelled one is kept; the last row not cancelled holds."""

    __tablename__ = "appointment"
    __table_args__ = (
        sa.Index("ix_appointment_day", "doctor_id", "on_day"),
        sa.Index("ix_appointment_person", "person_id", "on_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    doctor_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    area_code: Mapped[str] = mapped_column(CODE)
    on_day: Mapped[date]
    place: Mapped[int] = mapped_column(default=0)
    # What a doctor set by hand stays where it is when the week is planned anew.
    by_hand: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class CalendarDay(Audited, Model):
    """What is special about one day in a place; an empty code is the whole country."""

    __tablename__ = "calendar_day"
    __table_args__ = (sa.Index("ix_calendar_day_on", "on_day", "area_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, default=EVERYWHERE)
    on_day: Mapped[date]
    kind: Mapped[DayKind]
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Market(Audited, Model):
    """赶集: on which days a place holds its market, such as 逢三六九 of the lunar month."""

    __tablename__ = "market"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, index=True)
    calendar: Mapped[MarketCalendar]
    days: Mapped[list[int]] = mapped_column(sa.JSON)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class WorkPattern(Audited, Model):
    """How many people a doctor sees a day on rounds, and on which days of the week (1 Monday to 7 Sunday)."""

    __tablename__ = "work_pattern"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    per_day: Mapped[int] = mapped_column(default=24)
    weekdays: Mapped[list[int]] = mapped_column(sa.JSON)


class FeedToken(Audited, Model):
    """The key of a doctor's private calendar feed: only its hash is kept, and it can be withdrawn."""

    __tablename__ = "feed_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
