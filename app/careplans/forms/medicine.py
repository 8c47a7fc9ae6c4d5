"""One medicine of a plan as a line of the form: what is worked out need not be typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField
from wtforms.validators import Length, Optional

from app.careplans.forms.fields import Figure, Part, a_line, tidy
from app.careplans.rules.catalogue import Drug
from app.careplans.rules.doses import usual_quantity
from app.careplans.rules.faults import DAYS, MOST_DAYS
from app.careplans.rules.plan import Medicine
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import DoseUnit, Meal, Moment, Route
from app.web.forms import OneFrom, SomeOf
from app.web.language import spoken

LONGEST_NAME = 80
LONGEST_STRENGTH = 40


class MedicineForm(Part):
    """A line of the treatment prescription; one that names nothing is no line."""

    name = StringField(
        _l("药名（通用名）"),
        [Length(max=LONGEST_NAME)],
        filters=[tidy],
        render_kw={"list": "drugs", "autocomplete": "off"},
    )
    strength = a_line(_l("规格"), most=LONGEST_STRENGTH, render_kw={"autocomplete": "off"})
    dose = Figure(_l("每次用量"))
    unit = OneFrom(_l("单位"), DoseUnit, [Optional()], blank=_l("请选"))
    times = Figure(_l("每天几次"), whole=True)
    moments = SomeOf(_l("什么时候用"), Moment)
    meal = OneFrom(_l("与进餐"), Meal, [Optional()], default=Meal.ANY)
    route = OneFrom(_l("怎么用"), Route, [Optional()], default=Route.ORAL)
    as_needed = BooleanField(_l("需要时才用"))
    days = Figure(_l("用几天"), whole=True)
    quantity = Figure(_l("总量"), render_kw={"placeholder": _l("会算好")})
    note = a_line(_l("嘱咐"))

    @property
    def is_blank(self) -> bool:
        """Whether the line says nothing: neither a name nor a figure."""
        typed = (self.name, self.strength, self.dose, self.quantity, self.note)
        return not any(field.data or _typed(field) for field in typed)

    @property
    def is_whole(self) -> bool:
        """Whether it says enough to be told as a line of a plan."""
        return None not in (self.name.data, self.dose.data, self.unit.data, self.days.data)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Ask for what no medicine goes without; a line left blank asks for nothing."""
        fine = super().validate(extra_validators)
        if fine and self.is_blank:
            return True
        self._ask()
        return not self.errors

    def _ask(self) -> None:
        needed = {
            "name": _("请写药名。"),
            "dose": _("请填每次用量，例如 1。"),
            "unit": _("只有数字不知道用多少，请选用量的单位。"),
            "days": _("请填用几天，例如 28。"),
        }
        for name, sentence in needed.items():
            if self[name].data in (None, "") and not self[name].errors:
                self[name].errors = [sentence]
        if (self.days.data or 0) > MOST_DAYS:
            # A draft may be unfinished; days like these are a slip there too.
            self.days.errors = [DAYS.filled(most=MOST_DAYS).said_in(spoken())]
        if self.as_needed.data and self.quantity.data is None and not self.quantity.errors:
            self.quantity.errors = [_("需要时才用的药算不出总量，请填开多少。")]
        untimed = self.times.data is None and not self.moments.data and not self.as_needed.data
        if untimed and not self.times.errors:
            self.times.errors = [_("请填每天几次，或选什么时候用。")]

    def drug(self, shelf: Shelf) -> Drug | None:
        """Return what the catalogue knows of the medicine typed, None where it does not know it."""
        return shelf.named(self.name.data) if self.name.data else None

    def medicine(self, shelf: Shelf) -> Medicine:
        """Return the line as a plain value: times and quantity are worked out where they were left open."""
        drug, needed = self.drug(shelf), bool(self.as_needed.data)
        moments = tuple(moment for moment in Moment if moment in (self.moments.data or ()))
        dose, days = self.dose.data or 0, self.days.data or 0
        times = len(moments) if self.times.data is None else self.times.data
        worked_out = 0.0 if needed else usual_quantity(dose, times, days)
        return Medicine(
            name=generic_name(self.name.data or "", drug),
            strength=self.strength.data or "",
            dose=dose,
            unit=self.unit.data,
            times=times,
            days=days,
            quantity=worked_out if self.quantity.data is None else self.quantity.data,
            route=self.route.data or Route.ORAL,
            moments=moments,
            meal=self.meal.data or Meal.ANY,
            code=drug.code if drug else "",
            as_needed=needed,
            note=self.note.data or "",
        )


def _typed(field: Field) -> str:
    """Return what was typed into a field, be it a figure or not."""
    return str(field.raw_data[0]).strip() if field.raw_data else ""


def medicine_data(medicine: Medicine) -> dict[str, Any]:
    """Return a medicine as its line of the form shows it."""
    names = (
        "name",
        "strength",
        "dose",
        "unit",
        "times",
        "meal",
        "route",
        "as_needed",
        "days",
        "quantity",
        "note",
    )
    return {name: getattr(medicine, name) for name in names} | {"moments": list(medicine.moments)}


def generic_name(typed: str, drug: Drug | None) -> str:
    """Return the generic name, with a trade name that was typed behind it in brackets; an unknown one stays."""
    if drug is None or drug.zh in typed:
        return typed
    return drug.zh if typed.casefold() == drug.en.casefold() else f"{drug.zh}（{typed}）"[:LONGEST_NAME]
