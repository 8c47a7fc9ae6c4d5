"""What the facts of a pack's people are put together with: made or looked up once for all of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.careplans.queries.catalogue import county_of, shelf_for
from app.careplans.rules.shelf import Shelf
from app.people.models import Contact
from app.tablet.rules.pack import FormShape, Lines
from app.tablet.views.shapes import attempt_form, macros
from app.visits.forms import About
from app.visits.forms.attempt import AttemptForm
from app.visits.forms.script import Showing, showings, told_of
from app.visits.views.contacts import named


@dataclass(slots=True)
class Shared:
    """The lines of a pack, the shapes in use, and what one person's facts have in common with another's."""

    lines: Lines = field(default_factory=Lines)
    shapes: dict[str, FormShape] = field(default_factory=dict)
    _macros: dict[str, Any] = field(default_factory=dict)
    _shelves: dict[str, Shelf] = field(default_factory=dict)
    _told: dict[object, tuple[Showing, list[int]]] = field(default_factory=dict)
    _attempt: AttemptForm | None = None
    _nobody_else: str = ""

    def draw(self, template: str, macro: str, *given: Any) -> str:
        """Return what a macro of a template makes of something."""
        known = self._macros.get(template)
        if known is None:
            known = self._macros[template] = macros(template)
        return str(getattr(known, macro)(*given))

    def shelf(self, area_code: str) -> Shelf:
        """Return the catalogue by which plans are written in an area."""
        county = county_of(area_code)
        if county not in self._shelves:
            self._shelves[county] = shelf_for(area_code)
        return self._shelves[county]

    def told(self, about: About) -> list[list[int]]:
        """Return the lines of what the script of a form is told of each of its sections."""
        return [self._section(showing) for showing in showings(about)]

    def contact(self, contacts: Sequence[Contact]) -> str:
        """Return whom a contact may have been with, as the form asks it; most have nobody but themselves."""
        if not contacts and self._nobody_else:
            return self._nobody_else
        form = self._attempt = self._attempt or attempt_form({})
        form.offer({each.id: named(each) for each in contacts})
        drawn = self.draw("visits/_attempted.html", "contact", form)
        if not contacts:
            self._nobody_else = drawn
        return drawn

    def _section(self, showing: Showing) -> list[int]:
        # Equal signals are mostly one object; what is kept beside the lines holds on to it.
        key = (*showing[:-1], id(showing.signals))
        if key not in self._told:
            self._told[key] = showing, self.lines.put(json.dumps(told_of(showing), ensure_ascii=False))
        return self._told[key][1]
