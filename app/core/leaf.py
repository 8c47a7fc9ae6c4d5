"""One page of a list that is leafed through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.core.words import Text

LINES = Text("第 {a}–{b} 条", "{a}–{b}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list; ``address`` makes the address of another, ``counted`` says which part of the list this is."""

    number: int
    size: int
    shown: int
    more: bool
    address: Callable[[int], str] = field(repr=False)
    counted: Text = LINES

    @property
    def earlier(self) -> str | None:
        """The address of the page before."""
        return self.address(self.number - 1) if self.number > 1 else None

    @property
    def later(self) -> str | None:
        """The address of the page after."""
        return self.address(self.number + 1) if self.more else None

    @property
    def told(self) -> Text:
        """Which part of the list this is, counted from 1."""
        first = (self.number - 1) * self.size
        return self.counted.filled(a=first + 1, b=first + self.shown)
