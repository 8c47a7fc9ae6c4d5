"""Forms of a resident's page."""

from app.record.forms.details import AllergyForm, ContactForm, DrugForm, EndDetailForm, EndDrugForm
from app.record.forms.enrolments import EndForm, EnrolForm, ExcuseForm, RevealForm
from app.record.forms.merging import MergeForm, SimilarForm, UndoForm
from app.record.forms.person import PersonForm
from app.record.forms.states import BackForm, LeaveForm

__all__ = [
    "AllergyForm",
    "BackForm",
    "ContactForm",
    "DrugForm",
    "EndDetailForm",
    "EndDrugForm",
    "EndForm",
    "EnrolForm",
    "ExcuseForm",
    "LeaveForm",
    "MergeForm",
    "PersonForm",
    "RevealForm",
    "SimilarForm",
    "UndoForm",
]
