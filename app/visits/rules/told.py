"""A visit on record told back: its answers in words, section by section, each question once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.core.words import Text
from app.visits.rules.entry import Answers
from app.visits.rules.judgement import Judgement, judge
from app.visits.rules.limits import BAD
from app.visits.rules.readings import underived, with_means
from app.visits.rules.section import Circumstances, Section, given
from app.visits.rules.sheets import words_of


class Fact(NamedTuple):
    """One answer in words; ``bad`` where it was beyond a limit or named a danger."""

    name: str
    label: Text
    said: Text
    bad: bool


class Told(NamedTuple):
    """Every section with its facts, and what the whole came to."""

    sections: tuple[tuple[Section, tuple[Fact, ...]], ...]
    judgement: Judgement


def tell(sections: Iterable[Section], answers: Answers, *, circumstances: Circumstances) -> Told:
    """Return the answers of a visit in words."""
    wanted = tuple(sections)
    told: list[tuple[Section, tuple[Fact, ...]]] = []
    seen: set[str] = set()
    says = words_of(wanted)
    for section in wanted:
        bad = _bad_names(section, answers, circumstances)
        asked = [q for q in section.questions if q.name not in seen and given(answers.get(q.name))]
        seen |= {question.name for question in asked}
        facts = tuple(Fact(q.name, q.label, says[q.name](answers[q.name]), q.name in bad) for q in asked)
        told.append((section, facts))
    worked = {section: section.kinds for section in wanted if section.worked_on(answers)}
    return Told(tuple(told), judge(answers, worked, circumstances=circumstances))


def _bad_names(section: Section, answers: Answers, circumstances: Circumstances) -> frozenset[str]:
    known = with_means(answers)
    shown = [signal for signal in section.signals(circumstances) if signal.holds(known)]
    names = (s.name for s in shown if s.emergency is not None or s.result is BAD)
    return frozenset(underived(name) for name in names)
