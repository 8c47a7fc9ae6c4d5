"""How a pack holds its pages: shapes that many people share, and each line of them once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

# What a pack of this build looks like; a tablet that does not know it takes none along.
FORMAT = 1
MOST_PEOPLE = 1500


class FormShape(NamedTuple):
    """What two people's visit forms must have in common to be the same page but for what is marked in it."""

    sections: tuple[str, ...]
    # The rows of medicines that are known from last time.
    drugs: tuple[int, ...] = ()
    has_plans: bool = False
    # Whether the national forms' own questions about medicines are asked.
    asks: bool = True

    @property
    def name(self) -> str:
        """What the pack calls it."""
        rows = "".join(map(str, self.drugs))
        return (
            f"visit {'+'.join(self.sections)} {rows}{'p' if self.has_plans else ''}{'' if self.asks else 't'}"
        )


class Lines:
    """The table of lines: a text goes in once, and is a list of numbers from then on."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def put(self, text: str) -> list[int]:
        """Return the numbers of a text's lines; blank ones and what stands before and after a line count for nothing."""
        # As plain text: what is marked safe would mark each of its lines anew.
        return self.take(line for line in map(str.strip, str.split(text, "\n")) if line)

    def take(self, lines: Iterable[str]) -> list[int]:
        """Return the numbers of lines that came out of such a table."""
        known = self._numbers
        return [known.setdefault(line, len(known)) for line in lines]

    def each(self, texts: Iterable[tuple[str, str]]) -> dict[str, list[int]]:
        """Return the same of several named texts, without those that are empty."""
        put = {name: self.put(text) for name, text in texts}
        return {name: numbers for name, numbers in put.items() if numbers}

    @property
    def all(self) -> list[str]:
        """Every line, in the order of its number."""
        return list(self._numbers)
