"""Sentences of the field in both languages, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English; the front hall picks by its reader."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def filled(self, **values: object) -> Text:
        """Return the sentence with its ``{name}`` places filled; a Text or label fills each in its own language."""
        return Text(
            self.zh.format(**{name: said_in("zh", value) for name, value in values.items()}),
            self.en.format(**{name: said_in("en", value) for name, value in values.items()}),
        )

    def said_in(self, language: str) -> str:
        """Return the sentence in ``"zh"`` or ``"en"``; any other language falls back to Chinese."""
        return self.en if language.startswith("en") else self.zh

    def joined(self, other: Text, *, zh: str = "", en: str = " ") -> Text:
        """Return this sentence followed by another."""
        return Text(self.zh + zh + other.zh, self.en + en + other.en)


def said_in(language: str, value: object) -> object:
    """Return a Text or a labelled member in the language, anything else as it is."""
    text = value if isinstance(value, Text) else getattr(value, "text", None)
    return text.said_in(language) if isinstance(text, Text) else value


def listed(texts: list[Text]) -> Text:
    """Return several sentences or terms as one enumeration, 甲、乙 and ``a, b``."""
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))
