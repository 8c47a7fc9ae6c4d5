"""What was typed into a form that can no longer be filed, to be read and copied by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.core.words import Text
from app.visits.rules.section import Section


def said_as_typed(
    sections: Iterable[Section], typed: Mapping[str, Sequence[str]]
) -> tuple[tuple[Text, Text], ...]:
    """Return every question that was answered with what was typed, each once; figures as they stand."""
    said: dict[str, tuple[Text, Text]] = {}
    for question in (question for section in sections for question in section.questions):
        answers = [answer for answer in typed.get(question.name, ()) if answer.strip()]
        if answers:
            said.setdefault(question.name, (question.label, question.spoken(answers)))
    return tuple(said.values())
