"""One worker at a time: who has an upload in hand, how far the work has come, and how it ends without being applied."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from app.core import clock
from app.core.db import db
from app.core.sealing import unseal_bytes
from app.core.transaction import Actor
from app.core.words import Text
from app.rosters.models import RosterDraft
from app.rosters.queries.drafts import STALE, accepted_rows
from app.rosters.rules.draft import DraftState, Stage
from app.rosters.rules.fields import Field
from app.rosters.rules.order import ImportOrder

FILE = "roster_draft.file"
MOST_TRIES = 3
GAVE_UP = Text(
    "这个文件读了几次都没有读完。请用表格软件另存为新的 .xlsx 再上传；仍不行，请告诉系统管理员。",
    "This file was begun several times and never finished. Save it as a new .xlsx and upload that; if it fails again, tell "
    "your administrator.",
)
FILE_CHANGED = Text(
    "保存的文件与上传时不一致，没有导入。请重新上传。",
    "The stored file is not the one that was uploaded. Nothing was imported; please upload it again.",
)


class Superseded(Exception):
    """Somebody else took the upload up meanwhile: what was done here is dropped."""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who asked for the work that goes on beside."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Task:
    """An upload in one worker's hand, and since when it is held."""

    draft_id: int
    state: DraftState
    held_since: datetime
    order: ImportOrder
    content: bytes
    doer: Doer


def take_up(draft_id: int) -> Task | None:
    """Take an upload that is to be read or applied into this worker's hand; None where somebody is at it."""
    draft, now = db.session.get(RosterDraft, draft_id, with_for_update=True), clock.now()
    patience = STALE.get(draft.state) if draft is not None else None
    if draft is None or patience is None:
        return None
    if draft.heartbeat_at is not None and draft.heartbeat_at >= now - patience:
        return None
    tries = int(draft.stage.get("tries", 0)) + 1
    if tries > MOST_TRIES or draft.file_sealed is None:
        put(draft, DraftState.STOPPED, fault=GAVE_UP)
        return None
    draft.heartbeat_at = now
    draft.stage = {**draft.stage, "tries": tries}
    content = unseal_bytes(draft.file_sealed, context=FILE)
    if sha256(content).hexdigest() != draft.file_hash:
        put(draft, DraftState.STOPPED, fault=FILE_CHANGED)
        return None
    doer = Doer(*draft.stage.get("by", (draft.created_by_id, "")))
    return Task(draft.id, draft.state, now, _order(draft), content, doer)


def advance(task: Task, stage: Stage) -> Task:
    """Say how far the work has come, which also says that somebody is at it."""
    draft = held(task)
    draft.heartbeat_at = clock.now()
    draft.stage = {**draft.stage, "name": stage.value}
    return replace(task, held_since=draft.heartbeat_at)


def held(task: Task) -> RosterDraft:
    """Return the upload if it is still in this worker's hand."""
    draft = db.session.get(RosterDraft, task.draft_id, with_for_update=True)
    if draft is None or draft.heartbeat_at != task.held_since or draft.state is not task.state:
        raise Superseded
    return draft


def stop(task: Task, *, why: Text) -> None:
    """Say why a file cannot be imported; it is kept for a day, so that its headings can be looked into."""
    put(held(task), DraftState.STOPPED, fault=why)


def ask_headings(task: Task, asked: list[dict[str, Any]], *, why: Text) -> None:
    """Ask what the headings mean that nobody knows; what was said already is kept."""
    draft = held(task)
    draft.headings = {**draft.headings, "asked": asked}
    put(draft, DraftState.HEADINGS, fault=why)


def compare_anew(task: Task, *, why: Text) -> None:
    """Lead back from applying to a fresh comparison, with the reason why nothing was written."""
    draft = held(task)
    put(draft, DraftState.READING, fault=why)


def hold_back(task: Task, *, why: Text) -> None:
    """Lead back from applying to the review: something has to be confirmed or mended first."""
    put(held(task), DraftState.READY, fault=why)


def put(draft: RosterDraft, state: DraftState, *, fault: Text | None = None) -> None:
    """Put an upload into a state, in nobody's hand, with what is to be said about it."""
    draft.state, draft.heartbeat_at, draft.updated_at = state, None, clock.now()
    draft.fault = asdict(fault) if fault is not None else {}
    draft.stage = {**draft.stage, "tries": 0}


def stage_of(stage: Stage, *, by: Actor) -> dict[str, Any]:
    """Return how far the work has come and in whose name it is done."""
    return {"name": stage.value, "tries": 0, "by": [by.id, by.name]}


def _order(draft: RosterDraft) -> ImportOrder:
    known = {field.value: field for field in Field}
    given = draft.headings.get("given", {})
    return ImportOrder(
        draft.list_kind,
        draft.area_code,
        draft.as_of,
        max(draft.as_of, clock.today()),
        file_name=draft.file_name,
        confirm_left=draft.confirm_left,
        accepted=accepted_rows(draft.id) if draft.state is DraftState.APPLYING else frozenset(),
        supplements_id=draft.supplements_id,
        sender=draft.sender,
        headings={heading: known.get(value) for heading, value in given.items()},
    )
