"""One number: what it means and by whose word, its year, and where it stands inside a place."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.rights import Right, may
from app.indicators.forms.asked import Side
from app.indicators.queries.numbers import counted_at, read_trend
from app.indicators.rules.charts import LARGE, Month, trend_of
from app.indicators.rules.definitions import get_indicator
from app.indicators.rules.matrix import Cell
from app.indicators.rules.meetings import month_text
from app.indicators.rules.numbers import Number
from app.indicators.views.door import bp
from app.indicators.views.overview import lines_of
from app.indicators.views.places import asked_place, targets_on
from app.web.session import needs, signed_in


@bp.get("/indicators/<name>")
@needs(Right.READ_COUNTS)
def show(name: str) -> ResponseReturnValue:
    """Show one number with its definition, its year and everything inside the place, worst first."""
    reader, indicator = signed_in(), get_indicator(name)
    place = asked_place(reader)
    months = place.trend()
    numbers = read_trend(place.areas, name, months=months, part=place.part)
    told = [
        Month(month, number, targets_on(month)[name]) for month, number in zip(months, numbers, strict=True)
    ]
    sides = [each for each in Side if each is not Side.PLACE or place.has_below]
    cell = Cell(indicator, numbers[-1] or Number(), told[-1].target)
    return render_template(
        "indicators/show.html",
        one=indicator,
        place=place,
        cell=cell,
        moved=cell.moved_from(numbers[-2]),
        before=numbers[-2],
        months=told,
        month_text=month_text,
        trend=trend_of(told, better=indicator.better, frame=LARGE),
        tables=[(side, lines_of(place, side, name, reader=reader)) for side in sides],
        counted=counted_at(place.month),
        reads=may(reader.role, Right.READ_CARE),
    )
