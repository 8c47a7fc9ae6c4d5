"""Writes of the room: villages merged, renamed and split, people handed over; none of them commits."""

from app.territory.service.handovers import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from app.territory.service.villages import merge_village, rename_village, settle_areas, split_village

__all__ = [
    "accept_transfer",
    "ask_transfer",
    "decline_transfer",
    "merge_village",
    "rename_village",
    "settle_areas",
    "split_village",
    "withdraw_transfer",
]
