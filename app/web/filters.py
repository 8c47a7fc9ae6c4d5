"""Words and days as the reader of the page says them."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask

from app.core import clock
from app.core.identity import mask_identity
from app.core.words import said_in
from app.web.language import spoken

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def init(app: Flask) -> None:
    """Make the filters known to every page."""
    app.jinja_env.filters.update(
        say=say, day=say_day, longday=say_long_day, moment=say_moment, masked=mask_identity, age=age_of
    )
    app.jinja_env.globals.update(today=clock.today)


def say(value: object) -> object:
    """Say a Text or a labelled term in the reader's language; leave anything else as it is."""
    return said_in(spoken(), value)


def say_day(value: date | None) -> str:
    """Say a day in short, with the year only where it is not this one."""
    if value is None:
        return ""
    this_year = value.year == clock.today().year
    if spoken() == "en":
        return f"{value.day} {value:%b}" if this_year else f"{value.day} {value:%b %Y}"
    return (
        f"{value.month} 月 {value.day} 日"
        if this_year
        else f"{value.year} 年 {value.month} 月 {value.day} 日"
    )


def say_long_day(value: date) -> str:
    """Say a day with its day of the week."""
    if spoken() == "en":
        return f"{value:%a} {value.day} {value:%b %Y}"
    return f"{value.year} 年 {value.month} 月 {value.day} 日 {WEEKDAYS[value.weekday()]}"


def say_moment(value: datetime | None) -> str:
    """Say an instant by the wall clock in China: the hour alone today, the day before it otherwise."""
    if value is None:
        return ""
    local = clock.local(value)
    hour = f"{local:%H:%M}"
    return hour if local.date() == clock.today() else f"{say_day(local.date())} {hour}"


def age_of(born_on: date | None) -> int | None:
    """Return how old somebody is today."""
    if born_on is None:
        return None
    today = clock.today()
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
