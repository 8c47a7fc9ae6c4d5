"""The tables of a pack file, as strict shapes: what each may hold, and the value it stands for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.rule import After, Each, Interval, Once, Period
from app.policy.terms import Category, Condition, Event, Kind, Mode, Result, Unit

Said = Annotated[str, Meta(min_length=1)]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
FigureId = Annotated[str, Meta(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+$")]
Span = Annotated[str, Meta(pattern=r"^[1-9]\d{0,2} (day|week|month|year)s?$")]
DayOfYear = Annotated[str, Meta(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Number = Annotated[int, Meta(ge=0, le=1_000_000_000)] | Annotated[float, Meta(ge=0, le=1_000_000_000)]

UNITS = {unit.zh: unit.text for unit in Unit}


class Strict(Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a pack file: an unknown key is a fault."""


class Words(Strict, frozen=True):
    """A wording in both languages."""

    zh: Said
    en: Said

    def __str__(self) -> str:
        return self.zh

    @property
    def text(self) -> Text:
        """The wording as a sentence of the field."""
        return Text(self.zh, self.en)

    def said_in(self, language: str) -> str:
        """Return the wording in ``"zh"`` or ``"en"``."""
        return self.text.said_in(language)


class Status(Labelled):
    """Whether a document binds anybody."""

    IN_FORCE = "in-force", "现行有效", "In force"
    DRAFT = "draft", "征求意见稿", "Draft"


class Document(Strict, frozen=True):
    """A source document: who issued it, when it holds, and how it is cited."""

    id: Slug
    title: Words
    short: Words
    number: Said
    issuer: Words
    status: Status
    date: dt.date | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    cited_with: str = " "


class Article(Strict, frozen=True):
    """One article, told in own words, with what carries it out here or why it lies outside.

    ``carried_out_by`` names rules, endpoints (with a dot) and rooms; an article may be carried out in part.
    """

    number: Said
    title: Words
    zh: Said
    en: Said
    carried_out_by: tuple[Said, ...] = ()
    outside: Words | None = None
    document: str = ""

    @property
    def summary(self) -> Text:
        """What the article asks, in own words."""
        return Text(self.zh, self.en)


class Figure(Strict, frozen=True):
    """A number somebody decides by; ``confirmed`` when it was read in the primary text.

    The same id may stand several times with different days, so that an old figure is found for an old day.
    """

    id: FigureId
    zh: Said
    en: Said
    value: Number
    unit: str
    article: Said
    confirmed: bool
    effective_from: dt.date = dt.date.min
    effective_to: dt.date | None = None

    @property
    def name(self) -> Text:
        """What the number is."""
        return Text(self.zh, self.en)

    @property
    def counted_in(self) -> Text:
        """The unit in both languages; signs such as mmHg and % are the same in both."""
        return UNITS.get(self.unit, Text(self.unit, self.unit))

    def holds_on(self, day: dt.date) -> bool:
        """Return whether the figure is in force on a day."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class AfterEntry(Strict, frozen=True):
    """So long after the last evidence; no result may be left unanswered."""

    first: Span
    controlled: Span
    uncontrolled: Span
    adverse_reaction: Span
    complication: Span

    def value(self) -> After:
        """Return the timing the engine replays."""
        results = (self.controlled, self.uncontrolled, self.adverse_reaction, self.complication)
        by_result = {result: Interval.parse(words) for result, words in zip(Result, results, strict=True)}
        return After(Interval.parse(self.first), by_result)


class EachEntry(Strict, frozen=True):
    """Once in every period, or in a window of every year."""

    period: Period | UnsetType = UNSET
    window: tuple[DayOfYear, DayOfYear] | UnsetType = UNSET

    def value(self) -> Each:
        """Return the timing the engine replays."""
        if isinstance(self.period, Period) == isinstance(self.window, tuple):
            raise ValueError("needs either a period or a window")
        if isinstance(self.period, Period):
            return Each(period=self.period)
        opens, closes = (_month_and_day(words) for words in self.window or ())
        if opens > closes:
            raise ValueError("the window ends before it opens")
        return Each(window=(opens, closes))


class OnceEntry(Strict, frozen=True):
    """So long after an event."""

    event: Event
    after: Span

    def value(self) -> Once:
        """Return the timing the engine replays."""
        return Once(self.event, Interval.parse(self.after))


class OwedToEntry(Strict, frozen=True):
    """Who is owed; for a rule that counts from an event, whomever the event befell.

    ``since`` names what goes on while it is owed, and stands alone but for ``without``.
    """

    categories: frozenset[Category] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    benefit: bool = False
    age_from: Annotated[int, Meta(ge=1, le=120)] | None = None
    without: frozenset[Condition] = frozenset()
    since: Event | None = None


class AnsweredByEntry(Strict, frozen=True):
    """What counts as evidence."""

    kind: Kind
    modes: Annotated[frozenset[Mode], Meta(min_length=1)]


class RuleTiming(Strict, frozen=True):
    """What a deployment may change of a rule: its timing, or that it is not used there."""

    id: Slug
    after: AfterEntry | UnsetType = UNSET
    each: EachEntry | UnsetType = UNSET
    once: OnceEntry | UnsetType = UNSET
    in_use: bool | UnsetType = UNSET
    confirmed: bool = True


class RuleEntry(Strict, frozen=True):
    """A rule as the file writes it, beside the printed table."""

    id: Slug
    zh: Said
    en: Said
    article: Said
    answered_by: AnsweredByEntry
    owed_to: OwedToEntry = OwedToEntry()
    after: AfterEntry | UnsetType = UNSET
    each: EachEntry | UnsetType = UNSET
    once: OnceEntry | UnsetType = UNSET
    effective_from: dt.date | None = None
    in_use: bool = True
    confirmed: bool = True


class PackFile(
    Strict,
    frozen=True,
    rename={"layers": "layer", "articles": "article", "rules": "rule", "figures": "figure"},
):
    """A whole pack file: the document, later documents layered over it, articles, rules, figures."""

    document: Document
    articles: tuple[Article, ...]
    layers: tuple[Document, ...] = ()
    rules: tuple[RuleEntry, ...] = ()
    figures: tuple[Figure, ...] = ()


def _month_and_day(words: str) -> tuple[int, int]:
    # 29 February is allowed: the engine clamps it in common years.
    day = dt.date.fromisoformat(f"2024-{words}")
    return day.month, day.day
