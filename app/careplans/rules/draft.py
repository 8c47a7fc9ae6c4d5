"""What is handed in to be written as a version, and the two refusals a page offers a way on from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.careplans.rules.plan import Plan
from app.careplans.rules.vocabulary import Disease, Step
from app.core.errors import Conflict, Refused
from app.core.words import Text, short_day_text

# Public health services began in 2009; an earlier year is a slip.
FIRST_YEAR = 2009
WRITTEN_AS = frozenset({Step.DRAFTED, Step.PROPOSED, Step.SIGNED})


@dataclass(frozen=True, slots=True)
class Draft:
    """One version as its author hands it in.

    ``client_key`` is the form's: the same one twice is one version. ``based_on_id`` is the version it was written from,
    None for the first. ``step`` says how it goes in: kept, proposed, or signed at once. ``issues`` gives the medicine
    out from the day it starts; only a signed one can.
    """

    client_key: UUID
    disease: Disease
    plan: Plan
    starts_on: date
    based_on_id: int | None = None
    step: Step = Step.DRAFTED
    issues: bool = False


class NotHeld(Refused):
    """A plan for a disease that is not on record: the page offers the enrolment."""

    def __init__(self, disease: Disease) -> None:
        super().__init__(
            Text(
                "档案里没有登记“{disease}”，请先登记这个病种，再写方案。填写的内容都保留着。",
                "“{disease}” is not on record: enrol the disease first, then write the plan. What was typed is kept.",
            ).filled(disease=disease)
        )
        self.disease = disease


class Stale(Conflict):
    """Another version stands than the one it was written from: the page shows both, and goes on from that one.

    ``at`` is when it was written, as the clock on the wall said.
    """

    def __init__(self, *, newer_id: int, number: int, by_name: str, at: datetime) -> None:
        super().__init__(
            Text(
                "您写的时候，方案已有另一版：{name} {day} {time} 写的第 {number} 版。您的内容还没有保存，"
                "请对照两版，从那一版继续。",
                "Meanwhile the plan has another version: number {number}, written by {name} on {day}, {time}. "
                "Yours is not saved yet: compare the two and go on from that one.",
            ).filled(name=by_name, day=short_day_text(at.date()), time=f"{at:%H:%M}", number=number)
        )
        self.newer_id = newer_id


def starting_fault(starts_on: date, *, today: date, born_on: date | None) -> Text | None:
    """Return what is wrong with the day a plan starts, None where it may."""
    if starts_on.year < FIRST_YEAR:
        return Text(
            "年份不对，请核对方案起始日。", "The year cannot be; please check the day the plan starts."
        )
    if starts_on > today:
        return Text(
            "方案起始日不能晚于今天，请改成开始执行的日子。",
            "A plan cannot start after today; please give the day it began.",
        )
    if born_on is not None and starts_on < born_on:
        return Text("方案起始日早于出生日期，请核对。", "The plan starts before the birth; please check.")
    return None
