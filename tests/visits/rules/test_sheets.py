"""The printed forms: every box of every form, what several forms ask in each of them, terms with their numbers."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.book import load_book
from app.policy.terms import Kind, Result
from app.visits.rules.questions import Shape
from app.visits.rules.sheets import file_number, next_on, sheet_of, words_of
from app.visits.sections import SECTIONS

# What the printed forms have no box for: the first of three readings and the other arm, danger signs, what only explains
# a decision or spares a question, and what a form takes from another one of the same visit.
NO_BOX = frozenset({
    "systolic", "diastolic", "systolic_other", "diastolic_other", "pressure_warnings", "dangers", "complication",
    "result_reason", "mental_no_drugs", "heart_rate", "adherence",
})  # fmt: skip
SAYS = words_of(SECTIONS.values())
RULES = load_book(("national", "luan-2024-24", "jinan-district-2023-19")).rules


def _answer(question, at=0):
    """A plausible answer to a question of any shape, not the same as its neighbours'."""
    if question.numeric:
        value = question.low + (question.high - question.low) * (0.2 + 0.01 * (at % 37))
        return int(value) if question.shape is Shape.WHOLE else round(value, 1)
    if question.shape is Shape.MANY:
        return [term.value for term in question.choices]
    return question.choices[0].value if question.choices else f"药 {at}"


def _without(answers, name):
    return {other: answer for other, answer in answers.items() if other != name}


def _everything():
    return {
        question.name: _answer(question) for section in SECTIONS.values() for question in section.questions
    }


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_a_form_shows_every_one_of_its_boxes_filled_where_it_was_answered(section):
    results = dict.fromkeys(section.kinds, Result.UNCONTROLLED) if section.classed else {}

    sheet = sheet_of(section, _everything(), results=results, says=SAYS)

    asked = {question.name for question in section.questions} | {section.chosen_result}
    assert sheet.boxes
    if section.paper:
        assert [box.cell for box in sheet.boxes] == list(section.paper)
    empty = [box.cell.label.zh for box in sheet.boxes if set(box.cell.names) & asked and not box.said.zh]
    assert not empty


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_a_term_stands_with_the_number_the_form_prints_for_it(section):
    """For every term a box numbers: the number stands before the words."""
    questions = {question.name: question for question in section.questions}

    unnumbered = []
    for cell in section.paper:
        for name in (name for name in cell.names if name in questions and cell.told is None):
            for term in (term for term in questions[name].choices if str(term.value) in cell.codes):
                answer = [term.value] if questions[name].shape is Shape.MANY else term.value
                (box,) = [
                    box
                    for box in sheet_of(section, {name: answer}, results={}, says=SAYS).boxes
                    if box.cell is cell
                ]
                if cell.codes[str(term.value)] not in box.said.zh:
                    unnumbered.append((cell.label.zh, term.zh))

    assert not unnumbered


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_whatever_a_section_asks_can_be_read_off_its_form(section):
    """Each answer in turn is left out: the sheet must change, save for what the printed form has no box for."""
    answers = {question.name: _answer(question, at) for at, question in enumerate(section.questions)}
    full = sheet_of(section, answers, results={}, says=SAYS).boxes

    unseen = {
        left_out
        for left_out in answers
        if sheet_of(section, _without(answers, left_out), results={}, says=SAYS).boxes == full
    }

    assert unseen <= NO_BOX


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_an_empty_form_is_printed_with_empty_boxes(section):
    sheet = sheet_of(section, {}, results={}, says=SAYS)

    assert sheet.boxes and all(isinstance(box.said.zh, str) for box in sheet.boxes)


def test_the_class_of_the_visit_stands_on_the_form_though_nobody_chose_it():
    section = SECTIONS["hypertension"]

    sheet = sheet_of(section, {}, results={Kind.HYPERTENSION: Result.UNCONTROLLED}, says=SAYS)

    assert any("控制不满意" in box.said.zh for box in sheet.boxes)


def test_a_question_nobody_asks_any_more_stands_as_it_was_answered():
    assert SAYS["asked_long_ago"](["甲", "乙"]).zh == "甲、乙"
    assert SAYS["asked_long_ago"](5).zh == "5"


@pytest.mark.parametrize(
    ("rule", "result", "again_by", "day"),
    [
        ("hypertension-followup", Result.CONTROLLED, None, date(2026, 8, 20)),
        ("hypertension-followup", Result.UNCONTROLLED, None, date(2026, 6, 3)),
        ("hypertension-followup", Result.CONTROLLED, date(2026, 6, 20), date(2026, 6, 20)),
        ("hypertension-followup", Result.UNCONTROLLED, date(2026, 6, 20), date(2026, 6, 3)),
        ("scattered-weekly-round", None, None, date(2026, 5, 31)),
        ("first-quarter-meeting", None, None, date(2027, 3, 31)),
        ("referral-check", None, None, None),
    ],
)
def test_the_form_names_the_day_by_which_the_next_visit_is_due(rule, result, again_by, day):
    assert next_on(RULES[rule], on=date(2026, 5, 20), result=result, again_by=again_by) == day


def test_a_file_number_has_three_digits_of_the_village_and_five_of_the_person():
    assert file_number("341502109201", 42) == "201-00042"
    assert file_number("341502109201", 1234567) == "201-34567"
