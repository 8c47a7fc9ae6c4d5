from __future__ import annotations

from app.visits.rules import Circumstances
from app.visits.rules.told import tell
from app.visits.sections import sections_named
from tests.visits.conftest import DAY


def test_a_visit_is_told_back_in_words_each_question_once(figures):
    answers = {"systolic": 162, "diastolic": 98, "symptoms": ["headache", "numbness"], "fasting_glucose": 6.1}
    circumstances = Circumstances(76, DAY, figures)

    told = tell(sections_named(["hypertension", "diabetes"]), answers, circumstances=circumstances)

    said = {fact.name: (fact.said.zh, fact.bad) for _, facts in told.sections for fact in facts}
    assert said["systolic"] == ("162 mmHg", True)
    assert said["fasting_glucose"] == ("6.1 mmol/L", False)
    assert said["symptoms"][0] == "头痛头晕、手脚麻木"
    assert sum(len(facts) for _, facts in told.sections) == 4


def test_an_answer_of_an_unknown_term_is_shown_as_it_is(figures):
    told = tell(
        sections_named(["copd"]), {"copd_course": "strange"}, circumstances=Circumstances(60, DAY, figures)
    )

    assert told.sections[0][1][0].said.zh == "strange"
