"""The door of the room: its addresses, the one way to somebody's record, and the places a reader narrows a list to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for

from app.accounts.queries import area_names, list_villages
from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.audit.service import note_read
from app.contracts.forms import read_place
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import get_person
from app.web.session import signed_in

A_PAGE = 30

bp = Blueprint("contracts", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Places:
    """Where a list is narrowed to, and what it can be narrowed to."""

    chosen: str | None
    areas: Sequence[str]
    names: dict[str, str]

    @property
    def name(self) -> str:
        """The name of the place chosen, nothing where none is."""
        return self.names.get(self.chosen or "", self.chosen or "")


def open_record(person_id: int) -> Person:
    """Return a resident of the reader's areas and note in the trail that the record was read."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person.id, by=signed_in())
    return person


def asked_places(reader: Reader) -> Places:
    """Return the place the address asks for; one outside the reader's areas is told as absent."""
    chosen = read_place(request.args)
    if chosen is not None and not covers(reader.areas, chosen):
        raise NotFound
    return Places(chosen, [chosen] if chosen else reader.areas, places_of(reader))


def places_of(reader: Reader) -> dict[str, str]:
    """Return the reader's own areas and the villages inside them, code to name."""
    villages = {village.code: village.name for village in list_villages(reader.areas)}
    return area_names(reader.areas) | villages


def another_page(number: int) -> str:
    """Return the address of another page of the list being read."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(request.endpoint or "contracts.index", **asked, page=number)
