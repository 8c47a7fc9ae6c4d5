"""Whether the application is empty, and whether it holds the invented township."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Area
from app.core.db import db
from app.demo.rules import TOWN


def is_empty() -> bool:
    """Return whether nothing has been set up yet."""
    return db.session.scalar(sa.select(Area.code).limit(1)) is None


def is_demo() -> bool:
    """Return whether this is the invented township."""
    return db.session.get(Area, TOWN) is not None
