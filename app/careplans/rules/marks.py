"""有变化: what the patient's sheet marks against the version before: new, a new amount, changed, or stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.careplans.rules.combined import CombinedAdvice, CombinedMonitoring, Line
from app.careplans.rules.difference import Change, ChangeKind, Part, differences
from app.careplans.rules.names import plain_key
from app.careplans.rules.plan import Medicine, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import Disease
from app.careplans.rules.wording import named
from app.core.labels import Labelled

AMOUNTS = frozenset({"dose", "unit", "strength", "times", "as_needed"})
WAYS = frozenset({"name", "moments", "meal", "route", "note"})


class Mark(Labelled):
    """How a line differs from the version before, in the patient's words."""

    NEW = "new", "新加", "New"
    AMOUNT = "amount", "改量", "New dose"
    CHANGED = "changed", "有改动", "Changed"


@dataclass(frozen=True, slots=True)
class Marks:
    """What differs in the plans in force from the versions they replaced; a plan in its first version differs nowhere."""

    before: Mapping[Disease, Plan]
    changes: Mapping[tuple[Disease, str], Change]
    gone: frozenset[tuple[Disease, str]]
    shelf: Shelf

    def of_line(self, line: Line) -> Mark | None:
        """Return the mark of a medicine; for how many days it was given out is no change to the patient."""
        key = _key(line.medicine, self.shelf)
        change = self.changes.get((line.disease, f"{Part.MEDICINES.value}-{line.place}"))
        if change is None:
            # The same medicine stood there twice, and the other line went: its amount in the day is another.
            return Mark.AMOUNT if (line.disease, key) in self.gone else None
        if change.kind is ChangeKind.ADDED:
            return Mark.CHANGED if key in self._taken_before() else Mark.NEW
        if AMOUNTS & set(change.fields):
            return Mark.AMOUNT
        return Mark.CHANGED if WAYS & set(change.fields) else None

    def of(self, part: Part, one: CombinedAdvice | CombinedMonitoring) -> Mark | None:
        """Return the mark of an advice or of something to be measured."""
        change = self.changes.get((one.diseases[0], f"{part.value}-{one.place}"))
        if change is None:
            return None
        return Mark.NEW if change.kind is ChangeKind.ADDED else Mark.CHANGED

    def stopped(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """Return the medicines that no plan in force asks for any more, as the box says them."""
        still = {_key(line.medicine, self.shelf) for line in lines}
        return tuple(name for key, name in self._taken_before().items() if key not in still)

    def _taken_before(self) -> dict[str, str]:
        medicines = [one for plan in self.before.values() for one in plan.medicines]
        return {_key(one, self.shelf): named(one) for one in medicines}


def marks_of(now: Mapping[Disease, Plan], *, before: Mapping[Disease, Plan], shelf: Shelf) -> Marks:
    """Return what differs in the plans in force from the versions before, where there were any."""
    changes = [
        (disease, change)
        for disease, plan in now.items()
        for change in differences(before.get(disease), plan, shelf=shelf)
    ]
    removed = [
        (disease, _key(before[disease].medicines[change.place], shelf))
        for disease, change in changes
        if change.kind is ChangeKind.REMOVED and change.part is Part.MEDICINES
    ]
    return Marks(
        before=before,
        changes={(disease, one.key): one for disease, one in changes if one.kind is not ChangeKind.REMOVED},
        gone=frozenset(removed),
        shelf=shelf,
    )


def _key(medicine: Medicine, shelf: Shelf) -> str:
    drug = shelf.drug(medicine.code) or shelf.named(medicine.name)
    return drug.code if drug else plain_key(medicine.name)
