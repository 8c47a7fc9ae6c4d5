"""Areas, accounts, and the sign-ins that are open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.reader import Role
from app.audit.models import HASH_LENGTH, Audited
from app.core.db import Model
from app.core.regions import FULL_LENGTH, Level
from app.core.sealing import INDEX_HEX, sealed_as

TOTP = "user.totp"


class Area(Model):
    """One place of the division tree, by its twelve-digit code."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(sa.String(FULL_LENGTH), primary_key=True)
    name: Mapped[str]
    level: Mapped[Level]
    parent_code: Mapped[str | None] = mapped_column(sa.String(FULL_LENGTH), index=True)
    ended_on: Mapped[date | None]
    successor_code: Mapped[str | None] = mapped_column(sa.String(FULL_LENGTH))


class AreaName(Model):
    """A name an area went by before; lists that still use it are understood."""

    __tablename__ = "area_name"

    code: Mapped[str] = mapped_column(sa.ForeignKey("area.code"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    until_on: Mapped[date]


class User(Audited, Model):
    """An account: one role, several areas. The lock after wrong passwords stands here and survives a restart."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    full_name: Mapped[str]
    role: Mapped[Role]
    email: Mapped[str | None]
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(sa.String(8), default="zh")
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    password_set_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    # The secret of the code generator; it counts once its owner has shown a right code, each step of it once.
    totp_sealed: Mapped[str | None] = mapped_column(sa.String(160), info=sealed_as(TOTP))
    totp_since: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(sa.BigInteger)

    def is_locked(self, at: datetime) -> bool:
        """Return whether wrong passwords keep the account shut at an instant."""
        return self.locked_until is not None and at < self.locked_until


class RecoveryCode(Audited, Model):
    """A code that opens the door once when the code generator is lost: ten an account, only their hashes kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class UserArea(Audited, Model):
    """An area that belongs to an account, for good or through a day (standing in for a colleague)."""

    __tablename__ = "user_area"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.ForeignKey("area.code"), primary_key=True)
    until: Mapped[date | None]
    covers_for: Mapped[str] = mapped_column(sa.String(80), default="")


class SignIn(Model):
    """A session on the server. The cookie holds a random token, the row only its hash."""

    __tablename__ = "sign_in"

    id: Mapped[str] = mapped_column(sa.String(HASH_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    data: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(sa.String(80), default="", server_default="")


class DoorStrain(Model):
    """How many wrong attempts came from one origin of late; where it is stands here only as a keyed hash."""

    __tablename__ = "door_strain"

    origin: Mapped[str] = mapped_column(sa.String(INDEX_HEX), primary_key=True)
    since: Mapped[datetime]
    failures: Mapped[int]
