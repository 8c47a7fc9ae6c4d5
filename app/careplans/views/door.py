"""The door of the room: its addresses."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("careplans", __name__, template_folder="../templates")
