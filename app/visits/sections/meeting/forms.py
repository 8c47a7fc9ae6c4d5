"""The fields of the first-quarter meeting."""

from __future__ import annotations

from app.visits.forms import ask
from app.visits.sections.meeting.rules import TOPICS, WISHES


class Fields:
    """What was explained, and what was wished."""

    meeting_topics = ask(TOPICS)
    meeting_wishes = ask(WISHES)
