"""What may be true but is more often a slip: the doctor is asked once, and a tick beside the field confirms it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from app.core.words import Text, listed
from app.policy.rule import Interval
from app.policy.terms import Kind
from app.policy.thresholds import Figures
from app.visits.rules.entry import Answers
from app.visits.rules.questions import plain
from app.visits.rules.section import figure

LONG_AGO = "doubt.visit.months"
WEIGHT_CHANGE = "doubt.weight.change"

BEFORE_ENROLMENT = Text(
    "随访日期 {day} 早于纳入管理的日期 {start}，请核对；确实是这一天，请勾选后再保存。",
    "The visit date {day} is before the enrolment of {start}. Check it; if it is right, tick the box and save again.",
)
MONTHS_AGO = Text(
    "随访日期 {day} 距今已超过 {n} 个月，可能填错了年份，请核对；确实是这一天，请勾选后再保存。",
    "The visit date {day} is more than {n} months ago: perhaps the year is wrong. If it is right, tick the box and save.",
)
WEIGHT_JUMPED = Text(
    "体重 {now} kg 与 {day} 的 {then} kg 相差超过 {most} kg，请核对；确实如此，请勾选后再保存。",
    "Weight {now} kg differs from {then} kg on {day} by more than {most} kg. If it is right, tick the box and save.",
)
TWICE = Text(
    "这一天已有一条随访：{who}记录了{kinds}。如果是同一次随访，请不要再保存；确实又随访了一次，请勾选后再保存。",
    "A visit of that day is on record: {who}, {kinds}. If it is the same one, do not save it again; "
    "if this was another, tick the box and save.",
)
MEANWHILE = Text(
    "您填写期间，{who}记录了这一天的随访（{kinds}）。您填写的内容都还在；确需另存一条，请勾选后再保存。",
    "While you were filling in, {who} filed a visit of that day ({kinds}). All you typed is kept; "
    "to file yours as well, tick the box and save.",
)


class Recorded(NamedTuple):
    """A visit of one day that is on record already."""

    doctor_name: str
    kinds: tuple[Kind, ...]
    filed_at: datetime


def day_doubt(visited_on: date, *, today: date, enrolled_on: date | None, figures: Figures) -> Text | None:
    """Return why a day may be a slip: nobody was enrolled yet, or it lies so far back that the year may be wrong."""
    if enrolled_on is not None and visited_on < enrolled_on:
        return BEFORE_ENROLMENT.filled(day=visited_on, start=enrolled_on)
    months = figures.find(LONG_AGO, on=today)
    if months is None or Interval(int(months.value), "month").after(visited_on) >= today:
        return None
    return MONTHS_AGO.filled(day=visited_on, n=plain(months.value))


def weight_doubt(
    answers: Answers, *, earlier: Iterable[tuple[date, Answers]], on: date, figures: Figures
) -> Text | None:
    """Return why a weight may be a slip: it is far from the one taken last."""
    now, most = figure(answers, "weight"), figures.find(WEIGHT_CHANGE, on=on)
    taken = ((day, figure(known, "weight")) for day, known in earlier)
    day, then = next(((day, value) for day, value in taken if value is not None), (on, None))
    if now is None or then is None or most is None or abs(now - then) <= most.value:
        return None
    return WEIGHT_JUMPED.filled(now=plain(now), day=day, then=plain(then), most=plain(most.value))


def twice_doubt(
    kinds: Collection[Kind], *, recorded: Iterable[Recorded], opened_at: datetime | None
) -> Text | None:
    """Return why a visit may be filed already: one of that day did the same, or came in while the form was open."""
    for one in recorded:
        words = {"who": one.doctor_name, "kinds": listed([kind.text for kind in one.kinds])}
        if opened_at is not None and one.filed_at > opened_at:
            return MEANWHILE.filled(**words)
        if set(one.kinds) & set(kinds):
            return TWICE.filled(**words)
    return None
