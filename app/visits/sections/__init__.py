"""The sections of the form, in the order they are asked. To add one, add its folder."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules

from app.policy.terms import Condition, Kind
from app.visits.rules import Answers, Section, VisitEntry

_FOUND = (import_module(f"{__name__}.{found.name}.rules").SECTION for found in iter_modules(__path__))
SECTIONS: dict[str, Section] = {
    section.name: section for section in sorted(_FOUND, key=lambda s: (s.place, s.name))
}
GENERAL = SECTIONS["general"]

_BY_KIND: dict[Kind, Section] = {kind: section for section in SECTIONS.values() for kind in section.kinds}


def answered_kinds() -> frozenset[Kind]:
    """Return every kind of work some section answers: only rules of these kinds can be in use."""
    return frozenset(_BY_KIND)


def section_for(kind: Kind) -> Section | None:
    """Return the section that answers a kind of work, None where there is none yet."""
    return _BY_KIND.get(kind)


def sections_named(names: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections of these names in the order they are asked; unknown names are passed over."""
    wanted = set(names)
    return tuple(section for name, section in SECTIONS.items() if name in wanted)


def sections_answering(kinds: Iterable[Kind]) -> tuple[Section, ...]:
    """Return the sections that answer any of these kinds, in the order they are asked."""
    return sections_named(section.name for kind in kinds if (section := section_for(kind)) is not None)


def kinds_of(conditions: Iterable[Condition]) -> frozenset[Kind]:
    """Return the kinds of follow-up people with these conditions get, whether one is owed just now or not."""
    held = frozenset(conditions)
    return frozenset(
        kind
        for section in SECTIONS.values()
        for kind in section.kinds
        if section.conditions.get(kind, frozenset()) & held
    )


def choose_work(
    *,
    owed: frozenset[Kind],
    held: frozenset[Condition],
    wanted: frozenset[Kind] = frozenset(),
    named: Iterable[str] = (),
) -> dict[Section, tuple[Kind, ...]]:
    """Return the sections of somebody's form with the kinds each answers for this person.

    Shown is what is owed now and what was asked for; where that is nothing, the person's diseases; else the general
    part. A form that comes back names its own sections, so that nothing typed is lost when a duty changed meanwhile.
    """
    regular = kinds_of(held)
    sections = (
        sections_named(named)
        or sections_answering(owed | wanted)
        or sections_answering(regular)
        or (GENERAL,)
    )
    return {section: _kinds_for(section, owed | wanted | regular) for section in sections}


def not_yet_on(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections that can still be added to a form."""
    shown = {section.name for section in sections}
    return tuple(section for name, section in SECTIONS.items() if name not in shown)


def _kinds_for(section: Section, concerned: frozenset[Kind]) -> tuple[Kind, ...]:
    first, *others = section.kinds
    return (first, *(kind for kind in others if kind in concerned))


def describe(kind: Kind, answers: Answers) -> str:
    """Return the main figures of one kind of work in short, as the why-line quotes them."""
    section = section_for(kind)
    return section.describe(answers) if section is not None else ""


def summarise(entry: VisitEntry) -> str:
    """Return the main figures of a whole visit on one line."""
    said = (describe(kind, entry.answers) for kind in entry.kinds)
    return " · ".join(dict.fromkeys(text for text in said if text))
