"""家里的药: until when the medicine given out under a plan lasts, what was left at home counted on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from app.careplans.rules.doses import runs_out_on
from app.careplans.rules.names import plain_key
from app.careplans.rules.plan import Medicine

Treatment = frozenset[tuple[object, ...]]


class Portion(NamedTuple):
    """Medicine given out once: on which day, for how many days, and what it was."""

    number: int
    issued_on: date
    days: int
    treatment: Treatment


class Lasting(NamedTuple):
    """A portion with the first day without it."""

    portion: Portion
    runs_out_on: date


def treatment_of(medicines: Sequence[Medicine]) -> Treatment:
    """Return what is taken in a day: two prescriptions that say the same use up the same medicine."""
    return frozenset(
        (each.code or plain_key(each.name), each.strength, each.dose, each.unit, each.times, each.as_needed)
        for each in medicines
    )


def lasting(portions: Iterable[Portion]) -> Iterator[Lasting]:
    """Yield each portion with the day it runs out.

    Fetched early, a portion begins where the one before it ends, so that no day is lost; other medicine than before
    begins on the day it is given out.
    """
    before: Lasting | None = None
    for portion in sorted(portions, key=lambda each: (each.issued_on, each.number)):
        left = days_left(before, on=portion.issued_on, treatment=portion.treatment)
        before = Lasting(portion, runs_out_on(portion.issued_on, left + portion.days))
        yield before


def days_left(before: Lasting | None, *, on: date, treatment: Treatment) -> int:
    """Return for how many days the same medicine is still at home on a day."""
    if before is None or before.portion.treatment != treatment:
        return 0
    return max((before.runs_out_on - on).days, 0)


def left_at_home(portions: Iterable[Portion], *, on: date, treatment: Treatment) -> int:
    """Return for how many days what was given out up to a day leaves somebody with a treatment."""
    given = [each for each in portions if each.issued_on <= on]
    return days_left(next(reversed(list(lasting(given))), None), on=on, treatment=treatment)
