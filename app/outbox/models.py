"""A letter: written together with the deed it tells of, and what the post made of it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.outbox.rules import LetterState


class Letter(Model):
    """One letter to one recipient. It holds no name and no number of a resident, and there is one a kind and day.

    ``recipient_id`` points upstairs to the account, so it is a number and no foreign key.
    """

    __tablename__ = "letter"
    __table_args__ = (
        sa.UniqueConstraint("recipient_id", "kind", "day"),
        sa.Index("ix_letter_state", "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int]
    recipient_name: Mapped[str] = mapped_column(sa.String(80))
    address: Mapped[str] = mapped_column(sa.String(254))
    kind: Mapped[str] = mapped_column(sa.String(40))
    day: Mapped[date]
    language: Mapped[str] = mapped_column(sa.String(8))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    message_id: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[LetterState]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    handed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    last_answer: Mapped[str] = mapped_column(sa.String(300), default="")
    settled_by_name: Mapped[str] = mapped_column(sa.String(80), default="")
    created_at: Mapped[datetime]
