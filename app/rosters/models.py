"""What the room keeps: each import, and whom each list last named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.rosters.rules.kinds import ListKind


class RosterImport(Audited, Model):
    """One file that was applied: which list, for which area, as of which day, and what it came to."""

    __tablename__ = "roster_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_kind: Mapped[ListKind]
    area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    as_of: Mapped[date]
    file_name: Mapped[str] = mapped_column(sa.String(200))
    counts: Mapped[dict[str, Any]]
    imported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    imported_at: Mapped[datetime]


class RosterMember(Model):
    """Somebody on the last list of a kind: what it said (as keyed marks, not in words), so the next is compared with it."""

    __tablename__ = "roster_member"
    __table_args__ = (sa.Index("ix_roster_member_list", "list_kind", "area_code"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    list_kind: Mapped[ListKind] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.String(12))
    marks: Mapped[str] = mapped_column(sa.String(80))
    terms: Mapped[str] = mapped_column(sa.String(400))
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_import.id"), index=True)
    left_on: Mapped[date | None]
