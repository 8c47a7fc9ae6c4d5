"""A believable year behind every invented resident: visits on time, visits too late, rounds done and missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.rules.answers import Body, Told, invent_body, lived, own_answers, pressure, treated
from app.demo.rules.chart import Chart, Seen
from app.demo.rules.checks import checked, met, screened, went_round
from app.demo.rules.villagers import Villager
from app.policy.terms import Category, Condition, Kind, Mode
from app.policy.thresholds import Figures
from app.visits.sections.screening.path import HAVE_HYPERTENSION

KIND_OF = {
    Condition.HYPERTENSION: Kind.HYPERTENSION,
    Condition.HYPERTENSION_COMPLICATED: Kind.HYPERTENSION,
    Condition.DIABETES: Kind.DIABETES,
    Condition.DIABETES_INSULIN: Kind.DIABETES,
    Condition.COPD: Kind.COPD,
    Condition.CORONARY: Kind.CORONARY,
    Condition.STROKE: Kind.STROKE,
    Condition.HEART_FAILURE: Kind.HEART_FAILURE,
    Condition.MENTAL_DISORDER: Kind.MENTAL_DISORDER,
    Condition.TUBERCULOSIS: Kind.TUBERCULOSIS,
}
A_YEAR = 365
CHECKED_FROM = 65
INTENSIVE_DAYS = 60
A_MONTH = 30
# How long after the first of them the raised pressures were taken, counted back from today.
LAST_RAISED, APART = 5, 10


@dataclass(frozen=True, slots=True)
class Life:
    """One resident's year while it is being invented."""

    dice: Random
    chart: Chart
    body: Body
    today: date

    @property
    def villager(self) -> Villager:
        """Whose year it is."""
        return self.chart.villager

    def has(self, *conditions: Condition) -> bool:
        """Whether they have any of some conditions."""
        return not set(conditions).isdisjoint(self.villager.conditions)

    def owes_check(self, on: date) -> bool:
        """Whether the yearly check from 65 on is still to be done in the year of a day."""
        return self.villager.age_on(on) >= CHECKED_FROM and not self._done(Kind.ELDERLY_CHECK, on)

    def owes_screening(self, on: date) -> bool:
        """Whether the yearly pressure is still to be taken; who has hypertension or is at risk is measured by other rules."""
        spared = self.has(*HAVE_HYPERTENSION, Condition.HYPERTENSION_RISK)
        return not spared and not self._done(Kind.SCREENING, on)

    def _done(self, kind: Kind, on: date) -> bool:
        return any(kind in seen.kinds and seen.on.year == on.year for seen in self.chart.visits)


def invent_history(dice: Random, villager: Villager, *, today: date, figures: Figures) -> list[Seen]:
    """Return everything that happened to one resident up to yesterday, oldest first."""
    life = Life(dice, Chart(villager, figures), invent_body(dice), today)
    _follow_ups(life)
    _checks(life)
    _readings(life)
    _rounds(life)
    _meeting(life)
    return sorted(life.chart.visits, key=lambda seen: seen.on)


def _follow_ups(life: Life) -> None:
    kinds = tuple(dict.fromkeys(KIND_OF[each] for each in life.villager.conditions if each in KIND_OF))
    if not kinds:
        return
    on = _first_visit(life)
    while on < life.today:
        at_home = life.has(Condition.TUBERCULOSIS) or life.dice.random() < 0.88
        mode = Mode.HOME if at_home else Mode.CLINIC
        seen = _follow_up(life, on, mode, _work(life, kinds, on, mode))
        on += timedelta(days=_pause(life, seen))


def _first_visit(life: Life) -> date:
    """Return the day of the first visit of the year: within three days of the diagnosis where that is the rule."""
    days = life.dice.randint(1, 3) if life.has(Condition.TUBERCULOSIS) else life.dice.randint(5, 25)
    begun = life.villager.since + timedelta(days=days)
    return max(begun, life.today - timedelta(days=life.dice.randint(A_YEAR - 60, A_YEAR)))


def _work(life: Life, kinds: tuple[Kind, ...], on: date, mode: Mode) -> tuple[Kind, ...]:
    """Return what a visit is for: the diseases, and what else can be done on the way."""
    work = list(kinds)
    last = life.chart.visits[-1] if life.chart.visits else None
    if mode is Mode.HOME:
        work.append(Kind.GENERAL)
    if last is not None and (last.referred or last.emergency):
        work.append(Kind.REFERRAL_CHECK)
    if life.owes_check(on) and life.dice.random() < 0.2:
        work.append(Kind.ELDERLY_CHECK)
    if life.owes_screening(on) and life.dice.random() < 0.3:
        work.append(Kind.SCREENING)
    return tuple(work)


def _follow_up(life: Life, on: date, mode: Mode, work: tuple[Kind, ...]) -> Seen:
    dice, body = life.dice, life.body
    fine = dice.random() >= 0.26
    dangerous = Kind.HYPERTENSION in work and dice.random() < 0.012
    told: Told = (
        (checked(dice, body) if Kind.ELDERLY_CHECK in work else {})
        | (screened(body) if Kind.SCREENING in work else {})
        | lived(dice, body)
        | treated(dice, work, fine=fine)
        | own_answers(dice, work, fine=fine)
        | pressure(dice, raised=not fine and Kind.HYPERTENSION in work, dangerous=dangerous)
    )
    if Kind.TUBERCULOSIS in work:
        told |= _course(on - life.villager.since)
    return life.chart.add(on, mode, work, told)


def _course(treated_for: timedelta) -> Told:
    """Return how far the treatment of tuberculosis has come."""
    return {
        "treatment_month": treated_for.days // A_MONTH + 1,
        "tb_phase": "intensive" if treated_for.days < INTENSIVE_DAYS else "continuation",
    }


def _pause(life: Life, seen: Seen) -> int:
    """Return after how many days the next visit was made: mostly as it was due, now and then too late."""
    dice = life.dice
    pause = dice.randint(70, 96) if seen.settled else dice.randint(9, 16)
    if life.has(Condition.TUBERCULOSIS):
        pause = dice.randint(26, 31)
    asked = [(day - seen.on).days for day, _ in seen.again.values()]
    if asked:
        pause = min(pause, max(5, min(asked) - dice.randint(0, 4)))
    if dice.random() < 0.3 and not life.has(Condition.TUBERCULOSIS):
        pause += dice.randint(15, 60)
    return pause


def _checks(life: Life) -> None:
    """Let some who have no disease, or were not checked on the way, come to the yearly check and the screening."""
    dice, body = life.dice, life.body
    on = date(life.today.year, 1, 1) + timedelta(days=dice.randint(5, 330))
    old, unmeasured = life.owes_check(on), life.owes_screening(on)
    came = dice.random() < (0.45 if old else 0.5)
    if on >= life.today or life.villager.raised or not came or not (old or unmeasured):
        return
    work = [kind for kind, due in ((Kind.ELDERLY_CHECK, old), (Kind.SCREENING, unmeasured)) if due]
    told = (checked(dice, body) if old else {}) | (screened(body) if unmeasured else {})
    life.chart.add(on, Mode.CLINIC, tuple(work), told | lived(dice, body) | pressure(dice, raised=False))


def _readings(life: Life) -> None:
    """Let a raised pressure be found once, twice or three times, on different days."""
    dice, times = life.dice, life.villager.raised
    for turn in range(times):
        on = life.today - timedelta(days=LAST_RAISED + APART * (times - 1 - turn))
        work = (Kind.SCREENING, Kind.SCREENING_AGAIN) if turn else (Kind.SCREENING,)
        told: Told = {"systolic": dice.randint(144, 156), "diastolic": dice.randint(90, 98)}
        mode = Mode.CLINIC if turn else Mode.HOME
        life.chart.add(on, mode, work, screened(life.body) | lived(dice, life.body) | told)


def _rounds(life: Life) -> None:
    """Let the weekly round be made in most weeks of the year, and in about half of the villages' homes this week."""
    if life.villager.category is not Category.DESTITUTE_SCATTERED:
        return
    dice, this_week = life.dice, _monday_of(life.today)
    week = _monday_of(max(life.villager.since, date(life.today.year, 1, 1)))
    while week <= this_week:
        on = week + timedelta(days=dice.randint(0, 4))
        if on < life.today and dice.random() < (0.45 if week == this_week else 0.88):
            life.chart.note(on, (Kind.WEEKLY_ROUND,), went_round(dice))
        week += timedelta(weeks=1)


def _meeting(life: Life) -> None:
    """Let nearly everybody on a list have been met in the first quarter; a few were met after it, a few never."""
    if life.villager.category is None:
        return
    chance, dice = life.dice.random(), life.dice
    days = dice.randint(0, 85) if chance < 0.78 else dice.randint(92, 130)
    on = date(life.today.year, 1, 4) + timedelta(days=days)
    if life.villager.since < on < life.today and chance < 0.88:
        life.chart.note(on, (Kind.MEETING,), met(dice))


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
