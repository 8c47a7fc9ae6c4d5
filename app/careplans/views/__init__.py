"""Pages of the room."""

from app.careplans.views import (
    adherence,
    catalogue,
    desk,
    entries,
    issues,
    person,
    sheet,
    steps,
    versions,
    writing,
)
from app.careplans.views.door import bp

__all__ = [
    "adherence",
    "bp",
    "catalogue",
    "desk",
    "entries",
    "issues",
    "person",
    "sheet",
    "steps",
    "versions",
    "writing",
]
