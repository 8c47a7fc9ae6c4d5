"""Reads of residents: always from what the reader may see."""

from app.people.queries.contracts import (
    find_running_contract,
    get_contract,
    list_contracts,
    list_entered_contracts,
    runs_on,
)
from app.people.queries.details import (
    find_state,
    get_detail,
    list_allergies,
    list_contacts,
    list_drugs,
    list_states,
    phone_of,
    whereabouts_of,
)
from app.people.queries.holdings import (
    find_open_category,
    find_open_condition,
    holdings_of,
    list_categories,
    list_conditions,
)
from app.people.queries.merging import find_kept, get_merge, list_merges
from app.people.queries.residents import (
    PersonRow,
    find_by_identity,
    find_person,
    get_person,
    is_on_record,
    list_housemates,
    may_see,
    opened,
    visible_to,
)
from app.people.queries.search import MOST_FOUND, search_people
from app.people.queries.similar import Similar, list_similar, traits_of

__all__ = [
    "MOST_FOUND",
    "PersonRow",
    "Similar",
    "find_by_identity",
    "find_kept",
    "find_open_category",
    "find_open_condition",
    "find_person",
    "find_running_contract",
    "find_state",
    "get_contract",
    "get_detail",
    "get_merge",
    "get_person",
    "holdings_of",
    "is_on_record",
    "list_allergies",
    "list_categories",
    "list_conditions",
    "list_contacts",
    "list_contracts",
    "list_drugs",
    "list_entered_contracts",
    "list_housemates",
    "list_merges",
    "list_similar",
    "list_states",
    "may_see",
    "opened",
    "phone_of",
    "runs_on",
    "search_people",
    "traits_of",
    "visible_to",
    "whereabouts_of",
]
