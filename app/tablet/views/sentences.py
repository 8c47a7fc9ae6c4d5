"""What the tablet says of a form that cannot be kept yet: the very sentences of the server's own checks."""

from __future__ import annotations

from typing import Final

from app.core.words import Text
from app.rounds.forms.board import NO_NOTE, NO_PART, NOBODY
from app.tablet.views.door import bp
from app.visits.rules.checks import (
    CONFIRM,
    DECLINED_WHY,
    HALF,
    MISSING,
    MISSING_SYMPTOMS,
    NONE_AND_SOME,
    NOTHING,
    REASON,
    UPSIDE_DOWN,
)
from app.visits.rules.contacts import WHEN_BACK, WHEN_GONE, ContactOutcome
from app.web.forms import MESSAGES
from app.web.language import spoken

SENTENCES: Final[dict[str, Text]] = {
    "confirm": CONFIRM,
    "declinedWhy": DECLINED_WHY,
    "half": HALF,
    "missing": MISSING,
    "missingSymptoms": MISSING_SYMPTOMS,
    "needsGoneWhy": WHEN_GONE,
    "needsReturnWhy": WHEN_BACK,
    "nobody": NOBODY,
    "noNote": NO_NOTE,
    "noPart": NO_PART,
    "noneAndSome": NONE_AND_SOME,
    "nothing": NOTHING,
    "reason": REASON,
    "required": MESSAGES["This field is required."],
    "upsideDown": UPSIDE_DOWN,
}
# Which outcomes of a contact ask for a day beside them.
OUTCOMES: Final = {
    "needsReturn": " ".join(one.value for one in ContactOutcome if one.needs_return),
    "needsGone": " ".join(one.value for one in ContactOutcome if one.gone is not None),
}


@bp.context_processor
def say_sentences() -> dict[str, dict[str, str]]:
    """Give the pages of the room the sentences in the language of whoever reads; places in braces stay open."""
    return {"sentences": {name: text.said_in(spoken()) for name, text in SENTENCES.items()} | OUTCOMES}
