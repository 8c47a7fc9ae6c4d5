"""What the rooms above hand in: evidence of care, enrolments, leavings, excuses, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.core.errors import Refused
from app.core.words import Text
from app.policy.terms import Category, Condition, Kind, Mode, Result, Sooner

LONGEST_EXCUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class EvidenceNote:
    """That a person was seen on a day for one kind of care; a visit of three kinds hands in three notes."""

    person_id: int
    on: date
    kind: Kind
    mode: Mode
    result: Result | None = None
    emergency: bool = False
    text: str = ""
    visit_id: int | None = None
    again_by: date | None = None
    sooner: Sooner | None = None


@dataclass(frozen=True, slots=True)
class RefillNote:
    """That medicine was given out on a day, when it runs out, and by when it has to be fetched again."""

    issue_id: int
    on: date
    runs_out_on: date
    again_by: date


@dataclass(frozen=True, slots=True)
class Enrolment:
    """That a person holds a category or a condition from a day, and on what ground."""

    person_id: int
    starts_on: date
    basis: str
    category: Category | None = None
    condition: Condition | None = None
    benefit_from: date | None = None
    original_text: str = ""
    source_list: str = ""


@dataclass(frozen=True, slots=True)
class Leaving:
    """That a person no longer holds a category, a condition, or the benefit of a condition."""

    person_id: int
    on: date
    reason: str
    category: Category | None = None
    condition: Condition | None = None
    benefit: bool = False


def refuse_bad_excuse(*, from_on: date, return_on: date, today: date) -> None:
    """Refuse an excuse that begins tomorrow, ends before it begins, or would hide somebody for more than a year."""
    if from_on > today:
        raise Refused(Text("暂缓的开始日期不能晚于今天。", "An excuse cannot begin after today."))
    if return_on < from_on:
        raise Refused(
            Text("预计返回日期不能早于开始日期。", "The return date cannot be before the first day.")
        )
    if return_on - from_on > LONGEST_EXCUSE:
        raise Refused(
            Text(
                "一次暂缓最长一年：请填一年以内的返回日期，到期后可再次登记。",
                "An excuse lasts a year at most: give an earlier return date; it can be entered again then.",
            )
        )
