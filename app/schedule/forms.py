"""Forms of the room: an appointment, a special day, a market, and how a doctor works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.schedule.rules import DIGITS, MOST_A_DAY, WEEKDAYS, DayKind, MarketCalendar
from app.web.filters import WEEKDAYS as WEEKDAY_NAMES
from app.web.filters import say
from app.web.forms import Form, OneOf

NAME_LENGTH = 80
NOTE_LENGTH = 200


class Numbers(SelectMultipleField):
    """Any of a few numbers, as chips to touch."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, numbers: Mapping[int, Any] | Iterable[int], **options: Any) -> None:
        named = numbers if isinstance(numbers, Mapping) else {number: str(number) for number in numbers}
        offered = lambda: [SelectChoice(number, str(say(name))) for number, name in named.items()]  # noqa: E731 - asked in each reader's language
        super().__init__(label, coerce=int, choices=offered, **options)


class Days(Numbers):
    """Days of the week."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, dict(zip(WEEKDAYS, WEEKDAY_NAMES, strict=True)), **options)


class AppointForm(Form):
    """On which day somebody is called on, and what to think of then."""

    on_day = DateField(_l("哪一天上门"), [InputRequired()])
    note = StringField(_l("备注"), [Length(max=NOTE_LENGTH)], description=_l("日历订阅里不会出现。"))

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.on_day.data is not None
        return self.on_day.data


class PlacedForm(Form):
    """What is said of one of the doctor's own places."""

    area_code = SelectField(_l("哪里"), [InputRequired()])

    def __init__(self, *, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.area_code.choices = [SelectChoice(code, name) for code, name in places.items()]


class SpecialDayForm(PlacedForm):
    """What is special about a day."""

    on_day = DateField(_l("哪一天"), [InputRequired()])
    kind = OneOf(_l("什么日子"), DayKind, [InputRequired()])
    name = StringField(_l("说明"), [Length(max=NAME_LENGTH)], description=_l("例如：村里办喜事、镇上开会。"))

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.on_day.data is not None
        return self.on_day.data


class MarketForm(PlacedForm):
    """On which days a place holds its market."""

    calendar = OneOf(_l("怎么算"), MarketCalendar, [InputRequired()])
    weekdays = Days(_l("按星期：逢周几"))
    digits = Numbers(
        _l("按公历或农历：逢几"),
        DIGITS,
        description=_l("逢 3 就是初三、十三、廿三；逢 0 就是初十、二十、三十。"),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for at least one day of the reckoning that was chosen."""
        if not super().validate(extra_validators):
            return False
        if not self.days:
            self._asked.errors = [_("请至少选一天。")]
        return not self.errors

    @property
    def days(self) -> list[int]:
        """The days of the reckoning that was chosen."""
        return list(self._asked.data or ())

    @property
    def _asked(self) -> Numbers:
        return self.weekdays if self.calendar.data is MarketCalendar.WEEKDAY else self.digits


class PatternForm(Form):
    """How many people a doctor sees a day on rounds, and on which days of the week."""

    per_day = IntegerField(
        _l("一天上门几人"), [InputRequired(), NumberRange(1, MOST_A_DAY)], render_kw={"inputmode": "numeric"}
    )
    weekdays = Days(_l("哪几天上门"), validators=[InputRequired()])
