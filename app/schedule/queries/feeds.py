"""Reads of the calendar feeds: whose a token is."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from app.accounts.queries import find_reader, find_username
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.core.db import db
from app.schedule.models import FeedToken


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_feed_owner(token: str) -> Reader | None:
    """Return the doctor whose feed a token opens; None where it was revoked, is unknown, or the account is closed."""
    wanted = sa.select(FeedToken.user_id).where(FeedToken.token_hash == hash_of(token))
    user_id = db.session.scalar(wanted.where(FeedToken.revoked_at.is_(None)))
    username = None if user_id is None else find_username(user_id)
    owner = None if username is None else find_reader(username)
    return owner if owner is not None and may(owner.role, Right.WRITE_CARE) else None


def find_feed(user_id: int) -> FeedToken | None:
    """Return the feed of an account that is open, if one is."""
    wanted = sa.select(FeedToken).where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
    return db.session.scalar(wanted.order_by(FeedToken.id.desc()).limit(1))
