"""Whose tablets and tasks somebody looks after: those of the accounts inside their areas."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import UserArea
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core import clock


def in_reach(
    user_id: InstrumentedAttribute[int] | InstrumentedAttribute[Any], *, reader: Reader
) -> sa.ColumnElement[bool]:
    """Return the condition that an account holds something inside the reader's areas.

    An account that holds nothing any more stays with those inside whose areas it held something: what is left on its
    tablet is still theirs to look after.
    """
    today = clock.today()
    held, running = aliased(UserArea), aliased(UserArea)
    runs = sa.or_(running.until.is_(None), running.until >= today)
    any_running = sa.exists().where(running.user_id == user_id, runs)
    still = sa.or_(held.until.is_(None), held.until >= today, sa.not_(any_running))
    return sa.exists().where(held.user_id == user_id, within(held.area_code, reader.areas), still)
