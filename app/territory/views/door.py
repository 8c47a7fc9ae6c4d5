"""The door of the room: its addresses."""

from __future__ import annotations

from flask import Blueprint, request

bp = Blueprint("territory", __name__, template_folder="../templates")

A_PAGE = 30
MOST_PAGES = 10_000


def page_number() -> int:
    """Return the page of a list that the address asks for."""
    return min(max(1, request.args.get("page", 1, int)), MOST_PAGES)
