"""指标: every number of a place and month with its target and its year, and its places side by side, worst first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.core import clock
from app.core.words import Text
from app.indicators.forms.asked import Side, read_side
from app.indicators.queries.numbers import Numbers, counted_at, read_parts, read_places, read_trends
from app.indicators.queries.parts import Part
from app.indicators.queries.places import doctor_names
from app.indicators.queries.plans import list_plans
from app.indicators.rules.charts import SMALL, Month, Trend, trend_of
from app.indicators.rules.definitions import INDICATORS
from app.indicators.rules.matrix import Cell, Line, counted_in, ranked
from app.indicators.rules.numbers import Number
from app.indicators.views.door import bp
from app.indicators.views.places import Place, asked_place, name_of_part, targets_on, told_parts
from app.web.session import needs, signed_in

MOST_PLANS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One number of the page: how it stands, how it moved, and its year drawn."""

    cell: Cell
    before: Number | None
    trend: Trend | None

    @property
    def moved(self) -> Text | None:
        """How it moved since the month before."""
        return self.cell.moved_from(self.before)


@bp.get("/indicators")
@needs(Right.READ_COUNTS)
def index() -> ResponseReturnValue:
    """Show every number of a place, then what is inside it side by side."""
    reader = signed_in()
    place = asked_place(reader)
    side = asked_side(place)
    found, names = side_by_side(place, side, reader=reader)
    shown = counted_in(found, INDICATORS)
    reads = may(reader.role, Right.READ_CARE)
    return render_template(
        "indicators/index.html",
        place=place,
        side=side,
        sides=[each for each in Side if each is not Side.PLACE or place.has_below],
        cards=_cards(place),
        shown=shown,
        lines=ranked(found, shown, names=names, targets=targets_on(place.month)),
        counted=counted_at(place.month),
        plans=list_plans(place.areas, limit=MOST_PLANS) if reads else [],
        day=clock.today(),
        writes=may(reader.role, Right.ANSWER_WARNINGS),
        reads=reads,
    )


def asked_side(place: Place) -> Side:
    """Return what is compared: places where there are any inside, doctors in a single village."""
    side = read_side(request.args) or Side.PLACE
    return Side.DOCTOR if side is Side.PLACE and not place.has_below else side


def side_by_side(
    place: Place, side: Side, *, reader: Reader
) -> tuple[Mapping[str, Numbers], Mapping[str, str | Text]]:
    """Return the numbers of the places, doctors, categories or diseases inside a place, and their names."""
    if side is Side.PLACE:
        return read_places(place.areas, month=place.month, part=place.part, level=place.below), place.names
    if side is Side.DOCTOR:
        doctors = read_parts(place.areas, month=place.month, kind="doctor")
        return doctors, doctor_names(list(doctors))
    kind: Part = "category" if side is Side.CATEGORY else "condition"
    parts = read_parts(place.areas, month=place.month, kind=kind)
    told = {part: parts[part] for part in told_parts(list(parts), reader)}
    return told, {part: name_of_part(part) for part in told}


def lines_of(place: Place, side: Side, indicator: str, *, reader: Reader) -> list[Line]:
    """Return one number of everything inside a place, worst first; what counts nothing is left out."""
    found, names = side_by_side(place, side, reader=reader)
    only = [each for each in INDICATORS if each.id == indicator]
    counting = {key: numbers for key, numbers in found.items() if numbers[indicator].denominator}
    return ranked(counting, only, names=names, targets=targets_on(place.month))


def _cards(place: Place) -> list[Card]:
    months = place.trend()
    targets = [targets_on(month) for month in months]
    trends = read_trends(place.areas, months=months, part=place.part)
    cards = []
    for each in INDICATORS:
        numbers = trends[each.id]
        told = [
            Month(month, number, aims[each.id])
            for month, number, aims in zip(months, numbers, targets, strict=True)
        ]
        cell = Cell(each, numbers[-1] or Number(), targets[-1][each.id])
        cards.append(Card(cell, numbers[-2], trend_of(told, better=each.better, frame=SMALL)))
    return cards
