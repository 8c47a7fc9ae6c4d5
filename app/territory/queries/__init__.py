"""Reads of the areas as they stand and stood, and of people on their way to another township."""

from app.territory.queries.handovers import (
    Incoming,
    Outgoing,
    find_open_transfer,
    get_asked,
    get_incoming,
    list_incoming,
    list_outgoing,
    list_settled,
)
from app.territory.queries.villages import (
    Outlook,
    find_village,
    get_village,
    is_code,
    list_changes,
    list_places,
    other_towns,
    outlook_of,
    read_new_name,
    read_new_village,
    town_of,
)

__all__ = [
    "Incoming",
    "Outgoing",
    "Outlook",
    "find_open_transfer",
    "find_village",
    "get_asked",
    "get_incoming",
    "get_village",
    "is_code",
    "list_changes",
    "list_incoming",
    "list_outgoing",
    "list_places",
    "list_settled",
    "other_towns",
    "outlook_of",
    "read_new_name",
    "read_new_village",
    "town_of",
]
