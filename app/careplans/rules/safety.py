"""用药安全: what is asked about before a plan is written, each with the source that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.careplans.rules.allergies import allergy_warnings
from app.careplans.rules.cautions import caution_warnings, dose_warnings
from app.careplans.rules.held import held_besides, held_in, held_in_all
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Medicine, Plan
from app.careplans.rules.reasons import Safety, SafetyWarning
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.together import together_warnings
from app.careplans.rules.vocabulary import Disease

__all__ = ["Safety", "SafetyWarning", "interactions", "unverified", "warnings", "with_plans"]

GRAVEST_FIRST = {rule: place for place, rule in enumerate(Safety)}


def warnings(
    plans: Mapping[Disease, Plan], *, disease: Disease, patient: Patient, shelf: Shelf
) -> tuple[SafetyWarning, ...]:
    """Return what is asked about the plan of a disease, beside the other plans and what else is taken."""
    held = held_in_all(plans, shelf=shelf)
    mine = [one for one in held if one.disease is disease]
    others = [one for one in held if one.disease is not disease]
    others += held_besides(patient.other_drugs, shelf=shelf)
    known = with_plans(patient, plans)
    return _ordered(
        *allergy_warnings(mine, patient.allergies, shelf=shelf),
        *caution_warnings(mine, known, home=disease, shelf=shelf),
        *_unanswered(_brought_by(disease, plans, home=disease, shelf=shelf), plans, disease),
        *together_warnings(mine, others, home=disease, shelf=shelf),
        *dose_warnings(mine, others),
    )


def interactions(
    plans: Mapping[Disease, Plan], *, patient: Patient, shelf: Shelf
) -> tuple[SafetyWarning, ...]:
    """Return what any two medicines of all plans ask about, and a medicine of one plan in the disease of another."""
    besides = held_besides(patient.other_drugs, shelf=shelf)
    return _ordered(
        *together_warnings(held_in_all(plans, shelf=shelf), besides, home=None, shelf=shelf),
        *(found for disease in plans for found in _brought_by(disease, plans, home=None, shelf=shelf)),
    )


def with_plans(patient: Patient, plans: Mapping[Disease, Plan]) -> Patient:
    """Return the person with what the plans themselves say: a plan for a disease, and the circumstances ticked in it."""
    told = (one for plan in plans.values() for one in plan.circumstances)
    return replace(
        patient,
        conditions=patient.conditions | {disease.conditions[0] for disease in plans},
        circumstances=patient.circumstances.union(told),
    )


def unverified(plan: Plan) -> tuple[Medicine, ...]:
    """Return the medicines of a plan that the catalogue does not know."""
    return tuple(medicine for medicine in plan.medicines if not medicine.code)


def _brought_by(
    disease: Disease, plans: Mapping[Disease, Plan], *, home: Disease | None, shelf: Shelf
) -> Iterator[SafetyWarning]:
    """Yield what the medicines of the other plans ask about a disease, and about what is ticked in its plan alone."""
    ticked = frozenset(plans[disease].circumstances if disease in plans else ())
    for other, plan in plans.items():
        if other is not disease:
            brought = Patient(
                conditions=frozenset({disease.conditions[0]}),
                circumstances=ticked.difference(plan.circumstances),
            )
            yield from caution_warnings(held_in(other, plan, shelf=shelf), brought, home=home, shelf=shelf)


def _unanswered(
    found: Iterable[SafetyWarning], plans: Mapping[Disease, Plan], disease: Disease
) -> Iterator[SafetyWarning]:
    """Yield the warnings the doctors of the other plans gave no reason for yet, in those plans."""
    told = {
        (one.rule, one.about) for other in plans if other is not disease for one in plans[other].acknowledged
    }
    yield from (one for one in found if (one.rule.value, one.about) not in told)


def _ordered(*found: SafetyWarning) -> tuple[SafetyWarning, ...]:
    """Return each warning once, the gravest first."""
    once: dict[tuple[Safety, str, str], SafetyWarning] = {}
    for one in found:
        once.setdefault((one.rule, one.code, one.about), one)
    return tuple(sorted(once.values(), key=lambda one: GRAVEST_FIRST[one.rule]))
