"""药什么时候用完: what the patient's sheet says of the day the medicine ends and the day to come for more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from app.careplans.rules.vocabulary import Disease
from app.core.words import Text, listed, short_day_text

ENDS = Text("{diseases}的药，{day}用完。", "{diseases}: the medicine runs out on {day}.")
ENDED = Text(
    "{diseases}的药，{day}就该用完了，马上来拿药。",
    "{diseases}: the medicine ran out on {day}; come for more at once.",
)
NOT_GIVEN = Text(
    "{diseases}的药还没有发，问问医生。", "{diseases}: no medicine given out yet; ask the doctor."
)
COME_BY = Text(
    "{day}以前来拿药，带上这张单子和药盒。", "Come for more by {day}; bring this sheet and the boxes."
)
COME_NOW = Text("这几天就来拿药，带上这张单子和药盒。", "Come for more now; bring this sheet and the boxes.")


def lasting_told(ends: Mapping[Disease, date | None], *, lead: timedelta, today: date) -> tuple[Text, ...]:
    """Return until when the medicine of each disease lasts, and by when to come for more.

    ``ends`` is the first day without medicine, None where none was given out; ``lead`` is how long before that the
    refill is due.
    """
    together: dict[date | None, list[Text]] = {}
    for disease, day in ends.items():
        together.setdefault(day, []).append(disease.text)
    days = sorted(together, key=lambda day: day or date.max)
    told = [_ending(day, listed(together[day]), today) for day in days]
    if days and days[0] is not None and days[0] > today:
        by = days[0] - lead
        told.append(COME_BY.filled(day=short_day_text(by)) if by > today else COME_NOW)
    return tuple(told)


def _ending(day: date | None, diseases: Text, today: date) -> Text:
    if day is None:
        return NOT_GIVEN.filled(diseases=diseases)
    return (ENDS if day > today else ENDED).filled(diseases=diseases, day=short_day_text(day))
