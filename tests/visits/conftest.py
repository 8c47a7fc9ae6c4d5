"""What the tests of the visit log share: the shipped figures, and a shorthand for judging answers."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.book import load_book
from app.policy.terms import Kind
from app.visits.rules import Circumstances, judge
from app.visits.sections import choose_work

DAY = date(2026, 5, 20)


@pytest.fixture(scope="session")
def figures():
    """The figures of the shipped packs."""
    return load_book(("national", "luan-2024-24", "jinan-district-2023-19")).figures


@pytest.fixture
def judged(figures):
    """Judge answers for some kinds of work: `judged({"systolic": 150, ...}, "hypertension", age=50)`."""

    def _judged(answers, *kinds, age=60, on=DAY, previous=None):
        work = choose_work(owed=frozenset(Kind(kind) for kind in kinds), held=frozenset())
        worked = {section: answering for section, answering in work.items() if section.worked_on(answers)}
        return judge(answers, worked, circumstances=Circumstances(age, on, figures, previous or {}))

    return _judged
