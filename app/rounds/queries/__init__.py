"""Who is owed a round or a meeting in a turn, and how their last weeks ended."""

from app.rounds.queries.asking import Asked, areas_of, meeting_rule, meeting_rules, round_rules
from app.rounds.queries.points import Point, list_points
from app.rounds.queries.standing import count_places, list_standing
from app.rounds.queries.weeks import list_strips, which_delivered

__all__ = [
    "Asked",
    "Point",
    "areas_of",
    "count_places",
    "list_points",
    "list_standing",
    "list_strips",
    "meeting_rule",
    "meeting_rules",
    "round_rules",
    "which_delivered",
]
