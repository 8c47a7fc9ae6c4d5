"""From answers to results, emergencies and advice: the worst sign of each disease classes it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from app.core.words import Text
from app.policy.terms import Event, Kind, Result
from app.visits.rules.entry import Answers
from app.visits.rules.following import signals_of
from app.visits.rules.readings import with_means
from app.visits.rules.referring import running
from app.visits.rules.section import Again, Circumstances, Referral, Section, Side, Signal, given

Found = TypeVar("Found", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a visit comes to: a result for each disease, what is dangerous, what is advised, and what follows from it."""

    results: Mapping[Kind, Result] = field(default_factory=dict)
    emergencies: tuple[Text, ...] = ()
    advice: tuple[Text, ...] = ()
    again: Mapping[Kind, Again] = field(default_factory=dict)
    referrals: tuple[Referral, ...] = ()
    events: tuple[Event, ...] = ()
    sides: tuple[Side, ...] = ()


class _Found(NamedTuple):
    """What one section comes to."""

    signs: list[Signal]
    result: Result | None
    again: Again | None
    referrals: tuple[Referral, ...]
    events: tuple[Event, ...]
    sides: tuple[Side, ...]
    reminders: tuple[Text, ...]


def judge(
    answers: Answers, work: Mapping[Section, tuple[Kind, ...]], *, circumstances: Circumstances
) -> Judgement:
    """Judge the sections that were worked on, each for the kinds it answers for this person."""
    known = with_means(answers)
    found = [_judged(section, known, circumstances) for section in work]
    results = _for_kinds(work, [one.result for one in found])
    signs = [sign for one in found for sign in one.signs]
    advice = _said(
        [
            *(sign.advice for sign in signs),
            *_repeated(results, circumstances),
            *(text for one in found for text in one.reminders),
        ]
    )
    return Judgement(
        results,
        _said(sign.emergency for sign in signs),
        advice,
        _for_kinds(work, [one.again for one in found]),
        _once(referral for one in found for referral in one.referrals),
        _once(event for one in found for event in one.events),
        _once(side for one in found for side in one.sides),
    )


def proposed(section: Section, answers: Answers, *, circumstances: Circumstances) -> Result | None:
    """Return the result the values alone give, whatever the doctor chose."""
    known = with_means(answers)
    shown = [signal for signal in section.signals(circumstances) if signal.holds(known)]
    return _result(section, {**known, section.chosen_result: None}, shown)


def _result(section: Section, known: Answers, shown: list[Signal]) -> Result | None:
    chosen = known.get(section.chosen_result)
    if isinstance(chosen, str) and chosen:
        return Result(chosen)
    if not section.classed or not any(given(known.get(name)) for name in section.core):
        return None
    found = [signal.result for signal in shown if signal.result is not None]
    return max(found, key=lambda result: result.severity, default=Result.CONTROLLED)


def _judged(section: Section, known: Answers, circumstances: Circumstances) -> _Found:
    signs = [signal for signal in signals_of(section, circumstances) if signal.holds(known)]
    result = _result(section, known, signs)
    return _Found(
        signs,
        result,
        _again(section, known, circumstances, signs, result),
        section.referrals(known, circumstances, result),
        section.events(known, circumstances),
        section.sides(known, circumstances),
        section.reminders(known, circumstances),
    )


def _again(
    section: Section, known: Answers, circumstances: Circumstances, signs: list[Signal], result: Result | None
) -> Again | None:
    """Return the earliest day anything found asks for."""
    asked = [
        Again(sign.sooner.after(circumstances.on), sign.why) for sign in signs if sign.sooner is not None
    ]
    own = section.again(known, circumstances, result)
    if own is not None:
        asked.append(own)
    return min(asked, key=lambda again: again.by, default=None)


def _for_kinds(work: Mapping[Section, tuple[Kind, ...]], found: Iterable[Found | None]) -> dict[Kind, Found]:
    """Return what was found of each section for every kind it answers."""
    pairs = zip(work.values(), found, strict=True)
    return {kind: one for kinds, one in pairs if one is not None for kind in kinds}


def _once(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(found))


def _said(texts: Iterable[Text | None]) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(text for text in texts if text is not None))


def _repeated(results: Mapping[Kind, Result], circumstances: Circumstances) -> tuple[Text, ...]:
    return tuple(
        Text(
            "{kind}已连续 {n} 次控制不满意：建议转诊上级医院，两周内主动随访转诊情况。",
            "{kind}: not controlled {n} times running. Advise a referral and check on it within two weeks.",
        ).filled(kind=kind, n=count)
        for kind, result in results.items()
        if (count := running(kind, result, circumstances))
    )
