"""What the page of plans asks for: which work, in which village."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.labels import Labelled


class WorkKind(Labelled):
    """方案工作: why a plan, or the lack of one, is on the page."""

    WAITING = "waiting", "待签字", "To be signed"
    RETURNED = "returned", "草稿和退回", "Drafts and returned"
    RUNNING_OUT = "running-out", "快用完", "Running out"
    WITHOUT = "without", "还没有方案", "Without a plan"


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """Which lines are wanted: one kind of work, in one village or in all the reader's, running out within some days."""

    kind: WorkKind = WorkKind.WAITING
    village: str = ""
    within: int = 14
