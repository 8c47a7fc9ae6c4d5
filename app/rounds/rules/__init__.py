"""What a round and the campaign come to, as plain values. No database."""

from app.rounds.rules.parts import EVERY_PART, Ticks, answers_of, refuse_other_week
from app.rounds.rules.standing import PlaceCounts, Standing, State, folded, summed
from app.rounds.rules.strip import Absence, WeekLine, WeekMark, WeekState, strip_of, tally
from app.rounds.rules.turns import Turn, campaign_of, week_of, weeks_before

__all__ = [
    "EVERY_PART",
    "Absence",
    "PlaceCounts",
    "Standing",
    "State",
    "Ticks",
    "Turn",
    "WeekLine",
    "WeekMark",
    "WeekState",
    "answers_of",
    "campaign_of",
    "folded",
    "refuse_other_week",
    "strip_of",
    "summed",
    "tally",
    "week_of",
    "weeks_before",
]
