"""The fields of the COPD follow-up."""

from __future__ import annotations

from app.visits.forms import CareFields, HabitFields, MeasureFields, ReferralFields, ask
from app.visits.rules.shared import SYMPTOMS_OTHER
from app.visits.sections.copd import rules


class Fields(CareFields, MeasureFields, HabitFields, ReferralFields):
    """What the COPD follow-up record of 2024 asks."""

    spo2 = ask(rules.OXYGEN)
    copd_course = ask(rules.COURSE)
    symptoms = ask(rules.SYMPTOMS)
    symptoms_other = ask(SYMPTOMS_OTHER)
    dangers = ask(rules.DANGERS)
    respiratory_rate = ask(rules.BREATHS)
    fev1 = ask(rules.FEV1)
    fvc = ask(rules.FVC)
    fev1_percent = ask(rules.FEV1_PERCENT)
    copd_comorbidities = ask(rules.COMORBIDITIES)
    vaccines = ask(rules.VACCINES)
    home_oxygen = ask(rules.HOME_OXYGEN)
    ventilator = ask(rules.VENTILATOR)
