"""What is asked of the boards by their addresses, and what was ticked on the board of a week."""

from app.rounds.forms.asked import read_day, read_page, read_person, read_state, read_village, read_year
from app.rounds.forms.board import BoardForm, open_board

__all__ = [
    "BoardForm",
    "open_board",
    "read_day",
    "read_page",
    "read_person",
    "read_state",
    "read_village",
    "read_year",
]
