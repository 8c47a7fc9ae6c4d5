"""A plan as a plain value: what a doctor writes, what a version keeps for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.careplans.rules.vocabulary import (
    Circumstance,
    DoseUnit,
    HealthKind,
    Meal,
    Measured,
    Measurer,
    Moment,
    Per,
    Route,
)


@dataclass(frozen=True, slots=True)
class Medicine:
    """One line of the treatment prescription.

    ``code`` is the catalogue's, empty for a medicine it does not know (kept, marked unverified). ``dose`` counts
    ``unit`` each time, ``times`` a day; ``as_needed`` medicines have no fixed times. ``days`` is how long the
    quantity lasts; ``quantity`` counts ``unit``.
    """

    name: str
    strength: str
    dose: float
    unit: DoseUnit
    times: int
    days: int
    quantity: float
    route: Route = Route.ORAL
    moments: tuple[Moment, ...] = ()
    meal: Meal = Meal.ANY
    code: str = ""
    as_needed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """One health prescription: a catalogue entry with its figures as agreed, or own words alone (``code`` empty)."""

    kind: HealthKind
    code: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """One line of the monitoring prescription: what, how often, which target, who measures."""

    measured: Measured
    times: int
    per: Per
    target: str = ""
    by: Measurer = Measurer.PATIENT


@dataclass(frozen=True, slots=True)
class LongTerm:
    """What the rule of 2021 asks of a prescription over four weeks: assessed, taught, noted, signed by the patient."""

    assessment: str
    taught: bool
    note: str
    signed_by: str


@dataclass(frozen=True, slots=True)
class Remote:
    """Guidance of the lead hospital under which a prescription was issued."""

    hospital: str
    doctor: str
    on: date


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A warning that stood when the plan was written, and why it was written all the same."""

    rule: str
    about: str
    told: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one version says."""

    stage: str = ""
    goal: str = ""
    medicines: tuple[Medicine, ...] = ()
    advice: tuple[Advice, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()
    long_term: LongTerm | None = None
    remote: Remote | None = None
    acknowledged: tuple[Acknowledged, ...] = ()
    note: str = ""
