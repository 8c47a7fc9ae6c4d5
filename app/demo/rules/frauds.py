"""What three of the invented doctors did for the signals to find: plainly invented, beside three who work honestly. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from app.demo.rules.answers import invent_body, lived, own_answers
from app.demo.rules.chart import Chart, Seen
from app.demo.rules.villagers import VILLAGES, Villager
from app.policy.terms import Kind, Mode
from app.policy.thresholds import Figures

# Ten houses in a quarter of an hour, and somebody dead visited; one pressure and one remark for all; half a month entered late.
HASTY, COPYING, LATE = (VILLAGES[turn][0] for turn in (1, 2, 4))
SAME: Final = {"systolic": 126, "diastolic": 78}
# Up to this a pressure was fine, and is judged as the one copied over it.
FINE: Final = 128
COPIED: Final = "入户随访，精神状态良好，饮食睡眠正常，按时服药，无不适，嘱清淡饮食，定期复查（虚构）"
LATE_UP_TO, ENTERED_ON = 16, 26
HURRIED_BACK, HOUSES = timedelta(days=12), 10
A_DAY: Final = timedelta(days=1)


def month_before(today: date) -> date:
    """Return the first day of the month before a day's."""
    return (today.replace(day=1) - A_DAY).replace(day=1)


def copied(village: str, seen: Seen, *, today: date) -> Seen:
    """Return a visit with the one pressure a doctor wrote wherever it was fine, in this month and the last."""
    systolic = seen.answers.get("systolic")
    if _copies(village, seen.on, today) and isinstance(systolic, int) and systolic <= FINE:
        return replace(seen, answers={**seen.answers, **SAME})
    return seen


def remark_on(village: str, seen: Seen, *, today: date) -> str:
    """Return what was written beside a visit: one long remark for all at the doctor's who copies, else nothing."""
    return COPIED if _copies(village, seen.on, today) else ""


def entered_on(village: str, visited_on: date, *, today: date) -> date:
    """Return the day a visit was written down where its doctor put off half of last month; else its own day."""
    month = month_before(today)
    if village == LATE and visited_on.replace(day=1) == month and visited_on.day <= LATE_UP_TO:
        return month.replace(day=ENTERED_ON)
    return visited_on


def hurried(village: Iterable[tuple[int, Villager]], *, dead: int | None) -> list[int]:
    """Return whom the hasty doctor says he visited within a quarter of an hour: one of each of some houses, all alive."""
    houses = {villager.head: number for number, villager in village if number != dead}
    return sorted(houses.values())[:HOUSES]


def made_up(villager: Villager, visits: Sequence[Seen], *, on: date, figures: Figures) -> Seen:
    """Return a visit that cannot have been: somebody was well and was told what everybody is told."""
    dice, work = Random(on.toordinal()), (Kind.GENERAL,)
    told = own_answers(dice, work, fine=True) | lived(dice, invent_body(dice))
    return Chart(villager, figures, list(visits)).add(on, Mode.HOME, work, told)


def _copies(village: str, day: date, today: date) -> bool:
    return village == COPYING and day >= month_before(today)
