"""A plan told line by line, each line that differs from an earlier version marked with what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.careplans.rules.difference import Change, ChangeKind, Part
from app.careplans.rules.plan import Plan
from app.careplans.rules.standing import Version
from app.careplans.rules.vocabulary import HealthKind, Step
from app.careplans.rules.wording import advised, called, how_measured, how_much, how_taken
from app.core.words import Text

if TYPE_CHECKING:
    from app.careplans.rules.shelf import Shelf

LISTED = frozenset({Part.MEDICINES, Part.ADVICE, Part.MONITORING})


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line in words: what it is called, what it says, how it changed; ``unverified`` is not in the catalogue."""

    name: Text
    text: Text
    extra: Text | None = None
    note: str = ""
    change: Change | None = None
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class ToldPlan:
    """What a plan aims at, its lines by part, the lines that are gone, and what else changed."""

    plan: Plan
    stage: Text | None = None
    goal: Text | None = None
    medicines: tuple[ToldLine, ...] = ()
    advice: tuple[ToldLine, ...] = ()
    monitoring: tuple[ToldLine, ...] = ()
    gone: tuple[Change, ...] = ()
    others: tuple[Change, ...] = ()

    def gone_from(self, part: str) -> tuple[Change, ...]:
        """Return the lines of a part that are no longer there."""
        return tuple(change for change in self.gone if change.part.value == part)


def told(plan: Plan, *, shelf: Shelf, changes: Iterable[Change] = ()) -> ToldPlan:
    """Return a plan in words, with the changes beside the lines they are about."""
    listed = list(changes)
    gone = tuple(each for each in listed if each.part in LISTED and each.kind is ChangeKind.REMOVED)
    marks = {each.key: each for each in listed if each not in gone}
    return ToldPlan(
        plan=plan,
        stage=shelf.said("stage", plan.stage),
        goal=shelf.said("goal", plan.goal),
        medicines=_medicines(plan, marks, shelf),
        advice=_advice(plan, marks, shelf),
        monitoring=_monitoring(plan, marks),
        gone=gone,
        others=tuple(each for each in listed if each.part not in LISTED),
    )


def replaced_by(version: Version, versions: Sequence[Version]) -> Version | None:
    """Return the version that was in force before another; ``versions`` are those of its plan, the newest first."""
    return next((each for each in versions if each.number < version.number and each.signed), None)


def based_on(version: Version, versions: Sequence[Version]) -> Version | None:
    """Return the version another was written from."""
    return next((each for each in versions if each.id == version.based_on_id), None)


def is_open(version: Version) -> bool:
    """Return whether a version was neither signed nor taken back yet."""
    return version.state in {Step.DRAFTED, Step.PROPOSED, Step.RETURNED}


def _medicines(plan: Plan, marks: dict[str, Change], shelf: Shelf) -> tuple[ToldLine, ...]:
    return tuple(
        ToldLine(
            called(each, shelf.drug(each.code) or shelf.named(each.name)),
            how_taken(each),
            how_much(each),
            each.note,
            marks.get(f"medicines-{place}"),
            unverified=not each.code,
        )
        for place, each in enumerate(plan.medicines)
    )


def _advice(plan: Plan, marks: dict[str, Change], shelf: Shelf) -> tuple[ToldLine, ...]:
    """Return the health prescriptions by kind, in the order of the kinds."""
    order = list(HealthKind)
    lines = [(order.index(each.kind), place, each) for place, each in enumerate(plan.advice)]
    return tuple(
        ToldLine(each.kind.text, advised(each, shelf.item(each.code)), change=marks.get(f"advice-{place}"))
        for _, place, each in sorted(lines, key=lambda line: line[:2])
    )


def _monitoring(plan: Plan, marks: dict[str, Change]) -> tuple[ToldLine, ...]:
    return tuple(
        ToldLine(each.measured.text, how_measured(each), change=marks.get(f"monitoring-{place}"))
        for place, each in enumerate(plan.monitoring)
    )
