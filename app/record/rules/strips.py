"""How medicine was taken over time, a strip for each disease on the axis of the curves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.careplans.rules.vocabulary import Disease, Taken
from app.core.words import Text
from app.record.rules.charts import LEFT, MONTHS, RIGHT, WIDTH, Shape, months_before, months_on_axis, x_of

ROW, AXIS = 64, 44
SHAPES = {Taken.AS_AGREED: Shape.CIRCLE, Taken.PARTLY: Shape.SQUARE, Taken.NOT: Shape.TRIANGLE}
CALLED = Text("{disease} · 最近：{taken}", "{disease} · last: {taken}")


@dataclass(frozen=True, slots=True)
class Told:
    """How the medicine of one disease was taken, as told on a day."""

    on: date
    disease: Disease
    taken: Taken


@dataclass(frozen=True, slots=True)
class StripMark:
    """One answer where it stands."""

    x: float
    shape: Shape
    on: date
    taken: Taken


@dataclass(frozen=True, slots=True)
class Strip:
    """One disease: its line, and a mark for each answer."""

    disease: Disease
    y: float
    marks: Sequence[StripMark]

    @property
    def called(self) -> Text:
        """The disease with the last answer in words."""
        return CALLED.filled(disease=self.disease, taken=self.marks[-1].taken)


@dataclass(frozen=True, slots=True)
class Strips:
    """Everything the page draws."""

    strips: Sequence[Strip]
    months: Sequence[tuple[float, Text]]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    width: int = WIDTH

    @property
    def bottom(self) -> int:
        """Where the axis lies."""
        return ROW * len(self.strips)

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return self.bottom + AXIS


def strips_of(told: Iterable[Told], *, today: date) -> Strips | None:
    """Return the answers of the last two years, a strip for each disease in their order; None where there is none."""
    since = months_before(today, MONTHS)
    kept = [one for one in told if since <= one.on <= today]
    diseases = [disease for disease in Disease if any(one.disease is disease for one in kept)]
    if not diseases:
        return None
    return Strips(
        [
            Strip(disease, ROW * place + ROW - 14, _marks(kept, disease, since=since, today=today))
            for place, disease in enumerate(diseases)
        ],
        [(x_of(day, since, today), label) for day, label in months_on_axis(since, today)],
    )


def _marks(told: Iterable[Told], disease: Disease, *, since: date, today: date) -> list[StripMark]:
    return [
        StripMark(x_of(one.on, since, today), SHAPES[one.taken], one.on, one.taken)
        for one in sorted(told, key=lambda each: each.on)
        if one.disease is disease
    ]
