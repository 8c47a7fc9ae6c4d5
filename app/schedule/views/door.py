"""The door of the room: its addresses, whose plan is asked for, and which week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, abort, redirect, request, url_for

from app.accounts.queries import Holder, area_names, list_holders_within
from app.accounts.reader import Reader, Role
from app.accounts.rights import Right, may
from app.core import clock
from app.core.errors import NotFound
from app.schedule.queries import villages_in
from app.web.filters import WEEKDAYS, say
from app.web.session import signed_in

bp = Blueprint("schedule", __name__, template_folder="../templates")

DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)
FURTHEST = timedelta(days=800)
MOST_AT_ONCE = 400


@bp.app_template_filter("weekday")
def say_weekday(day: date) -> object:
    """Say the day of the week."""
    return say(WEEKDAYS[day.weekday()])


class Owner(NamedTuple):
    """Whose plan is shown, and whether it is the reader's own: a colleague's is only read."""

    id: int
    name: str
    areas: tuple[str, ...]
    own: bool


def find_owner() -> Owner | None:
    """Return whose plan the address asks for: one's own, or a doctor's of the reader's areas; None where nobody's."""
    reader, asked = signed_in(), request.args.get("doctor", "")
    if asked in ("", str(reader.id)):
        writes = may(reader.role, Right.WRITE_CARE)
        return Owner(reader.id, reader.name, reader.areas, own=True) if writes else None
    held = [holder for holder in list_doctors(reader) if str(holder.user_id) == asked]
    if not held:
        raise NotFound
    return Owner(held[0].user_id, held[0].full_name, tuple(each.code for each in held), own=False)


def get_owner() -> Owner:
    """Return whose plan the address asks for; whoever has none of their own is led to those that may be read."""
    if (owner := find_owner()) is None:
        abort(redirect(url_for("schedule.index")))
    return owner


def list_doctors(reader: Reader) -> list[Holder]:
    """Return the doctors of the reader's areas with what each holds there."""
    return [holder for holder in list_holders_within(reader.areas) if holder.role in DOCTORS]


def read_day(asked: str) -> date | None:
    """Return the day an address or a form names; None where it is none, or too far away to be meant."""
    try:
        day = date.fromisoformat(asked) if len(asked) == len("2026-01-01") else None
    except ValueError:
        return None
    return day if day is not None and abs(day - clock.today()) <= FURTHEST else None


def get_day(asked: str) -> date:
    """Return the day of an address."""
    if (day := read_day(asked)) is None:
        raise NotFound
    return day


def chosen(name: str) -> list[int]:
    """Return the numbers that were ticked."""
    sent = request.form.getlist(name)[:MOST_AT_ONCE]
    return [int(each) for each in sent if each.isascii() and each.isdecimal() and len(each) < 10]


def places_of(reader: Reader) -> Mapping[str, str]:
    """Return the reader's own areas and the villages in them by code, for the calendar."""
    return area_names(reader.areas, current=True) | villages_in(reader.areas)
