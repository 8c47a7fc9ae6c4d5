"""Closed vocabularies whose members carry their own labels: the glossary is the code."""

from __future__ import annotations

from enum import Enum
from typing import Self

from app.core.words import Text


class Labelled(Enum):
    """A term of the field: the value that is stored, its Chinese and its English name on one line."""

    zh: str
    en: str
    _text: Text

    def __new__(cls, value: str, zh: str = "", en: str = "") -> Self:
        """Make a member whose stored value is the first of the three; looking one up by its value gives that alone."""
        member = object.__new__(cls)
        member._value_ = value
        member.zh = zh
        member.en = en
        # Said thousands of times a page: made once, with the member.
        member._text = Text(zh, en)
        return member

    def __str__(self) -> str:
        return str(self.value)

    # A member is one object; the hash of its name, which Enum takes each time anew, is no better and far slower.
    __hash__ = object.__hash__

    @property
    def text(self) -> Text:
        """The label in both languages."""
        return self._text
