"""Pages of the room."""

from app.schedule.views import board, calendar, day, feed
from app.schedule.views.door import bp

__all__ = ["board", "bp", "calendar", "day", "feed"]
