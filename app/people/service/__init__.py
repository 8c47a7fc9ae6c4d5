"""Writes about residents: one verb each, no commit, no reckoning of what is owed (the room of duties does that)."""

from app.people.service.adoption import hand_back, hand_over
from app.people.service.bulk import register_many, revise_many, revive_many, withdraw_people
from app.people.service.contracts import ContractEnd, ContractEntry, close_many, open_many
from app.people.service.details import (
    add_allergy,
    add_contact,
    add_drug,
    end_allergy,
    end_contact,
    end_drug,
)
from app.people.service.enrolments import add_category, add_condition, close_category, close_condition
from app.people.service.merging import (
    are_different,
    later_merge,
    lock_both,
    merge_records,
    part_records,
    refuse_gone,
    sides_of,
)
from app.people.service.records import register, revise
from app.people.service.restoring import restore_held, restore_people, withdraw_held
from app.people.service.snapshots import plain, plain_of, typed
from app.people.service.states import set_back, set_death, set_move, set_state

__all__ = [
    "ContractEnd",
    "ContractEntry",
    "add_allergy",
    "add_category",
    "add_condition",
    "add_contact",
    "add_drug",
    "are_different",
    "close_category",
    "close_condition",
    "close_many",
    "end_allergy",
    "end_contact",
    "end_drug",
    "hand_back",
    "hand_over",
    "later_merge",
    "lock_both",
    "merge_records",
    "open_many",
    "part_records",
    "plain",
    "plain_of",
    "refuse_gone",
    "register",
    "register_many",
    "restore_held",
    "restore_people",
    "revise",
    "revise_many",
    "revive_many",
    "set_back",
    "set_death",
    "set_move",
    "set_state",
    "sides_of",
    "typed",
    "withdraw_held",
    "withdraw_people",
]
