"""What the form of a plan must know of the person and the catalogue to ask and to judge."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.careplans.rules.catalogue import HealthItem
from app.careplans.rules.issuing import general_days
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Acknowledged, Plan
from app.careplans.rules.safety import SafetyWarning, warnings
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Circumstance, Disease
from app.policy.terms import Sex
from app.policy.thresholds import Figures

PREGNANCY_AGE = "careplan.pregnancy.age"
OF_WOMEN = frozenset({Circumstance.PREGNANT, Circumstance.NURSING})


@dataclass(frozen=True, slots=True)
class About:
    """One disease of one person on a day: who they are, what else they take, what the catalogue offers.

    ``others`` are the plans in force of the other diseases; ``kept`` is the plan the form starts from.
    """

    disease: Disease
    patient: Patient
    shelf: Shelf
    figures: Figures
    today: date
    born_on: date | None
    others: Mapping[Disease, Plan]
    kept: Plan = field(default_factory=Plan)

    @property
    def usual_days(self) -> int:
        """For how many days a prescription may run without more being asked."""
        return general_days(self.figures, on=self.today)

    @property
    def items(self) -> tuple[HealthItem, ...]:
        """The health prescriptions offered: those of the disease, and what the plan holds already."""
        offered = {item.code: item for item in self.shelf.items_for(self.disease)}
        held = (self.shelf.item(advice.code) for advice in self.kept.advice if advice.code)
        return tuple((offered | {item.code: item for item in held if item is not None}).values())

    @property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        """The warnings for which a reason was given before."""
        return self.kept.acknowledged

    def circumstances(self) -> tuple[Circumstance, ...]:
        """Return what is asked before prescribing, of those it can concern; what was noted before stays to be seen."""
        return tuple(one for one in Circumstance if one in self.kept.circumstances or self._concerns(one))

    def known_circumstances(self) -> tuple[Circumstance, ...]:
        """Return what the plans say of the person already: the one written on, or those of the other diseases."""
        said = {one for plan in (self.kept, *self.others.values()) for one in plan.circumstances}
        return tuple(one for one in self.circumstances() if one in said)

    def warnings(self, plan: Plan) -> tuple[SafetyWarning, ...]:
        """Return what is asked about the plan as typed, beside the plans of the other diseases."""
        patient = replace(self.patient, circumstances=frozenset(plan.circumstances))
        plans = {**self.others, self.disease: plan}
        return warnings(plans, disease=self.disease, patient=patient, shelf=self.shelf)

    def _concerns(self, one: Circumstance) -> bool:
        if one is Circumstance.PROSTATE:
            return self.patient.sex is not Sex.FEMALE
        return one not in OF_WOMEN or self._may_bear()

    def _may_bear(self) -> bool:
        until = self.figures.value(PREGNANCY_AGE, on=self.today)
        young = self.patient.age is None or self.patient.age < until
        return young and self.patient.sex is not Sex.MALE


def held_by(patient: Patient, diseases: Collection[Disease]) -> frozenset[Disease]:
    """Return the diseases that stand on somebody's record."""
    return frozenset(one for one in diseases if patient.conditions.intersection(one.conditions))
