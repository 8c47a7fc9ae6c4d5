"""Private calendar feeds: a long random token, of which only the hash is kept; it can be renewed and revoked."""

from __future__ import annotations

import secrets

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.schedule.models import FeedToken
from app.schedule.queries import hash_of

BYTES = 32  # 43 characters


def renew_feed(user_id: int) -> str:
    """Open a doctor's feed under a new token and return it, once: the one before opens nothing any more."""
    revoke_feed(user_id)
    token = secrets.token_urlsafe(BYTES)
    db.session.add(FeedToken(user_id=user_id, token_hash=hash_of(token), created_at=clock.now()))
    return token


def revoke_feed(user_id: int) -> int:
    """Close a doctor's feed; return how many tokens that ended."""
    wanted = sa.select(FeedToken).where(FeedToken.user_id == user_id, FeedToken.revoked_at.is_(None))
    held = db.session.scalars(wanted.order_by(FeedToken.id)).all()
    for token in held:
        token.revoked_at = clock.now()
    return len(held)
