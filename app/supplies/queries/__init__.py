"""Reads of the room."""

from app.supplies.queries.deliveries import deliveries_for, get_delivery, list_deliveries
from app.supplies.queries.need import list_uses
from app.supplies.queries.shortages import (
    count_open,
    counting_open,
    get_shortage,
    list_affected,
    list_lacking,
    list_open,
    list_shortages,
    open_and_lacking,
    out_of_stock,
)

__all__ = [
    "count_open",
    "counting_open",
    "deliveries_for",
    "get_delivery",
    "get_shortage",
    "list_affected",
    "list_deliveries",
    "list_lacking",
    "list_open",
    "list_shortages",
    "list_uses",
    "open_and_lacking",
    "out_of_stock",
]
