"""What a section shows is worked out once for all who are alike, and is the same as if it were worked out for each."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.policy.book import load_book
from app.policy.terms import Condition, Kind, Result, Sex
from app.visits.rules import Circumstances
from app.visits.rules.questions import Question, Shape
from app.visits.rules.showing import shown_by
from app.visits.sections import SECTIONS
from tests.visits.conftest import DAY

FIGURES = load_book(("national", "luan-2024-24", "jinan-district-2023-19")).figures


def _answered(question: Question):
    if not question.choices:
        return st.none() | st.integers(40, 70) | st.floats(40, 70).map(lambda value: round(value, 1))
    terms = st.sampled_from([str(term.value) for term in question.choices])
    several = st.lists(terms, max_size=2, unique=True)
    return st.none() | (several if question.shape is Shape.MANY else terms)


def _visits(section):
    answers = st.fixed_dictionaries({asked.name: _answered(asked) for asked in section.questions})
    days = st.integers(-3, 40).map(lambda days: DAY - timedelta(days=days))
    return st.lists(st.tuples(days, answers), max_size=3).map(tuple)


@st.composite
def _somebody(draw):
    section = draw(st.sampled_from(list(SECTIONS.values())))
    results = st.lists(st.sampled_from(Result), max_size=3).map(tuple)
    who = Circumstances(
        draw(st.sampled_from([30, 64, 65, 79, 80])),
        DAY - timedelta(days=draw(st.integers(0, 2))),
        FIGURES,
        draw(st.dictionaries(st.sampled_from(Kind), results, max_size=2)),
        sex=draw(st.sampled_from(Sex)),
        held=draw(st.frozensets(st.sampled_from(Condition), max_size=2)),
        earlier=draw(_visits(section)),
    )
    return section, who


@given(somebody=_somebody())
def test_what_is_shown_is_the_section_s_own_word(somebody):
    section, who = somebody

    assert shown_by(section, who) == section.signals(who)


def test_what_is_equal_is_one_object():
    section = SECTIONS["hypertension"]
    young, older = (Circumstances(age, DAY, FIGURES) for age in (50, 51))

    assert shown_by(section, young) is shown_by(section, older)
