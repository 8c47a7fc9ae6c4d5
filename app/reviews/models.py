"""What the room keeps: verdicts, the dialogue on a log, call-backs, the township's sample, what the signals found."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.core.sealing import sealed_as
from app.reviews.rules.vocabulary import (
    CallOutcome,
    CallWay,
    Judgement,
    Lane,
    Reached,
    ReturnReason,
    Signal,
    Told,
    Verdict,
)

CODE = sa.String(12)
NAME = sa.String(80)
WORDS = sa.String(400)
SEED = "sample.seed"


class Review(Audited, Model):
    """One verdict on one visit log. A later one is added beside it; the newest speaks."""

    __tablename__ = "review"
    __table_args__ = (
        sa.Index("ix_review_area", "area_code", "reviewed_at"),
        # The doctor's first page and digest ask for what came back.
        sa.Index("ix_review_doctor", "doctor_id", "verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    area_code: Mapped[str] = mapped_column(CODE)
    # Whose log it is.
    doctor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    lane: Mapped[Lane]
    verdict: Mapped[Verdict]
    reason: Mapped[ReturnReason | None]
    comment: Mapped[str] = mapped_column(WORDS, default="")
    # Accepted together with others from a list, not opened one by one.
    in_bulk: Mapped[bool] = mapped_column(default=False)
    # When the log was opened for this verdict; none in bulk.
    opened_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")


class ReviewRemark(Audited, Model):
    """What a doctor or a supervisor says about a log under review; the dialogue stays on it."""

    __tablename__ = "review_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(WORDS)
    said_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")


class CallBack(Audited, Model):
    """One attempt to learn from the person, or somebody near, whether a visit took place, and what was answered."""

    __tablename__ = "call_back"
    __table_args__ = (sa.Index("ix_call_back_area", "area_code", "called_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    area_code: Mapped[str] = mapped_column(CODE)
    doctor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    way: Mapped[CallWay]
    reached: Mapped[Reached]
    # Was somebody there; was it on that day or about it; what was done.
    came: Mapped[Told | None]
    on_that_day: Mapped[Told | None]
    done: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    outcome: Mapped[CallOutcome]
    note: Mapped[str] = mapped_column(WORDS, default="")
    called_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")


class SampleShare(Audited, Model):
    """How many in a hundred of a doctor's logs (of every doctor's where none is named) a township draws from an instant on."""

    __tablename__ = "sample_share"

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE, index=True)
    doctor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    # None ends a doctor's own share: what holds for everybody holds again.
    percent: Mapped[int | None]
    since: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")


class SampleSeed(Audited, Model):
    """The secret a township's sample of a month is drawn by, sealed, and its hash, which anybody may see from the start."""

    __tablename__ = "sample_seed"
    __table_args__ = (sa.UniqueConstraint("area_code", "month"),)

    # What is sealed under another key is gone through by one number.
    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(CODE)
    month: Mapped[date]
    seed_sealed: Mapped[str] = mapped_column(sa.String(160), info=sealed_as(SEED))
    commitment: Mapped[str] = mapped_column(sa.String(64))
    drawn_at: Mapped[datetime]
    # When the month ended: the logs added then for doctors of whom fewer than the least were drawn.
    added: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    # The first versions of all logs that lay in the township then: a resident who moves away later takes logs along.
    among: Mapped[list[int]] = mapped_column(sa.JSON, default=list)
    closed_at: Mapped[datetime | None]


class Finding(Model):
    """What a signal found in a doctor's logs of a month: derived from the logs, and found anew at any time."""

    __tablename__ = "finding"
    __table_args__ = (sa.Index("ix_finding_area", "area_code", "month"),)

    month: Mapped[date] = mapped_column(primary_key=True)
    doctor_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    signal: Mapped[Signal] = mapped_column(primary_key=True)
    # The township: a doctor may hold several villages.
    area_code: Mapped[str] = mapped_column(CODE)
    # So many of so many: what the explanation counts.
    found: Mapped[int]
    among: Mapped[int]
    # The figures the explanation names besides, such as minutes or metres.
    told: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class FindingVisit(Model):
    """A visit log behind a finding: what puts it among those to be looked at first."""

    __tablename__ = "finding_visit"

    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("visit.id"), primary_key=True)
    signal: Mapped[Signal] = mapped_column(primary_key=True)
    month: Mapped[date]
    doctor_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)


class FindingNote(Audited, Model):
    """What a supervisor found when she looked into a signal of a doctor's month."""

    __tablename__ = "finding_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date]
    doctor_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    signal: Mapped[Signal]
    area_code: Mapped[str] = mapped_column(CODE)
    judgement: Mapped[Judgement]
    words: Mapped[str] = mapped_column(WORDS, default="")
    noted_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME, default="")
