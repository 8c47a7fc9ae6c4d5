"""The fields of the general follow-up."""

from __future__ import annotations

from app.visits.forms import CareFields, PressureFields, ReferralFields, ask
from app.visits.rules.shared import DRUGS
from app.visits.sections.general import rules


class Fields(PressureFields, CareFields, ReferralFields):
    """Condition, treatment and effect."""

    condition_state = ask(rules.STATE)
    treatment = ask(rules.CARE)
    treatment_effect = ask(rules.EFFECT)
    dangers = ask(rules.DANGERS)
    drugs = ask(DRUGS)
    guidance = ask(rules.GUIDANCE)
