"""Sentences of the field in both languages, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English; the front hall picks by its reader."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh

    def filled(self, **values: object) -> Text:
        """Return the sentence with its ``{name}`` places filled; a Text, a label or a day fills each in its own language."""
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
    """Return a Text, a labelled member or a day in the language, anything else as it is."""
    text = day_text(value) if type(value) is date else value
    text = text if isinstance(text, Text) else getattr(value, "text", None)
    return text.said_in(language) if isinstance(text, Text) else value


def day_text(day: date) -> Text:
    """Return a day with its year as people write it."""
    return Text(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def listed(texts: list[Text]) -> Text:
    """Return several sentences or terms as one enumeration, 甲、乙 and ``a, b``."""
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))


def short_day_text(day: date) -> Text:
    """Return a day of the year everybody is in."""
    return Text(f"{day.month} 月 {day.day} 日", f"{day.day} {MONTHS[day.month - 1]}")
