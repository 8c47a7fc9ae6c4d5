"""What the address of the catalogue asks for, and the word that takes an entry out of use or brings the shipped one back."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import HiddenField

from app.careplans.rules.vocabulary import Disease
from app.web.forms import Form

LONGEST_WORDS = 40


class WordForm(Form):
    """A button that changes how an entry stands, with the change that spoke when the page was opened."""

    seen = HiddenField()

    @property
    def change_seen(self) -> int:
        """The county's change that spoke when the page was opened, 0 for none."""
        return read_number(self.seen.data)


def read_number(typed: object) -> int:
    """Return the number of a change; what is no number is none."""
    said = str(typed or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0


def read_disease(asked: Mapping[str, str]) -> Disease | None:
    """Return the disease asked for."""
    return next((one for one in Disease if one.value == asked.get("disease")), None)


def read_words(asked: Mapping[str, str]) -> str:
    """Return the words a medicine is looked for by."""
    return asked.get("q", "").strip()[:LONGEST_WORDS]
