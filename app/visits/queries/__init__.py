"""Reads of the visit log. What lies outside the reader's area is not there."""

from app.visits.queries.around import Around, read_around
from app.visits.queries.attempts import Attempt, find_attempt, list_attempts
from app.visits.queries.log import (
    CHUNK,
    LOOK_BACK,
    Before,
    Standing,
    VisitRow,
    as_told,
    count_visits,
    get_visit,
    known_days,
    last_answers,
    list_visits,
    look_back,
    newest_in,
    stand_now,
)
from app.visits.queries.versions import find_delivered, list_corrections, list_versions

__all__ = [
    "CHUNK",
    "LOOK_BACK",
    "Around",
    "Attempt",
    "Before",
    "Standing",
    "VisitRow",
    "as_told",
    "count_visits",
    "find_attempt",
    "find_delivered",
    "get_visit",
    "known_days",
    "last_answers",
    "list_attempts",
    "list_corrections",
    "list_versions",
    "list_visits",
    "look_back",
    "newest_in",
    "read_around",
    "stand_now",
]
