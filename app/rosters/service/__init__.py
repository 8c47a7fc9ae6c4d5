"""Reading a file against what is on record, and applying it: all of it in the caller's deed, or nothing."""

from app.rosters.service.applying import apply_roster
from app.rosters.service.reading import Roster, read_roster

__all__ = ["Roster", "apply_roster", "read_roster"]
