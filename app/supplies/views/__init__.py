"""Pages of the room: the need of the days ahead, shortages, deliveries."""

from app.supplies.views import deliveries, need, shortages
from app.supplies.views.door import bp

__all__ = ["bp", "deliveries", "need", "shortages"]
