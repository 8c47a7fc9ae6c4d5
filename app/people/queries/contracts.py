"""家庭医生签约: the contracts of a resident, and which of them runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Contract, Person
from app.people.queries.residents import LARGEST_ID


def list_contracts(person_id: int) -> Sequence[Contract]:
    """Return every contract a resident has or had, the newest first."""
    return _listed(Contract.person_id == person_id, sa.not_(Contract.withdrawn))


def list_entered_contracts(person_id: int) -> Sequence[Contract]:
    """Return every contract that was ever entered for a resident, those withdrawn as mistaken too."""
    return _listed(Contract.person_id == person_id)


def find_running_contract(person_id: int, *, day: date) -> Contract | None:
    """Return the contract in force on a day, the newest where two overlap, or None."""
    found = _listed(Contract.person_id == person_id, runs_on(day))
    return found[0] if found else None


def get_contract(contract_id: int, *, person: Person) -> Contract:
    """Return a contract of a resident that still speaks; another's and an absent one are told the same way."""
    wanted = sa.select(Contract).where(Contract.id == contract_id, Contract.person_id == person.id)
    found = None
    if contract_id <= LARGEST_ID:
        found = db.session.scalar(wanted.where(sa.not_(Contract.withdrawn)))
    if found is None:
        raise NotFound
    return found


def runs_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition that a contract is in force on a day, as `ContractSpan.runs_on` has it."""
    return sa.and_(
        sa.not_(Contract.withdrawn),
        Contract.starts_on <= day,
        sa.or_(Contract.ends_on.is_(None), Contract.ends_on >= day),
        sa.or_(
            Contract.closed_on.is_(None), Contract.closed_on > day, Contract.closed_on == Contract.ends_on
        ),
    )


def _listed(*which: sa.ColumnElement[bool]) -> Sequence[Contract]:
    ordered = sa.select(Contract).where(*which).order_by(Contract.starts_on.desc(), Contract.id.desc())
    return db.session.scalars(ordered).all()
