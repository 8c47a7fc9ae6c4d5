"""The pages of the room; importing it puts them all in place."""

from app.indicators.views import detail, meetings, overview, people, plans, sheets, warnings
from app.indicators.views.door import bp

__all__ = ["bp", "detail", "meetings", "overview", "people", "plans", "sheets", "warnings"]
