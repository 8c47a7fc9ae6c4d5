"""What the country's holidays are called: recognised as the calendar has them, and said in both languages."""

from __future__ import annotations

from typing import Final

from app.core.words import Text

IN_LIEU: Final = Text("调休放假", "Day off in lieu")
WORKS: Final = Text("调休上班", "Working day in lieu")
_CALLED: Final = {
    text.zh: text
    for text in (
        Text("元旦", "New Year’s Day"),
        Text("农历除夕", "Lunar New Year’s Eve"),
        Text("春节", "Spring Festival"),
        Text("清明节", "Tomb-Sweeping Day"),
        Text("劳动节", "Labour Day"),
        Text("端午节", "Dragon Boat Festival"),
        Text("中秋节", "Mid-Autumn Festival"),
        Text("国庆节", "National Day"),
        IN_LIEU,
    )
}
_BESIDE, _MADE_UP, _EXCHANGED = "; ", "（补假）", "休息日"


def short_name(name: str) -> str:
    """Return a day's name without the day it was exchanged for, which the calendar shows by itself."""
    return IN_LIEU.zh if name.startswith(_EXCHANGED) else name


def called(name: str) -> Text:
    """Return the name of a day in both languages; what somebody wrote stays as it was written."""
    said = [_one(each) for each in name.split(_BESIDE)]
    return Text(_BESIDE.join(each.zh for each in said), _BESIDE.join(each.en for each in said))


def _one(name: str) -> Text:
    known = _CALLED.get(name.removesuffix(_MADE_UP))
    if known is None:
        return Text(name, name)
    return Text(name, f"{known.en} (day off in lieu)") if name.endswith(_MADE_UP) else known
