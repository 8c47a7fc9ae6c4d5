"""Family-doctor contracts: who has one, and who was served under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from app.contracts.queries.standing import signed_on
from app.duties.models import EvidenceRecord
from app.indicators.queries.registered import Statement, counts_on, rows_of
from app.indicators.rules.months import Window
from app.people.models import Person
from app.policy.terms import Kind

A_YEAR = 12


def coverage(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return every resident; met where a contract runs."""
    rows = sa.select(*rows_of(Person, met=_has_signed(window, areas)))
    return rows.where(counts_on(window.as_of, areas))


def performance(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return every resident with a contract that runs; met where served in the last twelve months.

    To sign is no service; a visit, a call or medicine given out is one.
    """
    e = EvidenceRecord
    served = sa.exists().where(
        e.person_id == Person.id,
        sa.not_(e.voided),
        e.kind != Kind.CONTRACT,
        e.seen_on.between(window.back(A_YEAR), window.as_of),
    )
    rows = sa.select(*rows_of(Person, met=served.correlate(Person)))
    return rows.where(counts_on(window.as_of, areas), _has_signed(window, areas))


def _has_signed(window: Window, areas: Sequence[str]) -> sa.ColumnElement[bool]:
    signed = signed_on(window.as_of, areas=areas)
    return Person.id.in_(sa.select(signed.c.person_id))


STATEMENTS: Final[Mapping[str, Statement]] = {
    "contract-coverage": coverage,
    "contract-performance": performance,
}
