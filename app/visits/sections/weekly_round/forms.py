"""The fields of the weekly round."""

from __future__ import annotations

from app.visits.forms import ask
from app.visits.sections.weekly_round.rules import NOTE, PARTS, STATE


class Fields:
    """The four parts, and what was found."""

    round_parts = ask(PARTS)
    round_state = ask(STATE)
    round_note = ask(NOTE)
