"""The arithmetic of a medicine: how much a day, how much for how long, the day it runs out."""

from __future__ import annotations

import math
import re
from datetime import date, timedelta

from app.careplans.rules.catalogue import Drug
from app.careplans.rules.plan import Medicine
from app.careplans.rules.vocabulary import DoseUnit

AMOUNT = re.compile(
    r"(?P<amount>\d+(?:\.\d+)?)\s*(?P<unit>mg|g|μg|µg|ug|mcg|iu|u|ml|万单位|毫克|微克|克|单位|毫升)(?![a-z])",
    re.IGNORECASE,
)
# One writing for each unit, and how many of the smaller one it holds.
WRITTEN = {
    "mg": ("mg", 1.0),
    "毫克": ("mg", 1.0),
    "g": ("mg", 1000.0),
    "克": ("mg", 1000.0),
    "μg": ("μg", 1.0),
    "µg": ("μg", 1.0),
    "ug": ("μg", 1.0),
    "mcg": ("μg", 1.0),
    "微克": ("μg", 1.0),
    "u": ("U", 1.0),
    "iu": ("U", 1.0),
    "单位": ("U", 1.0),
    "万单位": ("U", 10_000.0),
    "ml": ("ml", 1.0),
    "毫升": ("ml", 1.0),
}
BETWEEN = {("mg", "μg"): 1000.0, ("μg", "mg"): 0.001}
# Dividing 28 days of a third of a tablet leaves dust behind the point.
DUST = 1e-6


def amount_in(strength: str) -> tuple[float, str] | None:
    """Return what one tablet, puff or sachet of a strength holds: 0.5g is 500 mg; None where it cannot be read."""
    found = AMOUNT.search(strength)
    if found is None:
        return None
    unit, factor = WRITTEN[found["unit"].lower()]
    return float(found["amount"]) * factor, unit


def daily_amount(medicine: Medicine, drug: Drug) -> float | None:
    """Return how much of a drug a line gives in a day, in what the drug is measured in; None where it cannot be said."""
    count = medicine.dose * medicine.times
    if not count:
        return None
    if drug.measured_in in {medicine.unit.value, medicine.unit.zh, medicine.unit.en}:
        return count
    if (each := _each(medicine, drug)) is None:
        return None
    return round(count * each, 6)


def usual_quantity(dose: float, times: int, days: int) -> float:
    """Return what is given out for so many days: nobody counts out half a tablet."""
    return float(math.ceil(dose * times * days - DUST))


def enough_for(medicine: Medicine) -> int | None:
    """Return for how many days the quantity of a line lasts, None for one that is taken only as needed."""
    a_day = medicine.dose * medicine.times
    if medicine.as_needed or not a_day > 0 or not math.isfinite(medicine.quantity / a_day):
        return None
    return math.floor(medicine.quantity / a_day + DUST)


def runs_out_on(issued_on: date, days: int) -> date:
    """Return the first day without medicine, when it is taken from the day it was given out."""
    return issued_on + timedelta(days=days)


def _each(medicine: Medicine, drug: Drug) -> float | None:
    """Return how much of the drug one unit of the dose holds."""
    held = _held(medicine)
    wanted, scale = WRITTEN.get(drug.measured_in.lower(), (drug.measured_in, 1.0))
    if held is None:
        return None
    amount, unit = held
    factor = 1.0 if unit == wanted else BETWEEN.get((unit, wanted))
    return None if factor is None else amount * factor / scale


def _held(medicine: Medicine) -> tuple[float, str] | None:
    if medicine.unit is DoseUnit.MILLIGRAM:
        return 1.0, "mg"
    if medicine.unit is DoseUnit.UNIT:
        return 1.0, "U"
    if medicine.unit is DoseUnit.MILLILITRE:
        return _in_a_millilitre(medicine.strength)
    return amount_in(medicine.strength)


def _in_a_millilitre(strength: str) -> tuple[float, str] | None:
    """Return what one millilitre holds: 15mg/5ml holds 3 mg, 100ml:0.6g holds 6."""
    amounts = [
        (float(found["amount"]), WRITTEN[found["unit"].lower()]) for found in AMOUNT.finditer(strength)
    ]
    substance = next(((n * factor, unit) for n, (unit, factor) in amounts if unit != "ml"), None)
    if substance is None:
        return None
    volume = next((n for n, (unit, _) in amounts if unit == "ml"), 1.0) or 1.0
    return substance[0] / volume, substance[1]
