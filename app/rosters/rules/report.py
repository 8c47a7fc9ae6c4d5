"""结果: what an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.words import Text

MOST_NOTES = 200
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Side:
    """One fact as it stands on record and as the list has it, side by side; numbers are masked."""

    label: Text
    old: Text = NOTHING
    new: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Item:
    """One person or row in the report; ``sheet`` and ``row`` are None where there is none.

    ``sides`` and ``lacks_doctor`` are filled in a preview; ``decidable`` says that a doubt may be settled by confirming it;
    ``along`` are the places of a doubtful person's further rows.
    """

    name: str
    village: str
    sheet: str | None
    row: int | None
    reason: Text
    person_id: int | None = None
    sides: tuple[Side, ...] = ()
    decidable: bool = False
    lacks_doctor: bool = False
    along: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> tuple[str, int] | None:
        """The row by which a doubtful one is accepted."""
        return (self.sheet, self.row) if self.sheet is not None and self.row is not None else None

    def as_json(self) -> dict[str, str | int | None]:
        """Return it as the command prints it."""
        return {
            "name": self.name,
            "village": self.village,
            "sheet": self.sheet,
            "row": self.row,
            "reason": str(self.reason),
        }


@dataclass(slots=True)
class Report:
    """What an import did; ``new``, ``changed`` and ``left`` count people (in a visit log: rows)."""

    rows: int = 0
    unchanged: int = 0
    new: list[Item] = field(default_factory=list)
    changed: list[Item] = field(default_factory=list)
    left: list[Item] = field(default_factory=list)
    doubtful: list[Item] = field(default_factory=list)
    refused: list[Item] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)
    import_id: int | None = None

    @property
    def counts(self) -> dict[str, int]:
        """How many of each."""
        lists = {name: len(getattr(self, name)) for name in ("new", "changed", "left", "doubtful", "refused")}
        return {"rows": self.rows, "unchanged": self.unchanged, **lists}

    def as_json(self) -> dict[str, object]:
        """Return it as the command prints it."""
        lists = ("new", "changed", "left", "doubtful", "refused")
        listed = {name: [item.as_json() for item in getattr(self, name)] for name in lists}
        return {
            "rows": self.rows,
            "unchanged": self.unchanged,
            **listed,
            "warnings": [str(t) for t in self.warnings],
        }

    def warn(self, notes: list[Text]) -> None:
        """Add notes on single rows, the first ones in full, the rest as a number."""
        self.warnings += notes[:MOST_NOTES]
        if len(notes) > MOST_NOTES:
            more = Text("另有 {n} 条类似提示。", "{n} more notes of this kind.").filled(
                n=len(notes) - MOST_NOTES
            )
            self.warnings.append(more)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do; the digest binds a later import to what was shown.

    The digest does not depend on which doubtful rows were accepted. ``too_many_left`` is the sentence to confirm where more
    than a tenth would leave.
    """

    report: Report
    digest: str
    too_many_left: Text | None = None
