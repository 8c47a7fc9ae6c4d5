"""Shape and words of the visit form; nothing here touches the database."""

from app.visits.forms.about import About
from app.visits.forms.fields import ask
from app.visits.forms.opening import open_form
from app.visits.forms.script import script_data
from app.visits.forms.visit import VisitForm
from app.visits.forms.voiding import VoidForm

__all__ = [
    "About",
    "VisitForm",
    "VoidForm",
    "ask",
    "open_form",
    "script_data",
]
