"""Pages of the residents: find one, look at one, and the deeds done there."""

from app.record.views import details, enrolments, history, merging, pages, record, similar, states
from app.record.views.door import bp

__all__ = ["bp", "details", "enrolments", "history", "merging", "pages", "record", "similar", "states"]
