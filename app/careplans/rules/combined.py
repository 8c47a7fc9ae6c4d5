"""The shapes of several plans told as one: what to take when, what to do, what to measure, what gave way to what."""

from __future__ import annotations

from dataclasses import dataclass

from app.careplans.rules.catalogue import Drug, HealthItem
from app.careplans.rules.plan import Advice, Medicine, Monitoring
from app.careplans.rules.reasons import SafetyWarning
from app.careplans.rules.targets import target_told
from app.careplans.rules.vocabulary import Disease, HealthKind, Moment
from app.core.words import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One medicine of the combined plan: whose it is, and its place among the medicines of that plan."""

    disease: Disease
    place: int
    medicine: Medicine
    drug: Drug | None = None


@dataclass(frozen=True, slots=True)
class AtMoment:
    """What is taken at one time of the day."""

    moment: Moment
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Yielded:
    """An advice of one disease that gave way, its sentence, and why."""

    disease: Disease
    place: int
    advice: Advice
    text: Text
    why: Text


@dataclass(frozen=True, slots=True)
class CombinedAdvice:
    """One health prescription of the combined plan: its sentence filled in, who asks for it, who gave way to it.

    ``place`` is its place among the advice of the plan of the first disease.
    """

    kind: HealthKind
    topic: str
    advice: Advice
    item: HealthItem | None
    text: Text
    diseases: tuple[Disease, ...]
    place: int
    yielded: tuple[Yielded, ...] = ()


@dataclass(frozen=True, slots=True)
class CombinedMonitoring:
    """One line of monitoring, as often as the disease that asks most often; ``target`` names every target that stays."""

    monitoring: Monitoring
    diseases: tuple[Disease, ...]
    target: str
    place: int

    @property
    def aim(self) -> Text:
        """The target for either reader."""
        return target_told(self.target)


@dataclass(frozen=True, slots=True)
class Combined:
    """The plans of a person as one: what to take when, what to do, what to measure, what to mind.

    ``untimed`` are taken every day at no named time, ``as_needed`` only when it is bad. ``left_out`` is advice that
    is not given to somebody with what they have.
    """

    diseases: tuple[Disease, ...] = ()
    lines: tuple[Line, ...] = ()
    moments: tuple[AtMoment, ...] = ()
    untimed: tuple[Line, ...] = ()
    as_needed: tuple[Line, ...] = ()
    advice: tuple[CombinedAdvice, ...] = ()
    left_out: tuple[Yielded, ...] = ()
    monitoring: tuple[CombinedMonitoring, ...] = ()
    interactions: tuple[SafetyWarning, ...] = ()
