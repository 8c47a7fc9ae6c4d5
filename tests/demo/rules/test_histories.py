"""What happened to invented people: it could all have been filled in on the form."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from app.demo.rules import VILLAGES, invent_history, invent_village
from app.policy.terms import Condition, Event, Kind
from app.visits.rules.checks import faults_of
from app.visits.sections import sections_answering
from app.visits.sections.screening.path import path_of, taken_at
from app.visits.sections.screening.vocabulary import Stage

TODAY = date(2026, 5, 20)
STAGES = {1: Stage.FIRST, 2: Stage.SECOND, 3: Stage.PROPOSED}
ASKED_BY_THE_PAGE = {"emergency_action", "referral_reason", "referral_answer"}


@pytest.fixture(scope="module")
def years(figures):
    """Return everybody of the township with their year."""
    dice = Random(5)
    people = [one for village, _ in VILLAGES for one in invent_village(dice, village, people=25, today=TODAY)]
    return [(who, invent_history(dice, who, today=TODAY, figures=figures)) for who in people]


def test_the_same_seed_makes_the_same_year(years, figures):
    who = years[0][0]
    one, other = (invent_history(Random(5), who, today=TODAY, figures=figures) for _ in range(2))

    assert one == other and one


def test_nothing_has_happened_yet_today_or_later_nor_before_the_disease_was_found(years):
    for who, year in years:
        assert all(seen.on < TODAY for seen in year)
        ill = [seen for seen in year if seen.results]
        assert all(seen.on > who.since for seen in ill)


def test_the_form_would_have_taken_every_visit(years):
    for seen in _all(years):
        sections = sections_answering(seen.kinds)
        assert not faults_of(seen.answers, sections, mode=seen.mode)
        assert all(section.worked_on(seen.answers) for section in sections), seen.kinds


def test_every_answer_is_one_the_form_offers(years):
    for seen in _all(years):
        questions = [q for section in sections_answering(seen.kinds) for q in section.questions]
        for name, answer in seen.answers.items():
            asked = [question for question in questions if question.name == name]
            assert asked or name in ASKED_BY_THE_PAGE, name
            assert not asked or any(_takes(question, answer) for question in asked), (name, answer)


def test_every_kind_of_work_was_done_somewhere(years):
    done = {kind for seen in _all(years) for kind in seen.kinds}
    answered = {kind for kind in Kind if sections_answering([kind])}

    assert done == answered


def test_a_pressure_raised_once_twice_or_three_times_stands_there_on_the_way(years, figures):
    for who, year in years:
        if who.raised:
            readings = [taken_at(seen.on, seen.answers) for seen in year]
            assert path_of(readings, figures=figures).stage is STAGES[who.raised]
            asking = [seen for seen in year if Event.RAISED_PRESSURE in seen.events]
            assert len(asking) == min(who.raised, 2)


def test_who_was_referred_is_asked_about_it_at_the_next_follow_up(years):
    followed = 0
    for _, year in years:
        ill = [seen for seen in year if Kind.GENERAL in seen.kinds or seen.results]
        for before, after in pairwise(ill):
            if before.referred or before.emergency:
                assert Kind.REFERRAL_CHECK in after.kinds
                followed += 1

    assert followed


def test_tuberculosis_is_visited_within_three_days(years):
    for who, year in years:
        seen = [visit.on for visit in year if Kind.TUBERCULOSIS in visit.kinds]
        if Condition.TUBERCULOSIS in who.conditions and seen:
            assert seen[0] - who.since <= timedelta(days=3)


def test_some_were_checked_this_year_and_some_are_still_to_be(years):
    old = [(who, year) for who, year in years if who.age_on(date(2026, 1, 1)) >= 65]
    checked = [who for who, year in old if any(Kind.ELDERLY_CHECK in seen.kinds for seen in year)]

    assert 0 < len(checked) < len(old)


def test_rounds_have_gaps_and_something_was_wrong_now_and_then(years):
    rounds = [seen for seen in _all(years) if Kind.WEEKLY_ROUND in seen.kinds]
    weeks = {seen.on.isocalendar()[:2] for seen in rounds}
    people = sum(any(Kind.WEEKLY_ROUND in seen.kinds for seen in year) for _, year in years)

    assert 0.6 < len(rounds) / (len(weeks) * people) < 0.95
    assert {seen.answers["round_state"] for seen in rounds} == {"well", "wrong"}


def _all(years):
    return [seen for _, year in years for seen in year]


def _takes(question, answer):
    if question.choices:
        chosen = answer if isinstance(answer, list) else [answer]
        return set(chosen) <= {choice.value for choice in question.choices}
    if isinstance(answer, int | float):
        return question.numeric and question.implausible(answer) is None
    return isinstance(answer, str)
