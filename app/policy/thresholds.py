"""阈值: what a measured value means at an age on a day. Every limit is a figure of a pack, none stands here.

Two layers stand beside each other: the assessment of 2017 gives the result of a visit, the clinical standard
in force on the day gives advice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.core.words import Text
from app.policy.entries import Figure

DANGER = Text("{value} 危险：立即处理并转诊", "{value} dangerous: treat at once and refer")
HIGH = Text("{value} 偏高", "{value} high")
LOW = Text("{value} 偏低", "{value} low")
ON_TARGET = Text("{value} 达标", "{value} on target")
# The limits of every age on the days that are asked for: a page asks for them once for each value it shows.
KEPT = 1024


class Figures:
    """Every figure of the rulebook, asked by name, day and age."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_id: dict[str, list[Figure]] = defaultdict(list)
        self._ages: dict[str, list[int]] = defaultdict(list)
        for figure in figures:
            self._by_id[figure.id].append(figure)
            base, _, suffix = figure.id.rpartition(".")
            if suffix.isdigit() and int(suffix) not in self._ages[base]:
                self._ages[base].append(int(suffix))

    def __iter__(self) -> Iterator[Figure]:
        """Go through every figure, in the order of the packs."""
        return (figure for figures in self._by_id.values() for figure in figures)

    def figure(self, name: str, *, on: date = date.max) -> Figure:
        """Return a figure as in force on a day; a KeyError where no pack has it."""
        found = self.find(name, on=on)
        if found is None:
            raise KeyError(f"no figure {name!r} is in force on {on}")
        return found

    def find(self, name: str, *, on: date = date.max) -> Figure | None:
        """Return a figure as in force on a day, the latest where several are."""
        in_force = (figure for figure in self._by_id.get(name, ()) if figure.holds_on(on))
        return max(in_force, key=lambda figure: figure.effective_from, default=None)

    def value(self, name: str, *, on: date, age: int | None = None) -> float:
        """Return the value that holds at an age: of the ages named (``id.65``), the oldest reached."""
        for from_age in sorted(self._ages.get(name, ()), reverse=True):
            if age is not None and age >= from_age and (found := self.find(f"{name}.{from_age}", on=on)):
                return found.value
        return self.figure(name, on=on).value


@dataclass(frozen=True, slots=True)
class PressureLimits:
    """The limits of blood pressure at an age on a day; control lies below them, danger begins at them.

    Two readings that differ by more than ``third_reading`` ask for a third; arms that differ by more than
    ``arms_apart`` for a referral.
    """

    systolic: float
    diastolic: float
    clinical_systolic: float
    clinical_diastolic: float
    emergency_systolic: float
    emergency_diastolic: float
    low_systolic: float
    third_reading: float
    arms_apart: float


@dataclass(frozen=True, slots=True)
class GlucoseLimits:
    """The limits of blood glucose on a day; control lies below the first two, danger begins at the last two."""

    fasting: float
    random: float
    emergency_high: float
    emergency_low: float


@dataclass(frozen=True, slots=True)
class PressureReading:
    """What a blood pressure means; the result of a visit follows the assessment, advice the clinical standard."""

    echo: Text
    controlled_for_indicator: bool
    controlled_clinically: bool
    emergency: bool
    advice: Text | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measured value means; ``controlled`` is None where it decides no result."""

    echo: Text
    controlled: bool | None
    emergency: bool
    advice: Text | None = None


@lru_cache(maxsize=KEPT)
def pressure_limits(*, age: int | None, on: date, figures: Figures) -> PressureLimits:
    """Return the limits of blood pressure at an age on a day."""

    def limit(name: str) -> float:
        return figures.value(f"bp.{name}", on=on, age=age)

    return PressureLimits(
        limit("indicator.systolic"),
        limit("indicator.diastolic"),
        limit("clinical.systolic"),
        limit("clinical.diastolic"),
        limit("emergency.systolic"),
        limit("emergency.diastolic"),
        limit("low.systolic"),
        limit("third-reading.difference"),
        limit("arm.difference"),
    )


@lru_cache(maxsize=KEPT)
def glucose_limits(*, on: date, figures: Figures) -> GlucoseLimits:
    """Return the limits of blood glucose on a day."""

    def limit(name: str) -> float:
        return figures.value(f"glucose.{name}", on=on)

    return GlucoseLimits(
        limit("control"), limit("control.random"), limit("emergency.high"), limit("emergency.low")
    )


def pressure_class(
    systolic: float, diastolic: float, *, age: int | None, on: date, figures: Figures
) -> PressureReading:
    """Class a blood pressure: both values must lie below a limit to reach it, one alone is danger enough."""
    limits = pressure_limits(age=age, on=on, figures=figures)
    emergency = systolic >= limits.emergency_systolic or diastolic >= limits.emergency_diastolic
    controlled = systolic < limits.systolic and diastolic < limits.diastolic
    clinically = systolic < limits.clinical_systolic and diastolic < limits.clinical_diastolic
    words = _words(emergency=emergency, low=systolic < limits.low_systolic, controlled=controlled)
    advice = None if clinically or emergency else _clinical_aim(limits)
    echo = words.filled(value=f"{_plain(systolic)}/{_plain(diastolic)}")
    return PressureReading(echo, controlled, clinically, emergency, advice)


def glucose_class(value: float, *, on: date, figures: Figures, fasting: bool = True) -> Reading:
    """Class a blood glucose in mmol/L; only a fasting one decides the result of a visit."""
    limits = glucose_limits(on=on, figures=figures)
    low, high = value <= limits.emergency_low, value >= limits.emergency_high
    controlled = value < (limits.fasting if fasting else limits.random)
    words = _words(emergency=low or high, low=False, controlled=controlled)
    return Reading(words.filled(value=_plain(value)), controlled if fasting else None, low or high)


def oxygen_class(value: float, *, on: date, figures: Figures) -> Reading:
    """Class an oxygen saturation in percent."""
    if value < figures.value("oxygen.emergency", on=on):
        return Reading(DANGER.filled(value=f"{_plain(value)}%"), None, emergency=True)
    if value < figures.value("oxygen.low", on=on):
        advice = Text(
            "血氧长期低于 {n}% 的，建议到上级医院就诊。", "Long below {n}%: advise the superior hospital."
        )
        limit = _plain(figures.value("oxygen.low", on=on))
        return Reading(
            LOW.filled(value=f"{_plain(value)}%"), None, emergency=False, advice=advice.filled(n=limit)
        )
    return Reading(
        Text("{value}% 可接受", "{value}% acceptable").filled(value=_plain(value)), None, emergency=False
    )


def heart_class(value: float, *, on: date, figures: Figures) -> Reading:
    """Class a heart rate a minute; a fast one is danger only if it lasts, so it is advised to be taken again."""
    fast, slow = figures.value("heart-rate.fast", on=on), figures.value("heart-rate.slow", on=on)
    if value > fast:
        advice = Text(
            "心率超过 {n}：休息后复测，持续偏快须转诊。", "Above {n}: rest, take again; refer if it lasts."
        )
        return Reading(
            HIGH.filled(value=_plain(value)), None, emergency=False, advice=advice.filled(n=_plain(fast))
        )
    words = LOW if value < slow else Text("{value} 正常", "{value} normal")
    return Reading(words.filled(value=_plain(value)), None, emergency=False)


def fault_in(name: str, value: float, *, on: date, figures: Figures) -> Text | None:
    """Return why a value cannot be true of anybody, None where it can or where no range is known for the name."""
    lowest, highest = (figures.find(f"plausible.{name}.{end}", on=on) for end in ("min", "max"))
    if lowest is None or highest is None or lowest.value <= value <= highest.value:
        return None
    return Text(
        "{name} {value} 不可能，应在 {low} 到 {high} {unit} 之间，请核对后重填。",
        "{name} {value} is impossible: it lies between {low} and {high} {unit}. Please check.",
    ).filled(
        name=_measured(lowest),
        value=_plain(value),
        low=_plain(lowest.value),
        high=_plain(highest.value),
        unit=lowest.counted_in,
    )


def pressure_fault(systolic: float, diastolic: float) -> Text | None:
    """Return why two values cannot be one blood pressure."""
    if diastolic < systolic:
        return None
    return Text(
        "舒张压应低于收缩压，请核对是否填反。", "The diastolic must be below the systolic: were they swapped?"
    )


def _words(*, emergency: bool, low: bool, controlled: bool) -> Text:
    if emergency:
        return DANGER
    if low and controlled:
        return LOW
    return ON_TARGET if controlled else HIGH


def _clinical_aim(limits: PressureLimits) -> Text:
    return Text("临床目标：低于 {s}/{d} mmHg。", "Clinical aim: below {s}/{d} mmHg.").filled(
        s=_plain(limits.clinical_systolic), d=_plain(limits.clinical_diastolic)
    )


def _measured(figure: Figure) -> Text:
    """Name the measured thing: the figure's name before its bracket."""
    return Text(figure.zh.partition("（")[0], figure.en.partition(" (")[0])


def _plain(value: float) -> str:
    return f"{round(value, 1):g}"
