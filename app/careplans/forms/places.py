"""Where on the form the rules point to: ``medicines-0-dose`` counts the lines that say something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wtforms import Field

from app.careplans.forms.fields import Part
from app.careplans.forms.health import Row

if TYPE_CHECKING:
    from app.careplans.forms.plan import PlanForm


def field_at(form: PlanForm, place: str) -> Field | None:
    """Return the field of a place as the rules name it; None where it is the plan as a whole."""
    part, _dash, rest = place.partition("-")
    number, _dash, name = rest.partition("-")
    if part == "advice":
        return _advised([where for _advice, where in form.health.form.placed()][int(number)], name)
    lines: dict[str, Sequence[Part]] = {"medicines": form.lines(), "monitoring": form.measures()}
    if part in lines:
        return _named(lines[part][int(number)], name)
    if part in ("long_term", "remote"):
        return _named(form[part].form, rest)
    return next((field for field in form if field.short_name == part), None)


def _named(part: Part, name: str) -> Field:
    """Return a field of a line by its name; what is said of the line as a whole stands beside its first."""
    fields = list(part)
    return next((field for field in fields if field.short_name == name), fields[0])


def _advised(where: Row | Field, name: str) -> Field:
    return where.figures.get(name, where.on) if isinstance(where, Row) else where
