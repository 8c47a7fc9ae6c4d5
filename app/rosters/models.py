"""What the room keeps: each import, and whom each list last named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import Audited
from app.core.db import Model
from app.core.sealing import sealed_as, sealed_within
from app.people.models import SEALED
from app.rosters.rules.draft import DraftState, LineTab
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
    sender: Mapped[str] = mapped_column(sa.String(80), default="")
    supplements_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_import.id"))
    undone_at: Mapped[datetime | None]
    undone_by_name: Mapped[str] = mapped_column(sa.String(80), default="")


class RosterMember(Model):
    """Somebody on the last list of a kind: what it said (as keyed marks, not in words), so the next is compared with it."""

    __tablename__ = "roster_member"
    __table_args__ = (sa.Index("ix_roster_member_list", "list_kind", "area_code"),)

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    list_kind: Mapped[ListKind] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.String(12))
    marks: Mapped[str] = mapped_column(sa.String(80))
    terms: Mapped[str] = mapped_column(sa.String(400))
    row_mark: Mapped[str] = mapped_column(sa.String(24), default="", server_default="")
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_import.id"), index=True)
    left_on: Mapped[date | None]


class RosterJournal(Model):
    """What one import wrote in one table, so that it can be taken back: rows opened by id, rows changed before and after."""

    __tablename__ = "roster_journal"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_import.id"), index=True)
    table_name: Mapped[str] = mapped_column(sa.String(40))
    opened: Mapped[list[int]] = mapped_column(sa.JSON)
    before: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, info=sealed_within(SEALED))
    after: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, info=sealed_within(SEALED))


class RosterDraft(Model):
    """A file somebody uploaded: sealed until it is applied, with how far its reading has come and what it came to."""

    __tablename__ = "roster_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    list_kind: Mapped[ListKind]
    area_code: Mapped[str] = mapped_column(sa.String(12), index=True)
    as_of: Mapped[date]
    sender: Mapped[str] = mapped_column(sa.String(80), default="")
    file_name: Mapped[str] = mapped_column(sa.String(200))
    file_hash: Mapped[str] = mapped_column(sa.String(64))
    file_sealed: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary, deferred=True, info=sealed_as("roster_draft.file")
    )
    state: Mapped[DraftState]
    stage: Mapped[dict[str, Any]]
    heartbeat_at: Mapped[datetime | None]
    fault: Mapped[dict[str, Any]]
    headings: Mapped[dict[str, Any]]
    counts: Mapped[dict[str, Any]]
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    confirm_left: Mapped[bool] = mapped_column(default=False)
    supplements_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_import.id"))
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roster_import.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RosterLine(Model):
    """One line of a preview: whom it concerns, old and new side by side, and what was decided where it is doubtful."""

    __tablename__ = "roster_line"
    __table_args__ = (sa.Index("ix_roster_line_tab", "draft_id", "tab", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(sa.ForeignKey("roster_draft.id"))
    tab: Mapped[LineTab]
    ordinal: Mapped[int]
    person_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(sa.String(80))
    village: Mapped[str] = mapped_column(sa.String(80))
    sheet: Mapped[str | None] = mapped_column(sa.String(80))
    row: Mapped[int | None]
    reason: Mapped[dict[str, Any]]
    sides: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON)
    lacks_doctor: Mapped[bool] = mapped_column(default=False)
    decidable: Mapped[bool] = mapped_column(default=False)
    accepted: Mapped[bool | None]
    cells_sealed: Mapped[str | None] = mapped_column(sa.Text, info=sealed_as("roster_line.cells"))


class RosterHeading(Model):
    """What a heading of one sender's list means, as somebody said once; remembered for the next file."""

    __tablename__ = "roster_heading"

    list_kind: Mapped[ListKind] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    heading: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    meaning: Mapped[str] = mapped_column(sa.String(40))
    said_at: Mapped[datetime]
