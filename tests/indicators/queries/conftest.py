"""One resident at a time, and what a number says of them."""

from __future__ import annotations

import pytest

from app.core.db import db
from app.core.transaction import transaction
from app.indicators.queries.statements import STATEMENTS
from app.indicators.rules.months import Window
from app.policy.terms import Kind
from app.visits.service import file_visit
from tests import cast
from tests.careplans.conftest import write
from tests.contracts.conftest import township

__all__ = ["met", "rows", "see", "township", "write"]


def rows(name, *, month=cast.TODAY, areas=(cast.TOWN,), today=cast.TODAY):
    """Return the rows of a number."""
    return db.session.execute(STATEMENTS[name](Window.of(month, today), areas)).all()


def met(name, **asked):
    """Return for each row, by person, whether it is met."""
    return {row.person_id: row.met for row in rows(name, **asked)}


@pytest.fixture
def see(app, dr_li):
    """File a visit: `see(person, date(2026, 3, 1), systolic=138, diastolic=88)`."""

    def _see(person, on=cast.TODAY, *, kinds=(Kind.HYPERTENSION,), mode=None, **answers):
        changes = {} if mode is None else {"mode": mode}
        with transaction("visit.file", by=dr_li):
            return file_visit(
                cast.a_visit(visited_on=on, kinds=kinds, answers=answers, results={}, **changes),
                person=person,
                doctor=dr_li,
            )

    return _see
