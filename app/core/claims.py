"""Planned work is done once: a row for each job and planned slot, claimed inside the job's own deed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db


class JobClaim(Model):
    """That a job was done for one planned slot."""

    __tablename__ = "job_claim"

    job: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    slot: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    claimed_at: Mapped[datetime]


def claim(job: str, *, slot: str) -> bool:
    """Claim a job's slot in the open deed; False where somebody else holds it.

    The claim commits with the work, so that a crash frees it again; a second worker waits for the first to end.
    """
    values = {"job": job, "slot": slot, "claimed_at": clock.now()}
    inserts: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    insert = inserts[db.session.connection().dialect.name]
    result: Any = db.session.execute(insert(JobClaim).values(values).on_conflict_do_nothing())
    return bool(result.rowcount == 1)
