"""The door of the room: its addresses, and the one way to somebody's record."""

from __future__ import annotations

from flask import Blueprint

from app.audit.service import note_read
from app.people.models import Person
from app.people.queries import get_person
from app.web.session import signed_in

bp = Blueprint("record", __name__, url_prefix="/people", template_folder="../templates")


def open_record(person_id: int) -> Person:
    """Return a resident of the reader's areas and note in the trail that the record was read."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person.id, by=signed_in())
    return person
