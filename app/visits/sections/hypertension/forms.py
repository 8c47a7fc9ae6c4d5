"""The fields of the hypertension follow-up."""

from __future__ import annotations

from app.visits.forms import CareFields, HabitFields, MeasureFields, PressureFields, ReferralFields, ask
from app.visits.rules.shared import SYMPTOMS_OTHER
from app.visits.sections.hypertension.rules import DANGERS, SYMPTOMS


class Fields(PressureFields, CareFields, MeasureFields, HabitFields, ReferralFields):
    """What 高血压患者随访服务记录表 asks."""

    symptoms = ask(SYMPTOMS)
    symptoms_other = ask(SYMPTOMS_OTHER)
    dangers = ask(DANGERS)
