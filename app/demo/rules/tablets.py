"""The tablets of the invented township, and what one of them brought that cannot be filed as it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.people.rules import PersonEntry
from app.visits.rules.extras import Place

Pairs = list[list[str]]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LOST: Final = "赶集时丢失，已向派出所报案（虚构）"
MOVED_HOUSE: Final = "原小学旁安置房 3 栋（虚构）"
BUILT_ANEW: Final = "南头第三排，门前有枣树（虚构）"
NOTED: Final = "平板上补记：家里测得偏高，已嘱按时吃药（虚构）"
# Round degrees in a mountain range: nobody's house.
PLACE: Final = Place(31.0, 116.0, 18.0)


@dataclass(frozen=True, slots=True)
class Lent:
    """One tablet: who uses it, since when, and how it stood when it last spoke with the server."""

    username: str
    label: str
    set_up: timedelta
    spoke: timedelta
    packed: timedelta
    waiting: int
    clock_ahead: int = 3
    persisted: bool = True
    blocked: timedelta | None = None


TABLETS: Final = (
    Lent("li", "李秀芬的平板（演示）", 40 * DAY, HOUR / 3, 3 * HOUR, waiting=0),
    Lent(
        "wang",
        "王建国的平板（演示）",
        35 * DAY,
        9 * DAY,
        10 * DAY,
        waiting=6,
        clock_ahead=840,
        persisted=False,
    ),
    Lent("sun", "孙丽的平板（演示）", 30 * DAY, 4 * DAY, 5 * DAY, waiting=1, blocked=3 * DAY),
)


def visit_form(key: UUID, *, on: date) -> Pairs:
    """Return a visit for a pressure as its page sends it."""
    return [
        ["client_key", str(key)],
        ["visited_on", on.isoformat()],
        ["mode", "home"],
        ["sections", "hypertension"],
        ["systolic", "158"],
        ["diastolic", "92"],
        ["symptoms", "none"],
        ["note", NOTED],
    ]


def edit_form(entry: PersonEntry, *, version: int) -> Pairs:
    """Return a change of a record as its page sends it: a new address, by the record as it stood then."""
    return [
        ["name", entry.name],
        ["sex", entry.sex.value],
        ["born_on", entry.born_on.isoformat() if entry.born_on else ""],
        ["area_code", entry.area_code],
        ["group_name", entry.group_name],
        ["address", BUILT_ANEW],
        ["head_name", entry.head_name],
        ["kinship", entry.kinship],
        ["self_care", entry.self_care.value if entry.self_care else ""],
        ["insurance", entry.insurance],
        ["doctor_name", entry.doctor_name],
        ["note", entry.note],
        ["version", str(version)],
    ]
