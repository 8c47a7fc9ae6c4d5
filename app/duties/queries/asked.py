"""What may be asked of the work list, and what of it a reader is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.duties.rules import Section
from app.duties.rules.untold import OTHER_ID
from app.policy import book
from app.policy.terms import Kind


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What part of the list is asked for; no section means all that is overdue or due by this Sunday."""

    section: Section | None = None
    village: str | None = None
    rule: str | None = None
    text: str = ""
    # Whose duties alone are asked for, where somebody upstairs knows whose.
    among: tuple[int, ...] | None = None

    @property
    def values(self) -> dict[str, object]:
        """What the statement is asked with."""
        text = escaped(self.text.strip())
        named: dict[str, object] = {
            "rule": self.rule,
            "in_name": f"%{text}%",
            "in_initials": f"% {text.lower()}%",
        }
        return named if self.among is None else named | {"among": list(self.among)}

    @property
    def shape(self) -> Shape:
        """What the statement looks like, whatever is searched for."""
        by_text, by_people = bool(self.text.strip()), self.among is not None
        return Shape(self.section, self.village or None, bool(self.rule), by_text, by_people)


@dataclass(frozen=True, slots=True)
class Shape:
    """The part of a filter that changes the statement itself."""

    section: Section | None
    village: str | None
    by_rule: bool
    by_text: bool
    by_people: bool = False


def tellable(wanted: WorkFilter, *, untold: Collection[Kind]) -> WorkFilter:
    """Let a search for a rule that the reader is not told of find nobody: whom it finds would be told by it."""
    rule = book.current().all_rules.get(wanted.rule or "")
    return replace(wanted, rule=OTHER_ID) if rule is not None and rule.answered_by.kind in untold else wanted


def escaped(text: str) -> str:
    """Return a text as a pattern takes it literally."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
