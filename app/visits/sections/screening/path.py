"""The way of the three readings and the six criteria of risk, worked out from what was measured. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.policy.terms import Condition, Event, Sex
from app.policy.thresholds import Figures
from app.visits.rules import Answers, Circumstances
from app.visits.rules.cells import body_mass
from app.visits.rules.readings import with_means
from app.visits.rules.section import figure
from app.visits.sections.screening.vocabulary import Risk, Stage

# Who has it is treated, not screened; the two-diseases scheme holds people with hypertension too.
HAVE_HYPERTENSION = frozenset(
    {Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED, Condition.TWO_DISEASES_HYPERTENSION}
)
STAGES = (Stage.NORMAL, Stage.FIRST, Stage.SECOND, Stage.PROPOSED)
READINGS = 3
# A 两 of spirits in millilitres, as the forms count it.
LIANG = 50


class Taken(NamedTuple):
    """A pressure or a fasting glucose as taken on a day."""

    on: date
    systolic: float | None = None
    diastolic: float | None = None
    fasting: float | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """How far somebody is: the stage, the days of the raised readings that run, oldest first, and when the next is due."""

    stage: Stage
    raised_on: tuple[date, ...] = ()
    next_by: date | None = None

    @property
    def under_way(self) -> bool:
        """Whether another reading is awaited."""
        return self.stage in (Stage.FIRST, Stage.SECOND)


def taken_at(on: date, answers: Answers) -> Taken:
    """Return what a visit measured: the mean of its readings, the fasting glucose."""
    known = with_means(answers)
    return Taken(
        on, figure(known, "systolic_mean"), figure(known, "diastolic_mean"), figure(known, "fasting_glucose")
    )


def is_raised(taken: Taken, *, figures: Figures) -> bool:
    """Whether a pressure reaches the threshold of screening, in either value."""
    systolic, diastolic = (
        figures.value(f"screening.{name}", on=taken.on) for name in ("systolic", "diastolic")
    )
    return (taken.systolic or 0) >= systolic or (taken.diastolic or 0) >= diastolic


def path_of(readings: Iterable[Taken], *, figures: Figures) -> Path:
    """Return how far the readings have come: only different days count, the highest of each, and a normal one ends it.

    What lies longer back than the figure says is no part of the way.
    """
    days = _by_day(readings, figures)
    if not days:
        return Path(Stage.NONE)
    newest = max(days)
    since = newest - timedelta(days=figures.value("screening.path.days", on=newest))
    running: list[date] = []
    for day in sorted((day for day in days if day >= since), reverse=True):
        if not days[day]:
            break
        running.append(day)
    stage = STAGES[min(len(running), READINGS)]
    path = Path(stage, tuple(reversed(running)))
    if not path.under_way:
        return path
    wait = timedelta(days=figures.value("screening.again.days", on=newest))
    return Path(stage, path.raised_on, newest + wait)


def glucose_raised_on(readings: Iterable[Taken], *, figures: Figures) -> tuple[date, ...]:
    """Return the days on which a fasting glucose reached the threshold of screening."""
    return tuple(
        sorted(
            {
                taken.on
                for taken in readings
                if taken.fasting is not None
                and taken.fasting >= figures.value("screening.fasting", on=taken.on)
            }
        )
    )


def risks_of(answers: Answers, *, age: int | None, sex: Sex, on: date, figures: Figures) -> tuple[Risk, ...]:
    """Return which of the six criteria somebody meets."""

    def limit(name: str) -> float:
        return figures.value(f"screening.risk.{name}", on=on)

    taken = taken_at(on, answers)
    raised = is_raised(taken, figures=figures)
    met = {
        Risk.HIGH_NORMAL: not raised
        and ((taken.systolic or 0) >= limit("systolic") or (taken.diastolic or 0) >= limit("diastolic")),
        Risk.HEAVY: (body_mass(answers) or 0) >= limit("body-mass")
        or (figure(answers, "waist") or 0) >= limit("waist.female" if sex is Sex.FEMALE else "waist.male"),
        Risk.FAMILY: answers.get("hypertension_family") == "yes",
        Risk.SALTY: answers.get("salt") == "heavy",
        Risk.SPIRITS: (figure(answers, "drinking_daily") or 0) * LIANG >= limit("spirits"),
        Risk.AGE: age is not None and age >= limit("age"),
    }
    return tuple(risk for risk in Risk if met[risk])


def way_of(answers: Answers, circumstances: Circumstances) -> Path:
    """Return how far a visit and those before it have come; who has hypertension is on no such way."""
    if circumstances.held & HAVE_HYPERTENSION:
        return Path(Stage.NONE)
    before = [taken_at(day, told) for day, told in circumstances.earlier if day <= circumstances.on]
    return path_of([*before, taken_at(circumstances.on, answers)], figures=circumstances.figures)


def raised_events(answers: Answers, circumstances: Circumstances) -> tuple[Event, ...]:
    """Ask for another reading while fewer than three raised ones on different days stand."""
    raised = is_raised(taken_at(circumstances.on, answers), figures=circumstances.figures)
    return (Event.RAISED_PRESSURE,) if raised and way_of(answers, circumstances).under_way else ()


def _by_day(readings: Iterable[Taken], figures: Figures) -> dict[date, bool]:
    """Return whether the pressure was raised on each day it was taken."""
    days: dict[date, bool] = {}
    for taken in readings:
        if taken.systolic is not None or taken.diastolic is not None:
            days[taken.on] = days.get(taken.on, False) or is_raised(taken, figures=figures)
    return days
