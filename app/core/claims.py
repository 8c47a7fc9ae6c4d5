"""Planned work is done once: a row for each job and planned slot, claimed inside the job's own deed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db, insert_into


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
    once = insert_into(JobClaim).values(values).on_conflict_do_nothing().returning(JobClaim.job)
    return db.session.execute(once).first() is not None


def is_claimed(job: str, *, slot: str) -> bool:
    """Return whether a job's slot was done, or is being done by somebody whose deed is committed."""
    held = sa.select(JobClaim.slot).where(JobClaim.job == job, JobClaim.slot == slot)
    return db.session.scalar(held) is not None


def last_claimed() -> dict[str, str]:
    """Return the last slot of each job that was done."""
    last = sa.select(JobClaim.job, sa.func.max(JobClaim.slot)).group_by(JobClaim.job)
    return {row[0]: row[1] for row in db.session.execute(last)}
