"""Reads of the room: the work list, the ledger, and the facts the ledger follows from."""

from app.duties.queries.asked import WorkFilter
from app.duties.queries.desk import count_desk
from app.duties.queries.facts import circumstances_of, find_start, list_concerned, list_person_ids
from app.duties.queries.ledger import (
    Listed,
    find_open_duty,
    list_all,
    list_duties,
    list_duties_of,
    list_excuses,
    list_lines,
)
from app.duties.queries.work import count_work, list_work, list_work_people, village_counts

__all__ = [
    "Listed",
    "WorkFilter",
    "circumstances_of",
    "count_desk",
    "count_work",
    "find_open_duty",
    "find_start",
    "list_all",
    "list_concerned",
    "list_duties",
    "list_duties_of",
    "list_excuses",
    "list_lines",
    "list_person_ids",
    "list_work",
    "list_work_people",
    "village_counts",
]
