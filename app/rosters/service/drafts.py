"""An uploaded file on its way: taken in sealed, held by one worker at a time, explained, decided on, given up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.sealing import seal_bytes
from app.core.transaction import Actor
from app.core.words import Text
from app.rosters.models import RosterDraft, RosterHeading, RosterLine
from app.rosters.queries.drafts import remembered_headings
from app.rosters.rules.draft import DraftState, LineTab, Stage
from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import ListKind
from app.rosters.service.holding import FILE, put, stage_of

LONGEST_STEM = 70
KEPT_UNREADABLE = timedelta(days=1)
KEPT_IN_WORK = timedelta(days=30)
KEPT_APPLIED = timedelta(days=400)
OPEN_TO_HEADINGS = (DraftState.HEADINGS, DraftState.READY, DraftState.STOPPED)
NOT_NOW = Text(
    "这份名单现在是“{state}”，不能这样做。请刷新后再看。",
    "This list is “{state}” just now, so this cannot be done. Please look again.",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was handed in."""

    kind: ListKind
    area: str
    as_of: date
    sender: str
    file_name: str
    content: bytes


def open_draft(upload: Upload, *, by: Actor) -> RosterDraft:
    """Keep a file as it came, sealed, to be read beside the page."""
    now = clock.now()
    draft = RosterDraft(
        list_kind=upload.kind,
        area_code=upload.area,
        as_of=upload.as_of,
        sender=upload.sender,
        file_name=_short(upload.file_name),
        file_hash=sha256(upload.content).hexdigest(),
        file_sealed=seal_bytes(upload.content, context=FILE),
        state=DraftState.READING,
        stage=stage_of(Stage.WAITING, by=by),
        fault={},
        headings={"given": remembered_headings(upload.kind, sender=upload.sender)},
        counts={},
        warnings=[],
        created_by_id=by.id,
        created_at=now,
        updated_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    return draft


def explain(draft: RosterDraft, meanings: Mapping[str, Field | None], *, by: Actor) -> None:
    """Keep what headings mean, for this file and for the next of the same office; then read the file anew."""
    _need(draft, *OPEN_TO_HEADINGS)
    if draft.file_sealed is None:
        raise Refused(
            Text("文件已不再保存，请重新上传。", "The file is no longer kept; please upload it again.")
        )
    now = clock.now()
    for heading, meaning in meanings.items():
        kept = RosterHeading(
            list_kind=draft.list_kind,
            sender=draft.sender,
            heading=heading[:80],
            meaning=meaning.value if meaning else "",
            said_at=now,
        )
        db.session.merge(kept)
    given = {heading: meaning.value if meaning else "" for heading, meaning in meanings.items()}
    draft.headings = {**draft.headings, "given": {**draft.headings.get("given", {}), **given}}
    put(draft, DraftState.READING)
    draft.stage = stage_of(Stage.WAITING, by=by)


def decide(draft: RosterDraft, *, accept: bool, line_id: int | None = None) -> int:
    """Accept or hold back one doubtful line, or all of them; return how many."""
    _need(draft, DraftState.READY)
    chosen = sa.update(RosterLine).where(
        RosterLine.draft_id == draft.id,
        RosterLine.tab == LineTab.DOUBTFUL,
        RosterLine.decidable.is_(True),
    )
    if line_id is not None:
        chosen = chosen.where(RosterLine.id == line_id)
    draft.updated_at = clock.now()
    done: Any = db.session.execute(chosen.values(accepted=accept))
    return int(done.rowcount)


def begin_applying(draft: RosterDraft, *, confirm_left: bool, by: Actor) -> None:
    """Hand a reviewed list over to be applied, in the name of whoever pressed."""
    _need(draft, DraftState.READY)
    if draft.counts.get("too_many_left") and not confirm_left:
        raise Refused(
            Text(
                "退出的人超过上次的一成。请先看“退出”一栏，确实如此就勾选“确认这些人已退出”。",
                "More than a tenth of the last list is missing. Look at “Left” first; if it is so, tick that they have left.",
            )
        )
    draft.confirm_left = confirm_left
    put(draft, DraftState.APPLYING)
    draft.stage = stage_of(Stage.APPLYING, by=by)


def discard(draft: RosterDraft) -> None:
    """Give an upload up: the file and the lines go, the fact that it was there stays."""
    _need(draft, DraftState.READING, *OPEN_TO_HEADINGS)
    put(draft, DraftState.DISCARDED)
    draft.file_sealed = None
    _drop_lines([draft.id])


def clear_old(at: datetime) -> dict[str, int]:
    """Drop what has been kept long enough: files nobody can read, uploads nobody went on with, lines long applied."""
    unread = sa.update(RosterDraft).where(
        RosterDraft.state == DraftState.STOPPED, RosterDraft.updated_at < at - KEPT_UNREADABLE
    )
    files: Any = db.session.execute(
        unread.where(RosterDraft.file_sealed.is_not(None)).values(file_sealed=None)
    )
    over = (DraftState.APPLIED, DraftState.DISCARDED, DraftState.APPLYING)
    left = _older(RosterDraft.state.not_in(over), at - KEPT_IN_WORK)
    _drop_lines(left)
    db.session.execute(
        sa.update(RosterDraft)
        .where(RosterDraft.id.in_(left))
        .values(state=DraftState.DISCARDED, file_sealed=None, updated_at=at)
    )
    applied = _older(RosterDraft.state == DraftState.APPLIED, at - KEPT_APPLIED)
    _drop_lines(applied)
    return {"files": int(files.rowcount), "drafts": len(left), "applied": len(applied)}


def _short(file_name: str) -> str:
    """A text file's only sheet bears the file's name, which has to fit where sheets are named."""
    name = PurePath(file_name)
    return name.stem[:LONGEST_STEM] + name.suffix[:8]


def _older(condition: sa.ColumnElement[bool], before: datetime) -> list[int]:
    return list(
        db.session.scalars(sa.select(RosterDraft.id).where(condition, RosterDraft.updated_at < before))
    )


def _drop_lines(draft_ids: Iterable[int]) -> None:
    db.session.execute(sa.delete(RosterLine).where(RosterLine.draft_id.in_(list(draft_ids))))


def _need(draft: RosterDraft, *states: DraftState) -> None:
    db.session.refresh(draft, with_for_update=True)
    if draft.state not in states:
        raise Conflict(NOT_NOW.filled(state=draft.state))
