"""Reading what was uploaded and how far it has come, line by line and tab by tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.accounts.models import Area, User
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.rosters.models import RosterDraft, RosterHeading, RosterImport, RosterLine
from app.rosters.rules.draft import DraftState, LineTab
from app.rosters.rules.kinds import ListKind

# How long work may stand still before somebody else takes it up. Applying says nothing while it writes.
STALE = {DraftState.READING: timedelta(minutes=2), DraftState.APPLYING: timedelta(minutes=10)}
MOST_IN_WORK = 50
_OVER = (DraftState.APPLIED, DraftState.DISCARDED)


@dataclass(frozen=True, slots=True)
class TabCount:
    """How many lines a tab has: those without a doctor, those to decide, and how those were decided."""

    lines: int = 0
    lacking: int = 0
    decidable: int = 0
    accepted: int = 0
    held: int = 0

    @property
    def open(self) -> int:
        """How many nobody has decided on yet."""
        return self.decidable - self.accepted - self.held


def get_draft(draft_id: int, *, reader: Reader) -> RosterDraft:
    """Return an uploaded file of the reader's areas."""
    seen = sa.select(RosterDraft).where(
        RosterDraft.id == draft_id, within(RosterDraft.area_code, reader.areas)
    )
    if (draft := db.session.scalar(seen)) is None:
        raise NotFound
    return draft


def list_drafts(reader: Reader) -> Sequence[RosterDraft]:
    """Return the files in work in the reader's areas, the newest first."""
    seen = sa.select(RosterDraft).where(within(RosterDraft.area_code, reader.areas))
    in_work = seen.where(RosterDraft.state.not_in(_OVER)).order_by(RosterDraft.id.desc())
    return db.session.scalars(in_work.limit(MOST_IN_WORK)).all()


def drafts_of(import_ids: Sequence[int]) -> dict[int, int]:
    """Return the upload that each of some imports came from; those of the command have none."""
    chosen = sa.select(RosterDraft.import_id, RosterDraft.id).where(RosterDraft.import_id.in_(import_ids))
    return {row.import_id: row.id for row in db.session.execute(chosen)}


def undoable(reader: Reader) -> set[int]:
    """Return the imports that were the last of their list in their area and were not taken back."""
    last = sa.select(sa.func.max(RosterImport.id)).where(
        within(RosterImport.area_code, reader.areas), RosterImport.undone_at.is_(None)
    )
    return set(db.session.scalars(last.group_by(RosterImport.list_kind, RosterImport.area_code)))


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return the names of some accounts."""
    ids = {user_id for user_id in user_ids if user_id is not None}
    return {
        row.id: row.full_name
        for row in db.session.execute(sa.select(User.id, User.full_name).where(User.id.in_(ids)))
    }


def list_areas(reader: Reader) -> dict[str, str]:
    """Return the places a reader can hand in a list for, each below the one it lies in."""
    inside = sa.select(Area.code, Area.name).where(within(Area.code, reader.areas), Area.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(inside.order_by(Area.code))}


def list_senders(reader: Reader) -> list[str]:
    """Return the offices that lists of the reader's areas came from before."""
    named = sa.select(RosterDraft.sender).where(within(RosterDraft.area_code, reader.areas))
    return list(db.session.scalars(named.where(RosterDraft.sender != "").distinct()))


def count_tabs(draft_id: int) -> dict[LineTab, TabCount]:
    """Return how many lines each tab of a preview has; a tab without any has none."""

    def tally(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    counted = sa.select(
        RosterLine.tab,
        sa.func.count(),
        tally(RosterLine.lacks_doctor.is_(True)),
        tally(RosterLine.decidable.is_(True)),
        tally(sa.and_(RosterLine.decidable.is_(True), RosterLine.accepted.is_(True))),
        tally(sa.and_(RosterLine.decidable.is_(True), RosterLine.accepted.is_(False))),
    ).where(RosterLine.draft_id == draft_id)
    found = {row[0]: TabCount(*row[1:]) for row in db.session.execute(counted.group_by(RosterLine.tab))}
    return {tab: found.get(tab, TabCount()) for tab in LineTab}


def list_lines(
    draft_id: int, tab: LineTab, *, lacking: bool = False, limit: int, offset: int = 0
) -> Sequence[RosterLine]:
    """Return one page of a tab in the order of the file; ``lacking`` keeps only those without a doctor."""
    lines = sa.select(RosterLine).where(RosterLine.draft_id == draft_id, RosterLine.tab == tab)
    if lacking:
        lines = lines.where(RosterLine.lacks_doctor.is_(True))
    return db.session.scalars(lines.order_by(RosterLine.ordinal).limit(limit).offset(offset)).all()


def list_sent_back(draft_id: int) -> Sequence[RosterLine]:
    """Return the lines to be mended: refused ones, and doubtful ones that nobody accepted."""
    tabs = (LineTab.REFUSED, LineTab.DOUBTFUL)
    lines = sa.select(RosterLine).where(RosterLine.draft_id == draft_id, RosterLine.tab.in_(tabs))
    open_ones = lines.where(RosterLine.accepted.is_not(True), RosterLine.cells_sealed.is_not(None))
    return db.session.scalars(open_ones.order_by(RosterLine.sheet, RosterLine.row, RosterLine.id)).all()


def accepted_rows(draft_id: int) -> frozenset[tuple[str, int]]:
    """Return the doubtful rows that somebody accepted, by sheet and row."""
    chosen = sa.select(RosterLine.sheet, RosterLine.row).where(
        RosterLine.draft_id == draft_id,
        RosterLine.tab == LineTab.DOUBTFUL,
        RosterLine.decidable.is_(True),
        RosterLine.accepted.is_(True),
    )
    return frozenset((row.sheet, row.row) for row in db.session.execute(chosen))


def list_waiting(at: datetime) -> list[int]:
    """Return the uploads that are to be read or applied and that nobody is at."""
    waiting = [
        sa.and_(
            RosterDraft.state == state,
            sa.or_(RosterDraft.heartbeat_at.is_(None), RosterDraft.heartbeat_at < at - patience),
        )
        for state, patience in STALE.items()
    ]
    return list(
        db.session.scalars(sa.select(RosterDraft.id).where(sa.or_(*waiting)).order_by(RosterDraft.id))
    )


def remembered_headings(kind: ListKind, *, sender: str) -> dict[str, str]:
    """Return what the headings of an office's list were once said to mean; nothing where they were to be passed over."""
    said = sa.select(RosterHeading.heading, RosterHeading.meaning).where(
        RosterHeading.list_kind == kind, RosterHeading.sender == sender
    )
    return {row.heading: row.meaning for row in db.session.execute(said)}
