"""What the room keeps: tablets, items as they were received, how a mend task was closed, and the keys items are sealed to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import HASH_LENGTH, Audited
from app.core.db import Model
from app.core.sealing import sealed_as
from app.tablet.rules.vocabulary import ItemKind, ItemState

NAME = sa.String(80)
SYNC_KEY = "sync.key"


class Device(Audited, Model):
    """A tablet somebody set up: who, when, and whether it was blocked. Its number is made on the tablet."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(NAME)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    user_name: Mapped[str] = mapped_column(NAME)
    set_up_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    blocked_by: Mapped[str] = mapped_column(NAME, default="")
    block_reason: Mapped[str] = mapped_column(sa.String(200), default="")


class DeviceContact(Model):
    """The last contact with a tablet by one of its users: what it said of itself. Kept outside the trail, it changes all day."""

    __tablename__ = "device_contact"

    device_id: Mapped[UUID] = mapped_column(sa.ForeignKey("device.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    last_at: Mapped[datetime]
    waiting: Mapped[int] = mapped_column(default=0)
    release: Mapped[int]
    # Seconds the tablet's clock is ahead of the server's; negative where it is behind.
    clock_ahead: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    persisted: Mapped[bool | None]
    packed_at: Mapped[datetime | None]


class InboxItem(Model):
    """One item as it came from a tablet, sealed as it was there, and how it stands. Never deleted, never changed inside."""

    __tablename__ = "inbox_item"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "uuid", "hash"),
        sa.Index("ix_inbox_item_author_id", "author_id", "state"),
        sa.Index("ix_inbox_item_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID]
    hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    author_name: Mapped[str] = mapped_column(NAME)
    # Who brought it where that is not its author: a file from a dying tablet.
    brought_by: Mapped[str] = mapped_column(NAME, default="")
    device_id: Mapped[UUID]
    kind: Mapped[ItemKind]
    format: Mapped[int]
    key_id: Mapped[str] = mapped_column(sa.String(20))
    sealed: Mapped[bytes] = mapped_column(sa.LargeBinary)
    # By the tablet's clock, with its own offset from UTC in minutes; the server's clock beside it.
    captured_at: Mapped[datetime]
    offset_minutes: Mapped[int]
    received_at: Mapped[datetime]
    clock_ahead: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    state: Mapped[ItemState] = mapped_column(default=ItemState.RECEIVED)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    judged_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    # The sentences the page answered with, in the author's language.
    told: Mapped[list[str]]


class InboxClosing(Audited, Model):
    """A mend task that was closed without filing it: who, when, and why. The item itself stays."""

    __tablename__ = "inbox_closing"

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("inbox_item.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.String(400))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    by_name: Mapped[str] = mapped_column(NAME)
    closed_at: Mapped[datetime]


class SyncKey(Model):
    """A key pair that tablets seal to: the newest is handed out, older ones still open what was sealed to them."""

    __tablename__ = "sync_key"

    id: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    public: Mapped[str] = mapped_column(sa.String(120))
    private_sealed: Mapped[str] = mapped_column(sa.Text, info=sealed_as(SYNC_KEY))
    made_at: Mapped[datetime]
