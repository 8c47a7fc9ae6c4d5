"""Days and choices as every form of the room asks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.core import clock

FIRST_YEAR, LAST_YEAR = 2009, 2099


class Day(DateField):
    """A day that must be stated."""

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.data is not None
        return self.data


def of_our_time(_form: BaseForm, field: Field) -> None:
    """Refuse a day whose year is a slip: family doctors have signed since 2009."""
    if field.data is not None and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise ValidationError(_("年份不对，请核对。"))


def gone_by(_form: BaseForm, field: Field) -> None:
    """Refuse a day that is not here yet."""
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_("这一天还没到，请填今天或以前的日期。"))


def choices_of(names: Mapping[str, str] | Iterable[tuple[str, str]], *, blank: str = "") -> list[Any]:
    """Return choices of which none is made beforehand; ``blank`` is the label of choosing none."""
    pairs = names.items() if isinstance(names, Mapping) else names
    return [SelectChoice("", blank or _("请选择")), *(SelectChoice(key, name) for key, name in pairs)]
