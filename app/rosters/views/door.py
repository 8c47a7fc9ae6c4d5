"""The door of the room: its addresses, and the one way to an upload."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for

from app.audit.service import note_read
from app.core import clock
from app.rosters.jobs import work_on
from app.rosters.models import RosterDraft
from app.rosters.queries.drafts import get_draft, list_waiting
from app.web.background import start
from app.web.session import signed_in

A_PAGE = 30
MOST_PAGES = 10_000

bp = Blueprint("rosters", __name__, url_prefix="/rosters", template_folder="../templates")


def open_draft(draft_id: int) -> RosterDraft:
    """Return an upload of the reader's areas; whoever looks takes up work that stands still."""
    draft = get_draft(draft_id, reader=signed_in())
    if draft_id in list_waiting(clock.now()):
        start(work_on, draft_id)
    return draft


def open_lines(draft_id: int) -> RosterDraft:
    """Return an upload whose lines will be shown, and note in the trail that they were read."""
    draft = open_draft(draft_id)
    note_read("roster_draft", draft.id, by=signed_in())
    return draft


def page_number() -> int:
    """Return which page of a list is asked for."""
    return min(max(1, request.args.get("page", 1, int)), MOST_PAGES)


def address_of(endpoint: str, number: int, **values: Any) -> str:
    """Return the address of another page of the list being read."""
    asked = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(endpoint, **{**asked, **values, "page": number})
