"""What part of the queue a page asks for, and how its links keep it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.core import clock
from app.core.errors import NotFound
from app.core.regions import Level, level_of
from app.reviews.forms.asked import read_doctor, read_lane, read_month, read_place
from app.reviews.queries.queue import Asked
from app.reviews.rules.lanes import span_of
from app.reviews.rules.vocabulary import Lane

NARROW = (Level.TOWN, Level.VILLAGE)


@dataclass(frozen=True, slots=True)
class Asking:
    """The part of the queue that is asked for, as it stands in the address."""

    asked: Asked
    lane: Lane | None
    place: str
    month: date | None

    @property
    def is_wide(self) -> bool:
        """Whether several townships are asked for: then each is shown with how many logs wait there."""
        return len(self.asked.areas) != 1 or level_of(self.asked.areas[0]) not in NARROW

    def kept(self, lane: Lane | None = None) -> dict[str, Any]:
        """Return what another address of the same part says; ``lane`` goes over to another lane."""
        chosen = lane or self.lane
        return {
            "lane": chosen.value if chosen else None,
            "village": self.place or None,
            "doctor": self.asked.doctor_id,
            "month": f"{self.month:%Y-%m}" if self.month else None,
        }


def read_asking(reader: Reader) -> Asking:
    """Return the part of the queue the address asks for; a place outside the reader's areas is told as absent."""
    place, month = read_place(request.args), read_month(request.args)
    if place is not None and not covers(reader.areas, place):
        raise NotFound
    areas = (place,) if place else reader.areas
    asked = Asked(areas, span_of(month, today=clock.today()), read_doctor(request.args))
    return Asking(asked, read_lane(request.args), place or "", month)


def another_page(number: int) -> str:
    """Return the address of another page of the list being read."""
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(request.endpoint or "reviews.index", **kept, page=number)
