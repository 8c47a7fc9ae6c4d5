"""Reading what a list is compared with, and what the pages of a list show."""

from app.rosters.queries.details import Details, load_details
from app.rosters.queries.history import (
    count_imports,
    get_import,
    latest_as_of,
    latest_import,
    list_imports,
)
from app.rosters.queries.register import (
    index_of,
    load_gazetteer,
    load_register,
    members_ever,
    phone_index_of,
)

__all__ = [
    "Details",
    "count_imports",
    "get_import",
    "index_of",
    "latest_as_of",
    "latest_import",
    "list_imports",
    "load_details",
    "load_gazetteer",
    "load_register",
    "members_ever",
    "phone_index_of",
]
