"""Shape and words of the visit form; nothing here touches the database."""

from app.visits.forms.fields import (
    CareFields,
    HabitFields,
    MeasureFields,
    PressureFields,
    ReferralFields,
    ask,
)
from app.visits.forms.script import script_data
from app.visits.forms.visit import About, VisitForm, open_form
from app.visits.forms.voiding import VoidForm

__all__ = [
    "About",
    "CareFields",
    "HabitFields",
    "MeasureFields",
    "PressureFields",
    "ReferralFields",
    "VisitForm",
    "VoidForm",
    "ask",
    "open_form",
    "script_data",
]
