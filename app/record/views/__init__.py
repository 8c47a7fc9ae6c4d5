"""Pages of the residents: find one, look at one, and the deeds done there."""

from app.record.views import enrolments, pages, record
from app.record.views.door import bp

__all__ = ["bp", "enrolments", "pages", "record"]
