"""The one door for writes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.models import Area
from app.core.db import db
from app.core.transaction import COMMAND_LINE, current_deed, transaction

PLACE = "350000000000"


def a_place() -> Area:
    return Area(code=PLACE, name="福建省", level="province", parent_code=None)


def count_places() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Area).where(Area.code == PLACE)) or 0


def test_a_deed_is_committed_once_at_the_end(app):
    with transaction("areas.import", by=COMMAND_LINE):
        db.session.add(a_place())

    assert count_places() == 1
    assert current_deed() is None


def test_an_error_leaves_nothing_behind(app):
    with pytest.raises(ZeroDivisionError), transaction("areas.import", by=COMMAND_LINE):
        db.session.add(a_place())
        db.session.flush()
        raise ZeroDivisionError

    assert count_places() == 0
    assert current_deed() is None


def test_a_deed_inside_a_deed_is_refused(app):
    with pytest.raises(RuntimeError, match="One deed"), transaction("a", by=COMMAND_LINE):
        with transaction("b", by=COMMAND_LINE):
            pass


def test_what_was_changed_before_the_deed_was_named_is_refused(app):
    db.session.add(a_place())

    with pytest.raises(RuntimeError, match="before the deed"), transaction("a", by=COMMAND_LINE):
        pass
    db.session.rollback()
