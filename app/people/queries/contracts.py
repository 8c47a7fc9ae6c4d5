"""家庭医生签约: the contracts of a resident."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.people.models import Contract


def list_contracts(person_id: int) -> Sequence[Contract]:
    """Return every contract a resident has or had, the newest first."""
    wanted = sa.select(Contract).where(Contract.person_id == person_id, sa.not_(Contract.withdrawn))
    return db.session.scalars(wanted.order_by(Contract.starts_on.desc(), Contract.id.desc())).all()
