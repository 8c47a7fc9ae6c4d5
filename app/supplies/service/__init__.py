"""Verbs of the room."""

from app.supplies.service.deliveries import cancel_delivery, receive, send
from app.supplies.service.shortages import answer_shortage, close_shortage, report_shortage

__all__ = [
    "answer_shortage",
    "cancel_delivery",
    "close_shortage",
    "receive",
    "report_shortage",
    "send",
]
