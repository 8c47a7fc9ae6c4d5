"""批量续签: the contracts of a village that run out, renewed in one deed."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.contracts.rules import renewal_of
from app.contracts.service.signing import same_terms
from app.core import clock
from app.core.db import db
from app.core.transaction import Actor
from app.people.models import Contract
from app.people.rules import CloseReason

CHUNK = 500
table: Any = Contract.__table__


def renew_many(contract_ids: Collection[int], *, years: int, by: Actor) -> int:
    """Let contracts go on for so many years with the same terms; return how many did.

    One that somebody renewed or dissolved meanwhile is passed over, so that a second press changes nothing.
    """
    old = [contract for some in _chunks(sorted(set(contract_ids))) for contract in _open(some)]
    if not old:
        return 0
    today, now = clock.today(), clock.now()
    note_bulk(table.name, count=len(old), details={"new": True})
    note_bulk(table.name, count=len(old), details={"changed": ["closed_on", "close_code", "close_reason"]})
    fresh, ended = [], []
    for contract in old:
        renewal = renewal_of(contract.ends_on, today=today, years=years)
        span = {"signed_on": today, "starts_on": renewal.starts_on, "ends_on": renewal.ends_on}
        fresh.append(same_terms(contract) | span | {"by_name": by.name, "created_at": now})
        ended.append({"number": contract.id, "day": min(renewal.starts_on, contract.ends_on or today)})
    db.session.execute(sa.insert(table), fresh)
    reason = {"close_code": CloseReason.RENEWED, "close_reason": CloseReason.RENEWED.zh}
    closing = sa.update(table).where(table.c.id == sa.bindparam("number"))
    db.session.execute(closing.values(closed_on=sa.bindparam("day"), **reason), ended)
    db.session.expire_all()
    return len(old)


def _open(some: list[int]) -> list[Contract]:
    wanted = sa.select(Contract).where(
        Contract.id.in_(some), Contract.closed_on.is_(None), sa.not_(Contract.withdrawn)
    )
    return list(db.session.scalars(wanted.order_by(Contract.id).with_for_update()))


def _chunks(ids: list[int]) -> list[list[int]]:
    return [ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)]
