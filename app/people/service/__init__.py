"""Writes about residents: one verb each, no commit, no reckoning of what is owed (the room of duties does that)."""

from app.people.service.bulk import register_many, revise_many
from app.people.service.enrolments import add_category, add_condition, close_category, close_condition
from app.people.service.records import register, revise, set_death, set_move

__all__ = [
    "add_category",
    "add_condition",
    "close_category",
    "close_condition",
    "register",
    "register_many",
    "revise",
    "revise_many",
    "set_death",
    "set_move",
]
