"""Blood pressure and glucose of the last two years, as curves and as a table, against the limits of the rulebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.words import Text
from app.people.rules import age_on
from app.policy import book
from app.policy.thresholds import (
    glucose_class,
    glucose_limits,
    pressure_class,
    pressure_limits,
)
from app.record.queries.readings import Reading, list_readings
from app.record.rules import Chart, Curve, Point, Shape, chart_of, months_before
from app.record.rules.charts import MONTHS

SYSTOLIC, DIASTOLIC, FASTING = (
    Text("收缩压", "Systolic"),
    Text("舒张压", "Diastolic"),
    Text("空腹血糖", "Fasting"),
)
MMHG, MMOL = Text("mmHg", "mmHg"), Text("mmol/L", "mmol/L")

# Two years at the shortest interval of the rulebook, fourteen days: what a curve can show and a page should cost.
MOST_DRAWN = 52
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """One visit's values in words, for the table below the curves."""

    visit_id: int
    on: date
    pressure: Text | None
    glucose: Text | None


@dataclass(frozen=True, slots=True)
class Measured:
    """The curves, the newest values behind them, the last first, and what the clinical standard aims at.

    Where there are more, ``cut_to`` says how many of the newest are drawn.
    """

    pressure: Chart | None
    glucose: Chart | None
    rows: Sequence[MeasuredRow]
    aim: Text
    cut_to: int | None = None


def read_measures(person_id: int, *, born_on: date | None, today: date) -> Measured:
    """Return the curves of a resident; the targets are those in force today, for the age of today."""
    found = list_readings(person_id, since=months_before(today, MONTHS), limit=MOST_DRAWN + 1)
    readings = found[-MOST_DRAWN:]
    figures, age = book.current().figures, age_on(born_on, today)
    pressure = pressure_limits(age=age, on=today, figures=figures)
    glucose = glucose_limits(on=today, figures=figures)
    curves = [
        Curve(SYSTOLIC, Shape.CIRCLE, _points((r.on, r.systolic) for r in readings), pressure.systolic),
        Curve(DIASTOLIC, Shape.SQUARE, _points((r.on, r.diastolic) for r in readings), pressure.diastolic),
    ]
    fasting = _points((r.on, r.fasting_glucose) for r in readings)
    sugar = Curve(FASTING, Shape.CIRCLE, fasting, glucose.fasting, glucose.emergency_low)
    aim = Text("临床目标：低于 {s}/{d} mmHg。", "Clinical aim: below {s}/{d} mmHg.").filled(
        s=f"{pressure.clinical_systolic:g}", d=f"{pressure.clinical_diastolic:g}"
    )
    return Measured(
        pressure=chart_of(curves, unit=MMHG, today=today, step=20),
        glucose=chart_of([sugar], unit=MMOL, today=today, step=2),
        rows=[_row(reading, age=age, today=today) for reading in readings[: -MOST_TOLD - 1 : -1]],
        aim=aim,
        cut_to=MOST_DRAWN if len(found) > MOST_DRAWN else None,
    )


def _points(values: Iterable[tuple[date, float | None]]) -> list[Point]:
    return [Point(on, value) for on, value in values if value is not None]


def _row(reading: Reading, *, age: int | None, today: date) -> MeasuredRow:
    figures = book.current().figures
    pressure = glucose = None
    if reading.systolic is not None and reading.diastolic is not None:
        pressure = pressure_class(
            reading.systolic, reading.diastolic, age=age, on=today, figures=figures
        ).echo
    if reading.fasting_glucose is not None:
        glucose = glucose_class(reading.fasting_glucose, on=today, figures=figures).echo
    return MeasuredRow(reading.visit_id, reading.on, pressure, glucose)
