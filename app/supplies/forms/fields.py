"""The fields forms of the room share: the key of an entry, a medicine by name, choices of places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older

from app.people.rules import tidy_words

LONGEST_NAME, LONGEST_STRENGTH, LONGEST_NOTE = 80, 40, 400


class EntryKey(HiddenField):
    """The key under which an entry is noted once, however often it is sent; one that cannot be read is made anew."""

    @property
    def key(self) -> UUID:
        """The key of what was sent."""
        try:
            return UUID(str(self.data))
        except ValueError:
            return uuid4()


def tidied(value: Any) -> Any:
    """Return words with their spaces put in order."""
    return tidy_words(value) if isinstance(value, str) else value


def offered(places: Mapping[str, str], *, blank: str) -> list[Any]:
    """Return places to choose from; where there is but one, it stands chosen."""
    choices = [SelectChoice(code, name) for code, name in places.items()]
    return choices if len(choices) == 1 else [SelectChoice("", blank), *choices]
