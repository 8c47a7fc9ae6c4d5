"""Pages of the visit log: the form, one visit on record and on paper, corrections, contacts, a month's work and forms."""

from app.visits.views import contacts, correcting, entering, extras, form, paper, record, sheets, work
from app.visits.views.door import bp

__all__ = ["bp", "contacts", "correcting", "entering", "extras", "form", "paper", "record", "sheets", "work"]
