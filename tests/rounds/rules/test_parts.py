"""What ticks beside a name stand for."""

from __future__ import annotations

from datetime import date

import pytest

from app.rounds.rules import Ticks, answers_of, refuse_other_week, week_of

ALL = ["round", "consultation", "education", "medication"]


def test_one_tick_stands_for_all_four_parts():
    assert answers_of(Ticks(("all",)))["round_parts"] == ALL


def test_parts_are_kept_in_the_order_of_the_form_and_strange_words_are_dropped():
    assert answers_of(Ticks(("medication", "dancing", "round")))["round_parts"] == ["round", "medication"]


def test_what_was_not_called_wrong_was_well_and_its_hidden_note_is_not_filed():
    assert answers_of(Ticks(("all",), note="咳嗽")) == {
        "round_parts": ALL,
        "round_state": "well",
        "round_note": "",
    }


def test_what_was_called_wrong_keeps_its_note():
    answers = answers_of(Ticks(("round",), wrong=True, note="咳嗽"))

    assert (answers["round_state"], answers["round_note"]) == ("wrong", "咳嗽")


def test_a_note_alone_says_nobody_was_seen():
    assert not Ticks(note="咳嗽").touched
    assert Ticks(wrong=True).touched


@pytest.mark.parametrize(
    ("on", "says"),
    [
        (date(2026, 5, 18), None),
        (date(2026, 5, 20), None),
        (date(2026, 5, 21), "还没到"),
        (date(2026, 5, 17), "不在这一周"),
    ],
)
def test_a_round_belongs_to_its_week_and_never_to_tomorrow(on, says):
    today = date(2026, 5, 20)

    fault = refuse_other_week(on, turn=week_of(today), today=today)

    assert (fault is None) if says is None else (says in fault.zh)
