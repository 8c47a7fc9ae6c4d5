"""Targets for a reader of English: the usual wordings are told, a doctor's own stay as they were written."""

from __future__ import annotations

import pytest

from app.careplans.rules.shelf import shipped
from app.careplans.rules.targets import CHINESE, target_told


@pytest.mark.parametrize(
    ("target", "en"),
    [
        ("低于 130/80 mmHg", "below 130/80 mmHg"),
        ("90% 以上", "90% or more"),
        ("4.4–7.0 mmol/L", "4.4–7.0 mmol/L"),
        ("高血压 低于 130/80；糖尿病 低于 140/90", "Hypertension below 130/80; Diabetes below 140/90"),
        ("睡前再量一次", "睡前再量一次"),
        ("", ""),
    ],
)
def test_a_target_is_told_in_english_where_its_words_are_the_usual_ones(target, en):
    told = target_told(target)

    assert (told.zh, told.en) == (target, en)


def test_every_target_of_the_shipped_templates_has_its_english():
    targets = {line.target for template in shipped().templates for line in template.monitoring}

    untold = [target for target in targets if CHINESE.search(target_told(target).en)]

    assert not untold
