"""A finished visit as a plain value: what every door (page, roster, tablet) hands to the one service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from app.careplans.rules.checks import CheckEntry
from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Event, Kind, Mode, Result, Sooner
from app.visits.rules.extras import Extras

Answer: TypeAlias = str | int | float | bool | list[str] | None
Answers: TypeAlias = Mapping[str, Answer]
GROWN_UP = 40
# Why a visit was struck together with the roster that brought it; the same file may bring it again.
ROSTER_UNDONE = "随访记录表已撤销导入"


class VisitSource(Labelled):
    """Through which door a visit came in."""

    PAGE = "page", "网页填写", "Filled in on the page"
    ROSTER = "roster", "表格导入", "Imported from a roster"
    TABLET = "tablet", "平板离线", "Sent by a tablet"


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """One finished visit.

    ``answers`` is flat: one name, one meaning, shared by every section that asks it. ``results`` holds one
    class for each disease, ``again`` the day by which the visit itself asks for the next one and why. ``doctor_name``
    is for logs kept elsewhere; the page leaves it to the signed-in doctor. ``referred`` owes a check;
    ``checks`` tell how the plans in force are kept, ``extras`` are the photos, the signature and the place.
    """

    client_key: UUID
    visited_on: date
    mode: Mode
    kinds: tuple[Kind, ...]
    answers: Answers = field(default_factory=dict)
    results: Mapping[Kind, Result] = field(default_factory=dict)
    emergency: bool = False
    note: str = ""
    source: VisitSource = VisitSource.PAGE
    doctor_name: str = ""
    again: Mapping[Kind, tuple[date, Sooner]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    referred: bool = False
    corrects_id: int | None = None
    checks: tuple[CheckEntry, ...] = ()
    extras: Extras = field(default_factory=Extras)

    @property
    def known_by(self) -> tuple[date, tuple[str, ...]]:
        """What tells an imported visit of one person from another: its day and its kinds."""
        return self.visited_on, kinds_key(self.kinds)


def kinds_key(kinds: tuple[Kind, ...] | list[str]) -> tuple[str, ...]:
    """Return the kinds as sorted stored values, so that their order does not matter."""
    return tuple(sorted(str(kind) for kind in kinds))


def day_fault(visited_on: date, *, today: date, born_on: date | None, died_on: date | None) -> Text | None:
    """Return why nobody can have visited the person on that day, or None. Days gone by may always be entered late."""
    if visited_on > today:
        return Text(
            "随访日期 {day} 还没到，请填今天或以前的日期。",
            "The visit date {day} lies in the future; enter today or earlier.",
        ).filled(day=visited_on)
    if born_on is not None and visited_on < born_on:
        return Text(
            "随访日期 {day} 早于出生日期 {born}，请核对。",
            "The visit date {day} is before the birth date {born}; please check.",
        ).filled(day=visited_on, born=born_on)
    if died_on is not None and visited_on > died_on:
        return Text(
            "随访日期 {day} 晚于死亡登记日期 {died}，请核对。",
            "The visit date {day} is after the recorded death on {died}; please check.",
        ).filled(day=visited_on, died=died_on)
    return None


def age_on(day: date, born_on: date | None) -> int:
    """Return how old somebody is on a day; a birth date that nobody knows reads as a grown-up's."""
    if born_on is None:
        return GROWN_UP
    return max(0, day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day)))
