"""Reads of the room: appointments, the calendar, who is due, and whose a feed is."""

from app.schedule.queries.appointments import (
    count_planned,
    list_booked,
    list_chosen,
    list_live,
    list_meetings,
    list_outings,
)
from app.schedule.queries.calendar import (
    find_pattern,
    get_market,
    get_special_day,
    list_laid,
    list_markets,
    read_calendar,
    villages_in,
)
from app.schedule.queries.due import as_due, list_due
from app.schedule.queries.feeds import find_feed, find_feed_owner, hash_of

__all__ = [
    "as_due",
    "count_planned",
    "find_feed",
    "find_feed_owner",
    "find_pattern",
    "get_market",
    "get_special_day",
    "hash_of",
    "list_booked",
    "list_chosen",
    "list_due",
    "list_laid",
    "list_live",
    "list_markets",
    "list_meetings",
    "list_outings",
    "read_calendar",
    "villages_in",
]
