from __future__ import annotations

from app.visits.rules.typed import said_as_typed
from app.visits.sections import sections_named


def test_what_was_typed_is_told_once_in_words_and_blanks_are_left_out():
    typed = {
        "systolic": ["162"],
        "diastolic": [" "],
        "symptoms": ["headache", "nausea"],
        "fasting_glucose": ["高"],
    }

    said = said_as_typed(sections_named(["hypertension", "diabetes"]), typed)

    assert [(label.zh, words.zh) for label, words in said] == [
        ("收缩压", "162"),
        ("症状", "头痛头晕、恶心呕吐"),
        ("空腹血糖", "高"),
    ]
