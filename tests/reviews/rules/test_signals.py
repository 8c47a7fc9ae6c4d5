"""The signals on invented months: each fraud is found, honest doctors are left in peace, and each threshold holds to the log."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import CHINA
from app.policy.book import load_book
from app.policy.terms import Mode
from app.reviews.rules.facts import Log
from app.reviews.rules.meanings import MEANINGS
from app.reviews.rules.pace import find_hurried
from app.reviews.rules.places import Place, metres_between, middle_of
from app.reviews.rules.signals import FALSE_ALARM, FINDERS, explain, find_all, limits_on, thresholds_of
from app.reviews.rules.vocabulary import Signal
from tests.reviews.honest import FRAUDS, honest_month, planted_month

MAY = date(2026, 5, 1)
DAY = date(2026, 5, 12)
FIGURES = load_book(("national",)).figures
LIMITS = limits_on(FIGURES, on=MAY)
MONTHS = 1200
PLANTED = [(signal, fraud) for signal, frauds in FRAUDS.items() for fraud in frauds]


def a_log(number, **changes):
    return Log(id=number, house=f"house-{number}", visited_on=DAY, entered_on=DAY, **changes)


def some(count, **changes):
    return [a_log(number, **changes) for number in range(1, count + 1)]


def found(signal, logs):
    return FINDERS[signal](logs, LIMITS)


def test_honest_months_raise_no_more_than_the_stated_share():
    stated = FIGURES.value(FALSE_ALARM, on=MAY)

    alarmed = sum(bool(find_all(honest_month(random.Random(seed)), LIMITS)) for seed in range(MONTHS))

    assert alarmed * 100 <= stated * MONTHS


@pytest.mark.parametrize(("signal", "fraud"), PLANTED, ids=lambda one: getattr(one, "__name__", str(one)))
@given(seed=st.integers(0, 2**32))
def test_a_planted_fraud_is_found_whoever_does_it(signal, fraud, seed):
    logs = planted_month(random.Random(seed), fraud)

    signals = {one.signal for one in find_all(logs, LIMITS)}

    assert signal in signals


@given(seed=st.integers(0, 2**32))
def test_the_order_of_the_logs_says_nothing(seed):
    dice = random.Random(seed)
    logs = planted_month(dice, FRAUDS[dice.choice(list(Signal))][0])

    first = find_all(logs, LIMITS)
    dice.shuffle(logs)

    assert find_all(logs, LIMITS) == first


def test_no_logs_say_nothing():
    assert find_all([], LIMITS) == ()


def test_each_signal_has_a_definition_a_threshold_and_an_explanation_in_both_languages():
    for signal in Signal:
        logs = planted_month(random.Random(7), FRAUDS[signal][0])
        one = found(signal, logs)

        told = explain(one, month=MAY)

        assert "{" not in told.zh + told.en and told.zh.startswith("5 月：")
        assert str(one.found) in told.zh or signal is Signal.NOT_THERE
        assert thresholds_of(signal, FIGURES, on=MAY)
        assert MEANINGS[signal].harmless.zh and MEANINGS[signal].looks_for.en


def test_heaped_digits_are_told_with_their_numbers():
    logs = [a_log(number, typed=130.0 if number <= 41 else 132.0 + number % 4 * 2) for number in range(1, 63)]

    one = found(Signal.HEAPED, logs)

    assert explain(one, month=MAY).zh == "5 月：62 次测量中 41 次收缩压尾数为 0。"
    assert one.visit_ids == tuple(range(1, 42))


@pytest.mark.parametrize(("same", "heard"), [(16, False), (17, True)])
def test_heaping_begins_at_its_share(same, heard):
    logs = [a_log(number, typed=130.0 if number <= same else 132.0) for number in range(1, 31)]
    logs = [log if log.id <= same else a_log(log.id, typed=132.0 + log.id % 4 * 2) for log in logs]

    assert (found(Signal.HEAPED, logs) is not None) is heard


def test_too_few_measurements_are_not_judged():
    assert found(Signal.HEAPED, some(29, typed=130.0)) is None
    assert found(Signal.BELOW_LIMIT, some(29, pressure=(136.0, 80.0))) is None
    assert found(Signal.HEAPED, some(30, typed=130.0)) is not None


@pytest.mark.parametrize(("above", "heard"), [(3, True), (4, False)])
def test_values_below_the_limit_count_against_those_above_it(above, heard):
    logs = [
        a_log(n, pressure=(145.0 if n <= above else 135.0, 80.0 + n % 9)) for n in range(1, 31)
    ]  # fmt: skip

    one = found(Signal.BELOW_LIMIT, logs)

    assert (one is not None) is heard
    assert one is None or (one.found, one.told["above"]) == (27, 3)


@pytest.mark.parametrize(("same", "heard"), [(5, False), (6, True)])
def test_a_pressure_that_comes_again_and_again_is_found_from_so_many_logs_on(same, heard):
    logs = [a_log(n, pressure=(132.0, 84.0) if n <= same else (100.0 + n, 80.0)) for n in range(1, 25)]

    assert (found(Signal.REPEATED, logs) is not None) is heard


def test_the_persons_last_pressure_to_the_digit_counts_as_repeated():
    logs = [a_log(n, pressure=(120.0 + n, 80.0), before=(120.0 + n, 80.0)) for n in range(1, 9)]

    one = found(Signal.REPEATED, logs)

    assert (one.found, one.told["alike"], one.told["again"]) == (8, 0, 8)


def _at(hour, minute=0):
    return datetime(2026, 5, 12, hour, minute, tzinfo=CHINA)


def test_typing_the_day_from_paper_in_one_go_is_honest():
    typed = [a_log(n, moment=_at(19) + timedelta(seconds=50 * n)) for n in range(1, 25)]
    noon = [a_log(n, moment=_at(12) + timedelta(seconds=50 * n)) for n in range(1, 11)]
    by_tablet = [a_log(n, captured=True, moment=_at(19) + timedelta(seconds=50 * n)) for n in range(1, 25)]

    assert all(find_hurried(logs, LIMITS) is None for logs in (typed, noon, by_tablet))


def test_more_houses_than_the_hours_since_the_last_entries_allow_are_found():
    noon = [a_log(n, moment=_at(12) + timedelta(seconds=50 * n)) for n in range(1, 11)]
    again = [a_log(n, moment=_at(12, 35) + timedelta(seconds=5 * n)) for n in range(20, 40)]

    one = find_hurried(noon + again, LIMITS)

    assert one.visit_ids == tuple(range(20, 40))


@pytest.mark.parametrize(("houses", "heard"), [(7, False), (8, True)])
def test_a_tablet_that_was_in_too_many_houses_within_minutes_is_found(houses, heard):
    logs = [a_log(n, captured=True, moment=_at(10, n)) for n in range(1, houses + 1)]

    assert (find_hurried(logs, LIMITS) is not None) is heard


def test_people_of_one_house_and_visits_elsewhere_are_not_hurried():
    one_house = [Log(n, "house", DAY, DAY, captured=True, moment=_at(10, n)) for n in range(1, 15)]
    at_the_clinic = [a_log(n, captured=True, moment=_at(10, n), mode=Mode.CLINIC) for n in range(1, 15)]

    assert find_hurried(one_house, LIMITS) is None
    assert find_hurried(at_the_clinic, LIMITS) is None


@pytest.mark.parametrize(("days", "heard"), [(7, False), (8, True)])
def test_lateness_is_counted_in_days_after_the_visit(days, heard):
    logs = [Log(n, f"h{n}", DAY, DAY + timedelta(days=days if n <= 5 else 0)) for n in range(1, 11)]

    assert (found(Signal.ENTERED_LATE, logs) is not None) is heard


def test_one_far_visit_to_a_relatives_house_says_nothing_and_three_do():
    near = some(17, metres=300.0)

    assert found(Signal.FAR_AWAY, [*near, a_log(18, metres=9_000.0)]) is None
    assert found(Signal.FAR_AWAY, [*near, *(a_log(n, metres=9_000.0) for n in (18, 19, 20))]).found == 3


def test_the_middle_of_a_village_is_not_moved_by_a_few_far_places():
    places = [Place(31.7, 116.5)] * 9 + [Place(33.0, 118.0)] * 2

    middle = middle_of(places, least=10)

    assert metres_between(middle, Place(31.7, 116.5)) < 1
    assert middle_of(places[:9], least=10) is None
    assert metres_between(Place(31.7, 116.5), Place(31.8, 116.5)) == pytest.approx(11_120, rel=0.01)


def test_a_visit_after_the_death_is_found_at_once_and_one_in_a_hospital_stay_is_not():
    logs = some(10)

    assert found(Signal.NOT_THERE, [*logs, a_log(11, after_death=True)]).told == {"dead": 1, "hospital": 0}
    assert found(Signal.NOT_THERE, [*logs, a_log(11, in_hospital=True)]) is None
    assert found(Signal.NOT_THERE, [*logs, *(a_log(n, in_hospital=True) for n in (11, 12))]).found == 2


def test_short_phrases_and_one_remark_for_a_whole_house_are_honest():
    phrase = some(30, words="一切正常，按时服药。")
    remark = "今日上门随访，精神状态良好，饮食睡眠正常，按时服药，无不适"
    one_house = [Log(n, "house", DAY, DAY, words=remark) for n in range(1, 31)]
    copied = some(8, words=remark)

    assert found(Signal.SAME_WORDS, phrase) is None
    assert found(Signal.SAME_WORDS, one_house) is None
    assert found(Signal.SAME_WORDS, copied).found == 8
    assert found(Signal.SAME_WORDS, [*copied[:7], a_log(9, words=remark.replace("，", " "))]).found == 8
