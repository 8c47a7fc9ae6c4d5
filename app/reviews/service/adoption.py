"""Verdicts, remarks and call-backs go with their logs from one record of a resident to another and back."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.people.models import Person
from app.reviews.models import CallBack, Review, ReviewRemark
from app.visits.models import Visit

TABLES: Final[tuple[type[Review | ReviewRemark | CallBack], ...]] = (Review, ReviewRemark, CallBack)


def follow_logs(to: Person, *, of: Person) -> None:
    """Hand over what was said of logs that belong to one record by now and belonged to another before."""
    logs = sa.select(Visit.id).where(Visit.person_id == to.id)
    for table in TABLES:
        moves = sa.and_(table.person_id == of.id, table.visit_id.in_(logs))
        if count := db.session.scalar(sa.select(sa.func.count()).select_from(table).where(moves)):
            note_bulk(table.__tablename__, count=count, details={"person": to.id, "from": of.id})
            moving = sa.update(table).where(moves).values(person_id=to.id)
            db.session.execute(moving, execution_options={"synchronize_session": False})
