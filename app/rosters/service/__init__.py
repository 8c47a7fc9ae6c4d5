"""Reading a file against what is on record, applying it and taking it back: all of it in the caller's deed, or nothing."""

from app.rosters.service.applying import apply_roster, preview_roster
from app.rosters.service.reading import Roster, read_roster
from app.rosters.service.undo import Losses, Obstacle, losses_of, undo_roster

__all__ = [
    "Losses",
    "Obstacle",
    "Roster",
    "apply_roster",
    "losses_of",
    "preview_roster",
    "read_roster",
    "undo_roster",
]
