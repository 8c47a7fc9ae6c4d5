"""What goes on beside the pages: reading an uploaded file, applying a reviewed one, and tidying up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.core.errors import Conflict, Refused
from app.core.transaction import SYSTEM, transaction
from app.core.words import Text
from app.rosters.queries.drafts import list_waiting
from app.rosters.rules.draft import DraftState, Stage
from app.rosters.rules.headings import Headings
from app.rosters.service.applying import preview_roster
from app.rosters.service.drafts import clear_old
from app.rosters.service.holding import (
    Superseded,
    Task,
    advance,
    ask_headings,
    compare_anew,
    hold_back,
    stop,
    take_up,
)
from app.rosters.service.preview import apply_reviewed, ask_of, lay_out, open_headings, still_missing
from app.rosters.service.reading import read_roster
from app.sheets.reading import read_sheets
from app.sheets.sheet import Sheet

FAILED = Text(
    "系统在处理这个文件时出错了，什么都没有导入。请再试一次；仍不行，请告诉系统管理员。",
    "Something went wrong with this file and nothing was imported. Try again; if it fails again, tell your administrator.",
)


def work_on(draft_id: int) -> None:
    """Do what an upload waits for: read it, or apply it. Nothing happens where somebody is at it already."""
    with transaction("roster.take-up", by=SYSTEM):
        task = take_up(draft_id)
    if task is None:
        return
    work = apply_draft if task.state is DraftState.APPLYING else read_draft
    try:
        again = work(task)
    except Superseded:
        return
    if again:
        work_on(draft_id)


def read_draft(task: Task) -> bool:
    """Read an upload, compare it with the records and keep what it would change; False: there is nothing more to do."""
    steps = [task]
    try:
        _read(steps)
    except Superseded:
        raise
    except Refused as refused:
        _end(steps[-1], stop, why=refused.text)
    except Exception:
        _end(steps[-1], stop, why=FAILED)
        raise
    return False


def apply_draft(task: Task) -> bool:
    """Apply a reviewed list in one deed, in the name of whoever pressed; True: it has to be compared anew first."""
    try:
        sheets = read_sheets(task.content, filename=task.order.file_name)
        with transaction("roster.import", by=task.doer):
            apply_reviewed(task, sheets)
    except Superseded:
        raise
    except Conflict as conflict:
        _end(task, compare_anew, why=conflict.text)
        return True
    except Refused as refused:
        _end(task, hold_back, why=refused.text)
    except Exception:
        _end(task, hold_back, why=FAILED)
        raise
    return False


def read_waiting_drafts(now: datetime) -> int:
    """Take up every upload that nobody is at, such as after a restart; return how many there were."""
    waiting = list_waiting(now)
    for draft_id in waiting:
        work_on(draft_id)
    return len(waiting)


def clear_old_drafts(now: datetime) -> dict[str, int]:
    """Drop uploads, files and lines that have been kept long enough; run twice, it changes nothing."""
    with transaction("roster.clear", by=SYSTEM):
        return clear_old(now)


def _read(steps: list[Task]) -> None:
    _advance(steps, Stage.READING)
    task = steps[-1]
    sheets = read_sheets(task.content, filename=task.order.file_name)
    _advance(steps, Stage.COMPARING)
    headings = open_headings(sheets, order=task.order)
    if headings.unknown and (missing := still_missing(sheets, order=task.order)) is not None:
        _ask(steps[-1], headings, why=missing)
        return
    _compare(steps, sheets)


def _compare(steps: list[Task], sheets: list[Sheet]) -> None:
    preview = preview_roster(read_roster(sheets, order=steps[-1].order))
    _advance(steps, Stage.KEEPING)
    with transaction("roster.preview", by=SYSTEM):
        lay_out(
            steps[-1], sheets, report=preview.report, digest=preview.digest, confirm=preview.too_many_left
        )


def _ask(task: Task, headings: Headings, *, why: Text) -> None:
    with transaction("roster.headings", by=SYSTEM):
        ask_headings(task, ask_of(headings), why=why)


def _advance(steps: list[Task], stage: Stage) -> None:
    with transaction("roster.progress", by=SYSTEM):
        steps.append(advance(steps[-1], stage))


def _end(task: Task, how: Callable[..., None], *, why: Text) -> None:
    with transaction("roster.stop", by=SYSTEM):
        how(task, why=why)
