"""The health prescriptions as ticked lines, kind by kind, with their figures to be changed in the sentence itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.fields import Field

from app.careplans.forms.fields import Figure, Part, a_line
from app.careplans.rules.catalogue import HealthItem
from app.careplans.rules.plan import Advice
from app.careplans.rules.vocabulary import HealthKind
from app.web.language import spoken

LONGEST_WORDS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of the catalogue on the form: its tick, and its figures by name."""

    item: HealthItem
    on: Field
    figures: Mapping[str, Figure]

    @property
    def pieces(self) -> Iterator[tuple[str, Figure | None]]:
        """The sentence in pieces, each with the figure that follows it."""
        for words, name, _spec, _conversion in Formatter().parse(self.item.text.said_in(spoken())):
            yield words, self.figures.get(name or "")

    @property
    def spoken(self) -> str:
        """The sentence as it stands, for a reader who hears the page."""
        return "".join(words + (field.typed if field else "") for words, field in self.pieces)

    def advice(self) -> Advice:
        """Return what was ticked with its figures as typed, else as usual."""
        usual = {name: bound.value for name, bound in self.item.figures.items()}
        typed = {name: field.data for name, field in self.figures.items() if field.data is not None}
        return Advice(self.item.kind, self.item.code, usual | typed)


@dataclass(frozen=True, slots=True)
class Card:
    """One kind of health prescription: what the catalogue offers, and a line for own words."""

    kind: HealthKind
    rows: tuple[Row, ...]
    words: Field

    @property
    def count(self) -> int:
        """How many are prescribed of this kind."""
        return sum(bool(row.on.data) for row in self.rows) + bool(self.words.data)

    @property
    def is_open(self) -> bool:
        """Whether something on the card has to be mended."""
        fields = [self.words, *(field for row in self.rows for field in (row.on, *row.figures.values()))]
        return any(field.errors for field in fields)


class HealthForm(Part):
    """The health prescriptions of a disease; `health_form` gives it the entries the catalogue has."""

    items: ClassVar[Sequence[HealthItem]] = ()

    def cards(self) -> Iterator[Card]:
        """Return the twelve kinds, in their order."""
        for kind in HealthKind:
            rows = tuple(self._row(item) for item in self.items if item.kind is kind)
            yield Card(kind, rows, self[_words(kind)])

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Check the figures of what is ticked; of the rest nothing is kept."""
        super().validate(extra_validators)
        for card in self.cards():
            for row in card.rows:
                for figure in row.figures.values():
                    figure.errors = figure.errors if row.on.data else []
        return not self.errors

    def placed(self) -> Iterator[tuple[Advice, Row | Field]]:
        """Return every health prescription with where it stands on the form."""
        for card in self.cards():
            yield from ((row.advice(), row) for row in card.rows if row.on.data)
            if card.words.data:
                yield Advice(card.kind, words=card.words.data), card.words

    def _row(self, item: HealthItem) -> Row:
        figures: dict[str, Any] = {name: self[_figure(item.code, name)] for name in item.figures}
        return Row(item, self[f"on-{item.code}"], figures)


def health_form(items: Sequence[HealthItem]) -> type[HealthForm]:
    """Return the form of these entries of the catalogue."""
    fields: dict[str, Any] = {"items": tuple(items)}
    for item in items:
        fields[f"on-{item.code}"] = BooleanField(_l("选用"))
        for name, bound in item.figures.items():
            unit = bound.unit_en if spoken() == "en" and bound.unit_en else bound.unit
            fields[_figure(item.code, name)] = Figure(unit)
    for kind in HealthKind:
        fields[_words(kind)] = a_line(_l("自己写"), most=LONGEST_WORDS)
    return type("HealthForm", (HealthForm,), fields)


def health_data(advice: Iterable[Advice], items: Sequence[HealthItem]) -> dict[str, Any]:
    """Return health prescriptions as the form shows them; one no longer on the shelf leaves only its words."""
    data: dict[str, Any] = {
        _figure(item.code, name): bound.value for item in items for name, bound in item.figures.items()
    }
    known = {item.code for item in items}
    for one in advice:
        if one.code in known:
            data[f"on-{one.code}"] = True
            data |= {_figure(one.code, name): value for name, value in one.figures.items()}
        if one.words:
            words = data.get(_words(one.kind), "")
            data[_words(one.kind)] = f"{words}；{one.words}" if words else one.words
    return data


def _figure(code: str, name: str) -> str:
    return f"figure-{code}-{name}"


def _words(kind: HealthKind) -> str:
    return f"words-{kind.value}"
