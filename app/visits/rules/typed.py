"""What was typed into a form that can no longer be filed, to be read and copied by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.careplans.rules.checks import MONITORING
from app.careplans.rules.vocabulary import Disease, HealthKind
from app.core.words import Text
from app.visits.rules.followed import Followed, questions_of
from app.visits.rules.section import Section

# Whatever plans the form may have asked about: they are out of reach with their person.
EVERY_KIND = (*(kind.value for kind in HealthKind), MONITORING)
EVERY_PLAN = tuple(Followed(0, 0, disease, kinds=EVERY_KIND) for disease in Disease)


def said_as_typed(
    sections: Iterable[Section], typed: Mapping[str, Sequence[str]]
) -> tuple[tuple[Text, Text], ...]:
    """Return every question that was answered with what was typed, each once; figures as they stand."""
    said: dict[str, tuple[Text, Text]] = {}
    asked = (question for section in sections for question in section.questions)
    for question in (*asked, *questions_of(EVERY_PLAN)):
        answers = [answer for answer in typed.get(question.name, ()) if answer.strip()]
        if answers:
            said.setdefault(question.name, (question.label, question.spoken(answers)))
    return tuple(said.values())
