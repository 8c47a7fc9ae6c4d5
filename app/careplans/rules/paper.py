"""How much room words take on two sides of A4 in letters of 18 points, and what still fits.

The figures are those of the style sheet of the printed page (sheet.css): lengths in points, 72 to the inch.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.careplans.rules.sheet import Said, Serving, Sheet
from app.core.words import Text

SIDES = 2
# A4 less the margin of 10 mm all around.
WIDTH, HEIGHT = 538.0, 785.0
LETTER, LINE = 18.0, 23.0
TITLE, HEADING = 40.0, 37.0
MEDICINE, DOSE = 292.0, 108.0
ROW = 6.0
BOX, INDENT = 20.0, 18.0
CALL = 42.0
# A letter of the alphabet is about so wide beside a Chinese one, and a line is seldom filled to its end.
NARROW, FILLED = 0.55, 0.96
BIG = 26.0 / 18.0
# The day stands before the diseases; written out it takes so much room.
DAY = "2026 年 12 月 30 日 周三　"
LEFT = Text("其余 {n} 条请看医生那份。", "{n} more: see the doctor’s copy.")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A sheet cut to its paper: what is printed, how many lines are left to the doctor's copy, how many sides it takes.

    ``signs_first``: the warning signs stand before whom to call, unless the other order leaves room for more.
    """

    sheet: Sheet
    left: int
    sides: int
    signs_first: bool = True

    @property
    def left_told(self) -> Text | None:
        """The line that says what is not on the sheet."""
        return LEFT.filled(n=self.left) if self.left else None

    @property
    def too_long(self) -> bool:
        """Whether even the medicines and what else is never left out take more than two sides."""
        return self.sides > SIDES


def fitted(sheet: Sheet, *, language: str = "zh") -> Fitted:
    """Return as much of a sheet as two sides hold: medicines and warning signs whole, of the rest the weightiest."""
    lines = len(sheet.measured) + len(sheet.advice) + len(sheet.elsewhere)
    ways = (
        Fitted(_cut(sheet, kept), left=lines - kept, sides=0, signs_first=first)
        for kept in range(lines, -1, -1)
        for first in (True, False)
    )
    measured = (replace(way, sides=sides_of(way, language=language)) for way in ways)
    least = Fitted(_cut(sheet, 0), left=lines, sides=0)
    return next(
        (way for way in measured if not way.too_long),
        replace(least, sides=sides_of(least, language=language)),
    )


def sides_of(way: Fitted, *, language: str = "zh") -> int:
    """Return how many sides a sheet takes, block after block; a block is never broken in two."""
    sides, used = 1, 0.0
    for height in _blocks(way, language):
        if used + height > HEIGHT and used:
            sides, used = sides + 1, 0.0
        used += height
    return sides


def lines_of(text: str, room: float = WIDTH) -> int:
    """Return how many lines a text takes in a room so many points wide."""
    wide = sum(1.0 if unicodedata.east_asian_width(each) in "WFA" else NARROW for each in text)
    return max(1, math.ceil(wide * LETTER / (room * FILLED)))


def _cut(sheet: Sheet, kept: int) -> Sheet:
    """Return a sheet with so many lines: what is measured at home, then advice, then what others measure."""
    at_home, advised = len(sheet.measured), len(sheet.measured) + len(sheet.advice)
    return replace(
        sheet,
        measured=sheet.measured[:kept],
        advice=sheet.advice[: max(0, kept - at_home)],
        elsewhere=sheet.elsewhere[: max(0, kept - advised)],
    )


def _blocks(way: Fitted, language: str) -> Iterator[float]:
    """Yield the heights of what is kept together, from the top of the sheet to its end."""
    sheet = way.sheet
    yield TITLE + lines_of(DAY + _many(sheet.diseases, language)) * LINE
    for place, group in enumerate(sheet.groups):
        yield (0.0 if place else HEADING) + sum(_row(one, language) for one in group.servings)
    if sheet.stopped:
        yield BOX + lines_of("停用，不要再吃：" + "、".join(sheet.stopped), WIDTH - BOX) * LINE
    pair = (_signs(sheet, language), HEADING + _height(sheet.lasting, WIDTH, language) + CALL)
    yield from pair if way.signs_first else reversed(pair)
    for lines in (sheet.measured, sheet.advice, sheet.elsewhere):
        yield from _listed(lines, language)
    if way.left:
        yield LINE + ROW


def _signs(sheet: Sheet, language: str) -> float:
    room = WIDTH - BOX - INDENT
    return HEADING + BOX + _height(sheet.signs, room, language) if sheet.signs else 0.0


def _row(one: Serving, language: str) -> float:
    """Return the height of a medicine: its name and all that is said of it, or its dose in big figures."""
    said = " ".join([one.name, _many((one.disease, *one.hints), language), _mark(one.mark, language)])
    dose = one.amount + "0" * math.ceil(len(one.amount) * (BIG - 1)) + one.unit.said_in(language)
    return max(lines_of(said, MEDICINE), lines_of(dose, DOSE)) * LINE + ROW


def _listed(lines: Sequence[Said], language: str) -> Iterator[float]:
    """Yield the heights of a list, its heading together with its first line."""
    for place, one in enumerate(lines):
        said = " ".join([one.whole.said_in(language), _mark(one.mark, language)])
        yield (HEADING if place == 0 else 0.0) + lines_of(said, WIDTH - INDENT) * LINE


def _height(lines: Iterable[Text], room: float, language: str) -> float:
    return sum(lines_of(one.said_in(language), room) * LINE for one in lines)


def _many(texts: Iterable[object], language: str) -> str:
    said = (getattr(one, "text", one) for one in texts)
    return " ".join(one.said_in(language) if isinstance(one, Text) else str(one) for one in said)


def _mark(mark: object, language: str) -> str:
    return f"  {_many([mark], language)}" if mark else ""
