"""What is told at the doors in a year."""

from __future__ import annotations

import pytest

from app.policy import book
from app.policy.book import load_book
from app.rounds.queries import list_points


def test_the_articles_that_name_the_meeting_are_told_with_those_marked_for_it(app):
    told = {(point.pack, point.article.number) for point in list_points(2026)}

    assert {("luan-2024-24", number) for number in ("3", "4", "6", "7", "9")} <= told
    assert ("luan-2024-24", "12") not in told


def test_a_document_not_yet_in_force_is_not_told(app):
    assert "luan-2024-24" not in {point.pack for point in list_points(2023)}


def test_every_figure_told_stands_under_its_article(app):
    for point in list_points(2026):
        assert {figure.article for figure in point.figures} <= {point.article.number}
        assert len({figure.id for figure in point.figures}) == len(point.figures)


@pytest.fixture
def without_campaign(app):
    """A rulebook in which no pack knows of the campaign."""
    book.install(load_book(("national",)))
    yield
    book.install(app.extensions["rulebook"])


def test_a_rulebook_without_the_campaign_tells_nothing(without_campaign):
    assert list_points(2026) == []
