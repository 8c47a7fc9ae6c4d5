"""What a visit is and how it is judged, told everything it needs: no database, no clock, no page."""

from app.visits.rules.contacts import AttemptEntry, ContactOutcome, ContactWay
from app.visits.rules.entry import (
    ROSTER_UNDONE,
    Answer,
    Answers,
    VisitEntry,
    VisitSource,
    age_on,
    day_fault,
    kinds_key,
)
from app.visits.rules.judgement import Judgement, judge, proposed
from app.visits.rules.section import Again, Circumstances, Referral, Section, Side

__all__ = [
    "ROSTER_UNDONE",
    "Again",
    "Answer",
    "Answers",
    "AttemptEntry",
    "Circumstances",
    "ContactOutcome",
    "ContactWay",
    "Judgement",
    "Referral",
    "Section",
    "Side",
    "VisitEntry",
    "VisitSource",
    "age_on",
    "day_fault",
    "judge",
    "kinds_key",
    "proposed",
]
