"""Reading areas, accounts and open sessions."""

from __future__ import annotations

from app.accounts.queries.accounts import (
    find_address,
    get_user,
    list_users,
)
from app.accounts.queries.areas import (
    FormerName,
    area_name,
    area_names,
    find_area,
    list_former_names,
    list_places,
    list_towns,
    list_villages,
    village_by_name,
)
from app.accounts.queries.directory import (
    AccountLine,
    Place,
    SessionLine,
    Wanted,
    find_places,
    get_account,
    list_accounts,
    list_sessions,
    places_of,
    standing_of,
)
from app.accounts.queries.holders import (
    Holder,
    holds,
    list_holders,
    list_holders_within,
    list_holdings,
)
from app.accounts.queries.sessions import (
    Credentials,
    OpenSession,
    find_reader,
    find_session,
    find_username,
)

__all__ = [
    "AccountLine",
    "Credentials",
    "FormerName",
    "Holder",
    "OpenSession",
    "Place",
    "SessionLine",
    "Wanted",
    "area_name",
    "area_names",
    "find_address",
    "find_area",
    "find_places",
    "find_reader",
    "find_session",
    "find_username",
    "get_account",
    "get_user",
    "holds",
    "list_accounts",
    "list_former_names",
    "list_holders",
    "list_holders_within",
    "list_holdings",
    "list_places",
    "list_sessions",
    "list_towns",
    "list_users",
    "list_villages",
    "places_of",
    "standing_of",
    "village_by_name",
]
