"""Days and numbers as every form of the room asks them."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from wtforms import DateField
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.core import clock
from app.people.rules import read_phone

EARLIEST_YEAR = 1900


def gone_by(_form: BaseForm, field: Field) -> None:
    """Refuse a day that is not here yet, or that nobody living has seen."""
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_("这一天还没到，请填今天或以前的日期。"))
    if field.data is not None and field.data.year < EARLIEST_YEAR:
        raise ValidationError(_("年份不对，请核对。"))


def readable(_form: BaseForm, field: Field) -> None:
    """Refuse a phone number that cannot be dialled."""
    if field.data and not read_phone(field.data):
        raise ValidationError(_("电话应是 7 到 12 位数字，请核对。"))


class Day(DateField):
    """A day that must be stated."""

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.data is not None
        return self.data
