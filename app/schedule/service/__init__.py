"""Writes of the room: the week's plan, the calendar, and the feeds."""

from app.schedule.service.appointments import (
    Proposal,
    appoint,
    cancel_appointments,
    move_appointments,
    propose_week,
)
from app.schedule.service.calendar import (
    Laying,
    add_market,
    add_special_day,
    lay_days,
    set_pattern,
    withdraw,
)
from app.schedule.service.feeds import renew_feed, revoke_feed

__all__ = [
    "Laying",
    "Proposal",
    "add_market",
    "add_special_day",
    "appoint",
    "cancel_appointments",
    "lay_days",
    "move_appointments",
    "propose_week",
    "renew_feed",
    "revoke_feed",
    "set_pattern",
    "withdraw",
]
