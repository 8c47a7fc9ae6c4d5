"""Pages of the areas: villages changed, people handed over, colleagues covered for."""

from app.territory.views import covers, handovers, villages
from app.territory.views.door import bp

__all__ = ["bp", "covers", "handovers", "villages"]
