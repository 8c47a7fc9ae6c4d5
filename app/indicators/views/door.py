"""The door of the room: where its pages hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("indicators", __name__, template_folder="../templates")
