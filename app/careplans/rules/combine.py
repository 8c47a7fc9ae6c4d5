"""One plan out of several: medicines by the time of day, one advice a topic, monitoring without doubles."""

from __future__ import annotations

from collections.abc import Mapping

from app.careplans.rules.advising import combine_advice
from app.careplans.rules.combined import (
    AtMoment,
    Combined,
    CombinedAdvice,
    CombinedMonitoring,
    Line,
    Yielded,
)
from app.careplans.rules.measuring import combine_monitoring
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Plan
from app.careplans.rules.safety import interactions, with_plans
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Disease, Moment

__all__ = [
    "AtMoment",
    "Combined",
    "CombinedAdvice",
    "CombinedMonitoring",
    "Line",
    "Yielded",
    "agreed",
    "combine",
]


def combine(plans: Mapping[Disease, Plan], *, shelf: Shelf, patient: Patient) -> Combined:
    """Return one plan out of those of several diseases, in the order of the diseases."""
    ordered = _ordered(plans)
    lines = tuple(
        Line(disease, place, medicine, shelf.drug(medicine.code) or shelf.named(medicine.name))
        for disease, plan in ordered.items()
        for place, medicine in enumerate(plan.medicines)
    )
    daily = [line for line in lines if not line.medicine.as_needed]
    advice, left_out = _advice(ordered, shelf=shelf, patient=patient)
    return Combined(
        diseases=tuple(ordered),
        lines=lines,
        moments=_by_moment(daily),
        untimed=tuple(line for line in daily if not line.medicine.moments),
        as_needed=tuple(line for line in lines if line.medicine.as_needed),
        advice=advice,
        left_out=left_out,
        monitoring=combine_monitoring(ordered),
        interactions=interactions(ordered, patient=patient, shelf=shelf),
    )


def agreed(
    plans: Mapping[Disease, Plan], *, shelf: Shelf, patient: Patient
) -> tuple[tuple[CombinedAdvice, ...], tuple[CombinedMonitoring, ...]]:
    """Return what the plans ask besides medicine, as it stands in the one plan out of them."""
    ordered = _ordered(plans)
    return _advice(ordered, shelf=shelf, patient=patient)[0], combine_monitoring(ordered)


def _ordered(plans: Mapping[Disease, Plan]) -> dict[Disease, Plan]:
    return {disease: plans[disease] for disease in Disease if disease in plans}


def _advice(
    ordered: Mapping[Disease, Plan], *, shelf: Shelf, patient: Patient
) -> tuple[tuple[CombinedAdvice, ...], tuple[Yielded, ...]]:
    return combine_advice(ordered, shelf=shelf, patient=with_plans(patient, ordered))


def _by_moment(daily: list[Line]) -> tuple[AtMoment, ...]:
    """Return what is taken at each time of the day, in the order of the day."""
    taken = {moment: tuple(line for line in daily if moment in line.medicine.moments) for moment in Moment}
    return tuple(AtMoment(moment, lines) for moment, lines in taken.items() if lines)
