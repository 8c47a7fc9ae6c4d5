"""The door of the room: its addresses, and the one way to somebody's record."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint, abort, redirect, request, url_for

from app.audit.service import note_read
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import find_kept, find_person
from app.web.session import signed_in

bp = Blueprint("record", __name__, url_prefix="/people", template_folder="../templates")


def open_record(person_id: int) -> Person:
    """Return a resident of the reader's areas and note in the trail that the record was read.

    A page of a record that was merged into another leads to the one that stands for it.
    """
    person = find_person(person_id, reader=signed_in()) or _lead_on(person_id)
    note_read("person", person.id, by=signed_in())
    return person


def _lead_on(person_id: int) -> NoReturn:
    kept = find_kept(person_id, reader=signed_in()) if request.method == "GET" else None
    if kept is None:
        raise NotFound
    abort(redirect(url_for("record.show", person_id=kept.id)))
