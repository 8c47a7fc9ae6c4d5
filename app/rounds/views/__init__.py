"""Pages of the room: the board of a week, its printed sheet, and the campaign."""

from app.rounds.views import board, campaign, sheet
from app.rounds.views.door import bp

__all__ = ["board", "bp", "campaign", "sheet"]
