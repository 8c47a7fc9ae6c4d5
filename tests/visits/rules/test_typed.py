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


def test_what_was_told_of_plans_is_given_back_as_well():
    typed = {
        "plan_hypertension_taken": ["partly"],
        "plan_hypertension_reaction": ["脚踝肿"],
        "plan_kind_diet": ["not"],
    }

    said = said_as_typed(sections_named(["hypertension"]), typed)

    assert [(label.zh, words.zh) for label, words in said] == [
        ("高血压用药", "部分"),
        ("不良反应（没有就不填）", "脚踝肿"),
        ("饮食", "没有"),
    ]
