"""政策宣讲要点: what is told at the campaign's doors, read off the packs in force in a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from app.policy import book
from app.policy.entries import Article, Document, Figure
from app.policy.pack import Pack
from app.rounds.queries.asking import meeting_rules

TOLD = "rounds.points"


class Point(NamedTuple):
    """One article to be explained, with the document it stands in and its figures of the year."""

    pack: str
    document: Document
    article: Article
    figures: tuple[Figure, ...]


def list_points(year: int) -> list[Point]:
    """Return the articles of a year's policy that are to be explained, in the order of the packs."""
    told = {TOLD, *meeting_rules()}
    return [point for pack in book.current().packs for point in _of_pack(pack, told, year)]


def _of_pack(pack: Pack, told: set[str], year: int) -> Iterator[Point]:
    for article in pack.articles:
        document = pack.document_of(article)
        if told.intersection(article.carried_out_by) and _in_force(document, year):
            yield Point(pack.id, document, article, _figures(pack, article, year))


def _in_force(document: Document, year: int) -> bool:
    begins = document.effective_from or document.date or date.min
    ends = document.effective_to or date.max
    return begins <= date(year, 12, 31) and ends >= date(year, 1, 1)


def _figures(pack: Pack, article: Article, year: int) -> tuple[Figure, ...]:
    """Return the figures of an article, each as it stands at the end of the year."""
    found: dict[str, Figure] = {}
    for figure in sorted(pack.figures, key=lambda figure: figure.effective_from):
        if figure.article == article.number and figure.effective_from <= date(year, 12, 31):
            found[figure.id] = figure
    return tuple(found.values())
