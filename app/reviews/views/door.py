"""The door of the room: where its pages hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reviews", __name__, template_folder="../templates")
