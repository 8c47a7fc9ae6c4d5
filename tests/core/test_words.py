"""Sentences in two languages, their places filled in each language's manner."""

from __future__ import annotations

from datetime import date

from app.core.words import Text, said_in
from app.policy.terms import Mode


def test_a_place_is_filled_in_each_language() -> None:
    told = Text("{mode}，{day}，{n} 人", "{mode}, {day}, {n} people").filled(
        mode=Mode.HOME, day=date(2026, 5, 20), n=3
    )

    assert told == Text("家庭，2026 年 5 月 20 日，3 人", "Home visit, 20 May 2026, 3 people")


def test_what_somebody_typed_is_never_taken_for_a_place() -> None:
    told = Text("“{name}”认不出。", "“{name}” is not known.").filled(name="{day}")

    assert told.joined(Text("请核对。", "Please check.")).en == "“{day}” is not known. Please check."


def test_a_day_is_said_in_the_readers_manner() -> None:
    assert said_in("zh", date(2025, 11, 1)) == "2025 年 11 月 1 日"
    assert said_in("en", date(2025, 11, 1)) == "1 Nov 2025"
