"""Invented months of village doctors: honest ones with all the habits that look odd and are not, and planted frauds of each kind.

The logs are plain values, as the signals read them; whoever wants rows makes them of these.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

from app.core.clock import CHINA
from app.policy.terms import Mode
from app.reviews.rules.facts import Log
from app.reviews.rules.vocabulary import Signal

PHRASES = ("一切正常", "按时服药", "嘱低盐饮食，按时服药", "家属代述，已劝戒烟", "")
LONG_PHRASE = "血压控制尚可，嘱继续按时服药，低盐低脂饮食，适当活动，如有不适随时联系"
COPIED = "今日上门随访，精神状态良好，饮食睡眠正常，按时服药，无不适，嘱注意保暖，定期复查"
TWICE_A_DAY = (time(8, 30), time(15))


@dataclass(frozen=True, slots=True)
class Habits:
    """How an honest doctor works: how he reads and rounds, when he types, how his patients are."""

    people: int
    mean: float
    spread: float
    rounds: float
    by_tablet: bool
    types_in_evening: bool
    batch_days: int
    long_phrases: float
    mercury: bool


def habits_of(dice: random.Random) -> Habits:
    """Draw an honest doctor."""
    return Habits(
        people=dice.randint(15, 140),
        mean=dice.gauss(137, 3),
        spread=dice.uniform(11, 16),
        rounds=dice.uniform(0, 0.15),
        by_tablet=dice.random() < 0.5,
        types_in_evening=dice.random() < 0.6,
        batch_days=dice.choice((0, 0, 0, 1, 2, 4)),
        long_phrases=dice.uniform(0, 0.25),
        mercury=dice.random() < 0.5,
    )


def honest_month(dice: random.Random, month: date = date(2026, 5, 1), *, first_id: int = 1) -> list[Log]:
    """Return an honest doctor's logs of a month, house by house in the order they were made."""
    habits, ids = habits_of(dice), count(first_id)
    logs: list[Log] = []
    day, left = month, habits.people
    while left > 0 and day.month == month.month:
        today = min(left, max(1, round(habits.people / 20) + dice.randint(0, 4)))
        logs += _day(dice, habits, day, today, ids)
        left, day = left - today, day + timedelta(days=1)
    return logs


def _day(dice: random.Random, habits: Habits, day: date, visits: int, ids: count[int]) -> list[Log]:
    """Walk from house to house with a pause over noon, and type as the doctor types."""
    at = datetime.combine(day, TWICE_A_DAY[0], CHINA)
    typed = datetime.combine(day, time(19, dice.randint(0, 50)), CHINA)
    logs: list[Log] = []
    house, remark = "", ""
    for number in range(visits):
        if not house or dice.random() > 0.3:
            house, remark = f"{day:%d}-{number}", _remark(dice, habits)
            at += timedelta(minutes=dice.uniform(6, 30))
        if at.hour in (12, 13):
            at = datetime.combine(day, TWICE_A_DAY[1], CHINA)
        at += timedelta(minutes=dice.uniform(2, 9))
        typed += timedelta(seconds=dice.uniform(40, 120))
        logs.append(_log(dice, habits, next(ids), house, remark, at, typed))
    return logs


def _log(
    dice: random.Random,
    habits: Habits,
    number: int,
    house: str,
    remark: str,
    at: datetime,
    typed: datetime,
) -> Log:
    upper, lower = _pressure(dice, habits)
    own = _pressure(dice, replace(habits, mean=(habits.mean + upper) / 2, spread=8))
    late = dice.randint(0, habits.batch_days) + (dice.randint(8, 20) if dice.random() < 0.02 else 0)
    captured = habits.by_tablet and not late
    moment = at if captured else typed
    live = not habits.types_in_evening and not captured
    return Log(
        id=number,
        house=house,
        visited_on=at.date(),
        entered_on=at.date() + timedelta(days=late),
        mode=Mode.HOME if dice.random() < 0.8 else Mode.CLINIC,
        pressure=(upper, lower),
        typed=upper,
        before=own,
        moment=None if late else at if live else moment,
        captured=captured,
        metres=dice.uniform(7_000, 60_000) if dice.random() < 0.01 else abs(dice.gauss(0, 900)),
        after_death=False,
        in_hospital=dice.random() < 0.0005,
        words=remark,
    )


def _pressure(dice: random.Random, habits: Habits) -> tuple[float, float]:
    return _read(dice, habits, habits.mean, habits.spread), _read(dice, habits, 83, 8)


def _read(dice: random.Random, habits: Habits, mean: float, spread: float) -> float:
    """Return a value off the column or the display, now and then rounded to the ten."""
    value = dice.gauss(mean, spread)
    if dice.random() < habits.rounds:
        return float(round(value / 10) * 10)
    return float(round(value / 2) * 2) if habits.mercury else float(round(value))


def _remark(dice: random.Random, habits: Habits) -> str:
    if dice.random() < habits.long_phrases:
        return LONG_PHRASE
    if dice.random() < 0.5:
        return dice.choice(PHRASES)
    told = f"诉{dice.choice('头肩腰膝腹')}部不适{dice.randint(1, 30)}天，睡眠{dice.choice('好差')}"
    return f"{told}，嘱{dice.randint(1, 28)}日后复查血糖，已告知家属"


def _repeated(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [replace(log, pressure=(132.0, 84.0), typed=132.0) if dice.random() < 0.5 else log for log in logs]


def _repeated_last(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [
        replace(log, pressure=log.before, typed=log.before[0]) if log.before and dice.random() < 0.6 else log
        for log in logs
    ]


def _heaped(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [
        replace(log, typed=float(round(log.typed / 10) * 10)) if log.typed and dice.random() < 0.75 else log
        for log in logs
    ]


def _below(dice: random.Random, logs: list[Log]) -> list[Log]:
    """Write every value that misses the limit just below it."""
    return [
        replace(log, pressure=(float(dice.randint(130, 139)), log.pressure[1]))
        if log.pressure and log.pressure[0] >= 140
        else log
        for log in logs
    ]


def _hurried(dice: random.Random, logs: list[Log]) -> list[Log]:
    """Make up fifteen houses in a quarter of an hour on the tablet."""
    began = datetime.combine(logs[0].visited_on, time(10), CHINA)
    made_up = {
        log.id: began + timedelta(minutes=number) for number, log in enumerate(logs[-15:])
    }  # fmt: skip
    return [
        replace(
            log, moment=made_up[log.id], captured=True, visited_on=began.date(), entered_on=began.date(),
            house=f"made-{log.id}", mode=Mode.HOME,
        )
        if log.id in made_up
        else log
        for log in logs
    ]  # fmt: skip


def _hurried_typing(dice: random.Random, logs: list[Log]) -> list[Log]:
    """Type a whole day's houses before the day has well begun."""
    at = datetime.combine(logs[0].visited_on, time(6, 5), CHINA)
    made_up = {log.id: at + timedelta(seconds=20 * number) for number, log in enumerate(logs[-12:])}
    return [
        replace(
            log, moment=made_up[log.id], captured=False, visited_on=at.date(),
            entered_on=at.date(), house=f"made-{log.id}", mode=Mode.HOME,
        )
        if log.id in made_up
        else log
        for log in logs
    ]  # fmt: skip


def _late(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [
        replace(
            log, entered_on=log.visited_on + timedelta(days=dice.randint(10, 40)), captured=False, moment=None
        )
        if dice.random() < 0.6
        else log
        for log in logs
    ]


def _far(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [
        replace(log, metres=dice.uniform(8_000, 9_000), mode=Mode.HOME) if dice.random() < 0.4 else log
        for log in logs
    ]


def _dead(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [replace(logs[0], after_death=True), *logs[1:]]


def _in_hospital(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [*(replace(log, in_hospital=True) for log in logs[:3]), *logs[3:]]


def _copied(dice: random.Random, logs: list[Log]) -> list[Log]:
    return [replace(log, words=COPIED) if dice.random() < 0.85 else log for log in logs]


FRAUDS: Mapping[Signal, tuple[Callable[[random.Random, list[Log]], list[Log]], ...]] = {
    Signal.REPEATED: (_repeated, _repeated_last),
    Signal.HEAPED: (_heaped,),
    Signal.BELOW_LIMIT: (_below,),
    Signal.HURRIED: (_hurried, _hurried_typing),
    Signal.ENTERED_LATE: (_late,),
    Signal.FAR_AWAY: (_far,),
    Signal.NOT_THERE: (_dead, _in_hospital),
    Signal.SAME_WORDS: (_copied,),
}


def planted_month(dice: random.Random, fraud: Callable[[random.Random, list[Log]], list[Log]]) -> list[Log]:
    """Return a month of a doctor who works honestly but for one fraud, with enough logs to be judged by."""
    logs: list[Log] = []
    while len(logs) < 80:
        logs = honest_month(dice)
    return fraud(dice, logs)
