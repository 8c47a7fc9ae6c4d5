"""Versions as plain values, and which of them is in force, waits for a signature, or is still being written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.careplans.rules.plan import LongTerm, Medicine, Plan, Remote
from app.careplans.rules.vocabulary import Disease, EndReason, Step
from app.core.words import Text


@dataclass(frozen=True, slots=True)
class StepRow:
    """What was done with a version, when (as the clock on the wall said) and by whom."""

    step: Step
    at: datetime
    by_name: str
    note: str = ""
    by_id: int | None = None

    @property
    def day(self) -> date:
        """Return the day it was done."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a plan as it was written, with what was done with it since, the oldest first."""

    id: int
    plan_id: int
    person_id: int
    disease: Disease
    number: int
    based_on_id: int | None
    starts_on: date
    plan: Plan
    written_at: datetime
    by_id: int | None
    by_name: str
    steps: tuple[StepRow, ...]

    @property
    def state(self) -> Step:
        """Return what was done with it last."""
        return self.steps[-1].step

    @property
    def signed(self) -> StepRow | None:
        """Return the signature, None where there is none."""
        return next((row for row in reversed(self.steps) if row.step is Step.SIGNED), None)

    @property
    def signed_by(self) -> str:
        """Return who signed it, nobody where nobody did."""
        return self.signed.by_name if self.signed else ""

    @property
    def signed_by_id(self) -> int | None:
        """Return the account that signed it."""
        return self.signed.by_id if self.signed else None

    @property
    def signed_on(self) -> date | None:
        """Return the day it was signed."""
        return self.signed.day if self.signed else None


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Medicine given out under a version; a voided one says why."""

    id: int
    plan_id: int
    version_id: int
    issued_on: date
    days: int
    runs_out_on: date
    long_term: LongTerm | None
    remote: Remote | None
    note: str
    issued_at: datetime
    by_id: int | None
    by_name: str
    voided_at: datetime | None = None
    void_reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One disease of a person under a plan, and how its versions stand; ``runs_out_on`` is of the last medicine given out."""

    plan_id: int
    disease: Disease
    in_force: Version | None = None
    waiting: Version | None = None
    draft: Version | None = None
    ended_on: date | None = None
    end_reason: EndReason | None = None
    runs_out_on: date | None = None


def days_given(medicines: Sequence[Medicine]) -> int | None:
    """Return for how many days a prescription lasts: until the first medicine taken regularly is used up.

    None where there is no medicine at all; where all are taken as needed, until the last is.
    """
    regular = [medicine.days for medicine in medicines if not medicine.as_needed]
    if regular:
        return min(regular)
    return max((medicine.days for medicine in medicines), default=None)


def end_fault(on: date, *, since: date | None, today: date, reason: EndReason, note: str) -> Text | None:
    """Return what is wrong with the end of a plan, None where it may end so."""
    if on > today:
        return Text(
            "结束日期不能晚于今天，请核对。", "A plan cannot have ended after today; please check the day."
        )
    if since is not None and on < since:
        return Text(
            "结束日期早于方案起始日（{day}），请核对。",
            "That is before the plan started ({day}); please check.",
        ).filled(day=since)
    if reason is EndReason.OTHER and not note.strip():
        return Text("选“其他”时，请写明为什么结束。", "With “other”, please say why it ends.")
    return None
