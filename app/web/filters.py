"""Words and days as the reader of the page says them."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from app.core import clock
from app.core.identity import mask_identity
from app.core.words import Text, day_text, said_in, short_day_text
from app.web.language import spoken

WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)


def init(app: Flask) -> None:
    """Make the filters known to every page."""
    app.jinja_env.filters.update(
        say=say,
        day=say_day,
        longday=say_long_day,
        moment=say_moment,
        number=say_number,
        masked=mask_identity,
        age=age_of,
    )
    app.jinja_env.globals.update(today=clock.today)


def say(value: object) -> object:
    """Say a Text or a labelled term in the reader's language; leave anything else as it is."""
    return said_in(spoken(), value)


def say_day(value: date | None) -> str:
    """Say a day in short, with the year only where it is not this one."""
    if value is None:
        return ""
    said = short_day_text(value) if value.year == clock.today().year else day_text(value)
    return said.said_in(spoken())


def say_long_day(value: date) -> str:
    """Say a day with its day of the week."""
    day, weekday = day_text(value), WEEKDAYS[value.weekday()]
    return Text(f"{day.zh} {weekday.zh}", f"{weekday.en} {day.en}").said_in(spoken())


def say_moment(value: datetime | None) -> str:
    """Say an instant by the wall clock in China: the hour alone today, the day before it otherwise."""
    if value is None:
        return ""
    local = clock.local(value)
    hour = f"{local:%H:%M}"
    return hour if local.date() == clock.today() else f"{say_day(local.date())} {hour}"


def say_number(value: object) -> object:
    """Say a count or a figure with its thousands parted; leave anything that is no number as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{value:,}"


def age_of(born_on: date | None) -> int | None:
    """Return how old somebody is today."""
    if born_on is None:
        return None
    today = clock.today()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
