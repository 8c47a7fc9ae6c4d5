"""Reading what a list is compared with, and what the pages of a list show."""

from app.rosters.queries.details import Details, load_details
from app.rosters.queries.history import (
    count_imports,
    get_import,
    latest_as_of,
    latest_import,
    list_imports,
)
from app.rosters.queries.last_list import LastList, is_still_since, load_last_list, mark_key
from app.rosters.queries.register import (
    index_of,
    load_gazetteer,
    load_register,
    members_ever,
    phone_index_of,
)

__all__ = [
    "Details",
    "LastList",
    "count_imports",
    "get_import",
    "index_of",
    "is_still_since",
    "latest_as_of",
    "latest_import",
    "list_imports",
    "load_details",
    "load_gazetteer",
    "load_last_list",
    "load_register",
    "mark_key",
    "members_ever",
    "phone_index_of",
]
