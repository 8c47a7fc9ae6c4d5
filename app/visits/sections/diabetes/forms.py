"""The fields of the diabetes follow-up."""

from __future__ import annotations

from app.visits.forms import CareFields, HabitFields, MeasureFields, PressureFields, ReferralFields, ask
from app.visits.rules.shared import SYMPTOMS_OTHER
from app.visits.sections.diabetes import rules


class Fields(PressureFields, CareFields, MeasureFields, HabitFields, ReferralFields):
    """What 2 型糖尿病患者随访服务记录表 asks."""

    fasting_glucose = ask(rules.FASTING)
    random_glucose = ask(rules.RANDOM)
    hba1c = ask(rules.HBA1C)
    symptoms = ask(rules.SYMPTOMS)
    symptoms_other = ask(SYMPTOMS_OTHER)
    dangers = ask(rules.DANGERS)
    hypoglycaemia = ask(rules.HYPOGLYCAEMIA)
    foot_pulse = ask(rules.FOOT_PULSE)
    staple_food = ask(rules.STAPLE)
    insulin = ask(rules.INSULIN)
