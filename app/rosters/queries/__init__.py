"""Reading what a list is compared with, and what the pages of a list show."""

from app.rosters.queries.register import (
    index_of,
    latest_as_of,
    load_details,
    load_gazetteer,
    load_register,
    members_ever,
    phone_index_of,
)

__all__ = [
    "index_of",
    "latest_as_of",
    "load_details",
    "load_gazetteer",
    "load_register",
    "members_ever",
    "phone_index_of",
]
