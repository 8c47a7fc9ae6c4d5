"""What was ticked beside a name, and the answers of the weekly round it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.words import Text
from app.rounds.rules.turns import Turn
from app.visits.rules import Answers
from app.visits.sections.weekly_round.rules import LivingState, RoundPart

EVERY_PART = "all"

OTHER_WEEK = Text(
    "巡查日期 {day} 不在这一周（{first}至{last}），请改日期，或先翻到那一周。",
    "The day {day} lies outside this week ({first} to {last}): change it, or turn to its week first.",
)
TO_COME = Text(
    "巡查日期 {day} 还没到，请填今天或以前的日期。",
    "The day {day} lies in the future; enter today or earlier.",
)


@dataclass(frozen=True, slots=True)
class Ticks:
    """What was ticked and typed for one person; ``again`` files a second round of a week on purpose."""

    parts: tuple[str, ...] = ()
    wrong: bool = False
    note: str = ""
    key: str = ""
    again: bool = False

    @property
    def touched(self) -> bool:
        """Whether anything says that the person was seen. A note alone is shown only where something was wrong."""
        return bool(self.parts) or self.wrong

    @property
    def every_part(self) -> bool:
        """Whether all four parts were done."""
        return len(done_parts(self.parts)) == len(RoundPart)


def done_parts(ticked: Sequence[str]) -> list[str]:
    """Return the parts that were done, in the order of the form; one tick may stand for all of them."""
    return [str(part) for part in RoundPart if EVERY_PART in ticked or str(part) in ticked]


def answers_of(ticks: Ticks) -> Answers:
    """Return what the form of the weekly round would hold; what was not called wrong was well."""
    state = LivingState.WRONG if ticks.wrong else LivingState.WELL
    return {
        "round_parts": done_parts(ticks.parts),
        "round_state": str(state),
        "round_note": ticks.note if ticks.wrong else "",
    }


def refuse_other_week(on: date, *, turn: Turn, today: date) -> Text | None:
    """Return why a round of this day cannot be filed on the board of a week, or None."""
    if on > today:
        return TO_COME.filled(day=on)
    if not turn.holds(on):
        return OTHER_WEEK.filled(day=on, first=turn.opens_on, last=turn.due_on)
    return None
