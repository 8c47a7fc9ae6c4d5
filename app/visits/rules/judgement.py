"""From answers to results, emergencies and advice: the worst sign of each disease classes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.section import Circumstances, Section, Signal, figure, given

THIRD_READING = 10
PAIRS = (("systolic", "systolic_2"), ("diastolic", "diastolic_2"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visit comes to: a result for each disease, what is dangerous, what is advised."""

    results: Mapping[Kind, Result] = field(default_factory=dict)
    emergencies: tuple[Text, ...] = ()
    advice: tuple[Text, ...] = ()


def judge(
    answers: Answers, work: Mapping[Section, tuple[Kind, ...]], *, circumstances: Circumstances
) -> Judgement:
    """Judge the sections that were worked on, each for the kinds it answers for this person."""
    known = with_means(answers)
    results: dict[Kind, Result] = {}
    signs: list[Signal] = []
    for section, kinds in work.items():
        shown = [signal for signal in section.signals(circumstances) if signal.holds(known)]
        signs += shown
        result = _result(section, known, shown)
        if result is not None:
            results.update(dict.fromkeys(kinds, result))
    emergencies = _said(sign.emergency for sign in signs)
    advice = (
        _said(sign.advice for sign in signs) + _repeated(results, circumstances) + _third_reading(answers)
    )
    return Judgement(results, emergencies, advice)


def proposed(section: Section, answers: Answers, *, circumstances: Circumstances) -> Result | None:
    """Return the result the values alone give, whatever the doctor chose."""
    known = with_means(answers)
    shown = [signal for signal in section.signals(circumstances) if signal.holds(known)]
    return _result(section, {**known, section.chosen_result: None}, shown)


def with_means(answers: Answers) -> dict[str, Answer]:
    """Return the answers with the mean and the highest of the two pressure readings beside them."""
    known: dict[str, Answer] = dict(answers)
    for first, second in PAIRS:
        taken = [value for value in (figure(answers, first), figure(answers, second)) if value is not None]
        if taken:
            known[f"{first}_mean"] = sum(taken) / len(taken)
            known[f"{first}_highest"] = max(taken)
    return known


def unsatisfactory_in_a_row(
    kind: Kind, result: Result, *, previous: Mapping[Kind, tuple[Result, ...]]
) -> int:
    """Return how many visits in a row, this one included, left the disease uncontrolled."""
    count = 0
    for earlier in (result, *previous.get(kind, ())):
        if earlier is Result.CONTROLLED:
            break
        count += 1
    return count


def _result(section: Section, known: Answers, shown: list[Signal]) -> Result | None:
    chosen = known.get(section.chosen_result)
    if isinstance(chosen, str) and chosen:
        return Result(chosen)
    if not section.classed or not any(given(known.get(name)) for name in section.core):
        return None
    found = [signal.result for signal in shown if signal.result is not None]
    return max(found, key=lambda result: result.severity, default=Result.CONTROLLED)


def _said(texts: Iterable[Text | None]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(text for text in texts if text is not None))


def _repeated(results: Mapping[Kind, Result], circumstances: Circumstances) -> tuple[Text, ...]:
    return tuple(
        Text(
            "{kind}已连续 {n} 次控制不满意：建议转诊上级医院，两周内主动随访转诊情况。",
            "{kind}: not controlled {n} times running. Advise a referral and check on it within two weeks.",
        ).filled(kind=kind, n=count)
        for kind, result in results.items()
        if (count := unsatisfactory_in_a_row(kind, result, previous=circumstances.previous)) > 1
    )


def _third_reading(answers: Answers) -> tuple[Text, ...]:
    for first, second in PAIRS:
        one, two = figure(answers, first), figure(answers, second)
        if one is not None and two is not None and abs(one - two) > THIRD_READING:
            return (
                Text(
                    "两次血压相差超过 10 mmHg，请再测一次，取后两次的平均值。",
                    "The two readings differ by more than 10 mmHg: take a third and use the mean of the last two.",
                ),
            )
    return ()
