"""What the room keeps: the counts of each month, sheets made, warnings, and what is done about them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.indicators.rules.vocabulary import PlanEnd, WarningReason

CODE = sa.String(12)
NAME = sa.String(80)
WORDS = sa.String(400)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Tally(Model):
    """What one indicator of a month came to in one village, for everybody or one part: derived, counted anew until it closes.

    ``part`` is empty for everybody, else ``doctor:7``, ``category:low-margin`` or ``condition:diabetes``. Once the month is
    closed the closed pair never changes; the other pair goes on, so that late entries show beside it.
    """

    __tablename__ = "tally"

    month: Mapped[date] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    indicator: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    numerator: Mapped[int]
    denominator: Mapped[int]
    closed_numerator: Mapped[int | None]
    closed_denominator: Mapped[int | None]


class TallyMonth(Model):
    """How far a month is counted: when, up to which entry of the trail, and when it closed."""

    __tablename__ = "tally_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    # The day it was counted for: what is overdue moves with the day.
    counted_on: Mapped[date]
    counted_to: Mapped[int] = mapped_column(NUMBER)
    closed_at: Mapped[datetime | None]


class MeetingSheet(Audited, Model):
    """月度分析表 of one unit: the numbers as they stood when it was made, once a month."""

    __tablename__ = "meeting_sheet"
    __table_args__ = (sa.UniqueConstraint("area_code", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)
    month: Mapped[date]
    made_at: Mapped[datetime]
    told: Mapped[dict[str, Any]] = mapped_column(sa.JSON)


class SheetFault(Model):
    """That the sheet of a unit and month could not be made, how often it was tried, and when last."""

    __tablename__ = "sheet_fault"

    area_code: Mapped[str] = mapped_column(CODE, primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    tries: Mapped[int]
    tried_at: Mapped[datetime]
    # The kind of the error only: its words may hold what is in a record.
    kind: Mapped[str] = mapped_column(sa.String(80))


class IndicatorWarning(Audited, Model):
    """季度预警: that a unit misses a target or falls, with what would have to happen, and what it answered."""

    __tablename__ = "indicator_warning"
    __table_args__ = (
        sa.UniqueConstraint("area_code", "indicator", "month"),
        sa.Index("ix_indicator_warning_month", "month", "area_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)
    indicator: Mapped[str] = mapped_column(sa.String(40))
    # The last month of the quarter.
    month: Mapped[date]
    reason: Mapped[WarningReason]
    numerator: Mapped[int]
    denominator: Mapped[int]
    target: Mapped[Decimal | None] = mapped_column(sa.Numeric(7, 2))
    # How many more (or fewer, where lower is better) would reach the target.
    missing: Mapped[int | None]
    issued_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(NAME, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(NAME, default="")
    answer: Mapped[str] = mapped_column(WORDS, default="")


class ActionPlan(Audited, Model):
    """整改措施 for a red indicator of a unit: the measure, until when, and who sees to it; shown until the number recovers."""

    __tablename__ = "action_plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, index=True)
    indicator: Mapped[str] = mapped_column(sa.String(40))
    measure: Mapped[str] = mapped_column(WORDS)
    owner_name: Mapped[str] = mapped_column(NAME)
    due_on: Mapped[date]
    created_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")
    ended_at: Mapped[datetime | None]
    end: Mapped[PlanEnd | None]
    ended_by: Mapped[str] = mapped_column(NAME, default="")
