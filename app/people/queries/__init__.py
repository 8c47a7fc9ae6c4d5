"""Reads of residents: always from what the reader may see."""

from app.people.queries.holdings import (
    find_open_category,
    find_open_condition,
    holdings_of,
    list_categories,
    list_conditions,
)
from app.people.queries.residents import (
    PersonRow,
    find_by_identity,
    get_person,
    is_on_record,
    list_housemates,
    may_see,
    opened,
    search_people,
    visible_to,
)

__all__ = [
    "PersonRow",
    "find_by_identity",
    "find_open_category",
    "find_open_condition",
    "get_person",
    "holdings_of",
    "is_on_record",
    "list_categories",
    "list_conditions",
    "list_housemates",
    "may_see",
    "opened",
    "search_people",
    "visible_to",
]
