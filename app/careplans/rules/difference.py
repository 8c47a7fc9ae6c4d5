"""What differs between two versions of a plan, line by line and word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.careplans.rules.aspects import MEDICINE, MONITORING, WHOLE, Aspect, changed_fields, changes_told
from app.careplans.rules.names import plain_key
from app.careplans.rules.plan import Advice, Medicine, Plan
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.wording import advised, how_measured, how_taken, named
from app.core.labels import Labelled
from app.core.words import Text

ADDED = Text("新增：{name}，{told}", "Added: {name}, {told}")
REMOVED = Text("停止：{name}，{told}", "Stopped: {name}, {told}")
CHANGED = Text("{name}：{told}", "{name}: {told}")


class Part(Labelled):
    """方案的部分, by the names the places of a plan begin with."""

    STAGE = "stage", "分期", "Stage"
    GOAL = "goal", "目标", "Goal"
    MEDICINES = "medicines", "用药", "Medicines"
    ADVICE = "advice", "健康处方", "Health prescriptions"
    MONITORING = "monitoring", "监测", "Monitoring"
    CIRCUMSTANCES = "circumstances", "用药前要知道的情况", "Circumstances"
    LONG_TERM = "long_term", "长期处方", "Long-term prescription"
    REMOTE = "remote", "上级指导", "Guidance of the lead hospital"
    NOTE = "note", "备注", "Note"


class ChangeKind(Labelled):
    """怎么变了, with the sign that marks the line."""

    ADDED = "added", "新增", "Added"
    REMOVED = "removed", "停止", "Stopped"
    CHANGED = "changed", "改动", "Changed"

    @property
    def sign(self) -> Text:
        """The sign that marks the line."""
        return {"added": Text("＋", "+"), "removed": Text("－", "−"), "changed": Text("改", "≠")}[self.value]


SEVERAL = frozenset({Part.MEDICINES, Part.ADVICE, Part.MONITORING})


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs: which part, which line, how, and in one sentence from what to what.

    ``place`` counts among the lines of the later version, for one that was removed among those of the earlier.
    ``fields`` names what changed of a line (``dose``, ``times`` …).
    """

    part: Part
    place: int
    kind: ChangeKind
    name: Text
    text: Text
    fields: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The place as forms and pages name it, ``medicines-0``; ``goal`` where there is only one."""
        return f"{self.part.value}-{self.place}" if self.part in SEVERAL else self.part.value


@dataclass(frozen=True, slots=True)
class Kept:
    """How the lines of one part are told apart and told: what makes two of them one line, its name, its sentence."""

    part: Part
    key: Callable[[Any], Hashable]
    name: Callable[[Any], Text]
    told: Callable[[Any], Text]
    aspects: tuple[Aspect, ...]


def differences(before: Plan | None, after: Plan, *, shelf: Shelf) -> tuple[Change, ...]:
    """Return what differs in the later version, part by part; nothing where there was no earlier one.

    The warnings acknowledged are not the plan: they are named with the version they were given for.
    """
    if before is None:
        return ()
    return (
        *_of_whole(before, after),
        *_of_lines(_medicines(shelf), before.medicines, after.medicines),
        *_of_lines(_advice(shelf), before.advice, after.advice),
        *_of_lines(MONITORED, before.monitoring, after.monitoring),
    )


def paired(
    before: Sequence[Any], after: Sequence[Any], key: Callable[[Any], Hashable]
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the places of the lines that belong together: equal ones first, then those of one key in their order."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for place, line in enumerate(before):
        waiting[key(line)].append(place)
    found: dict[int, int] = {}
    for alike in (True, False):
        for place, line in enumerate(after):
            earlier = (one for one in waiting[key(line)] if not alike or before[one] == line)
            if place not in found and (match := next(earlier, None)) is not None:
                waiting[key(line)].remove(match)
                found[place] = match
    yield from ((found.get(place), place) for place in range(len(after)))
    yield from ((place, None) for place in sorted(place for places in waiting.values() for place in places))


def _of_whole(before: Plan, after: Plan) -> Iterator[Change]:
    for aspect in WHOLE:
        if fields := aspect.changed(before, after):
            yield Change(
                Part(fields[0]), 0, ChangeKind.CHANGED, aspect.label, aspect.told(before, after), fields
            )


def _of_lines(kept: Kept, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    for earlier, later in paired(before, after, kept.key):
        if later is None:
            if earlier is not None:
                yield _one(kept, earlier, ChangeKind.REMOVED, before[earlier])
        elif earlier is None:
            yield _one(kept, later, ChangeKind.ADDED, after[later])
        elif fields := changed_fields(kept.aspects, before[earlier], after[later]):
            name = kept.name(after[later])
            told = changes_told(kept.aspects, before[earlier], after[later])
            text = CHANGED.filled(name=name, told=told)
            yield Change(kept.part, later, ChangeKind.CHANGED, name, text, fields)


def _one(kept: Kept, place: int, kind: ChangeKind, line: object) -> Change:
    sentence = ADDED if kind is ChangeKind.ADDED else REMOVED
    name = kept.name(line)
    return Change(kept.part, place, kind, name, sentence.filled(name=name, told=kept.told(line)))


def _medicines(shelf: Shelf) -> Kept:
    def key(one: Medicine) -> Hashable:
        drug = shelf.drug(one.code) or shelf.named(one.name)
        return drug.code if drug else plain_key(one.name)

    def name(one: Medicine) -> Text:
        drug = shelf.drug(one.code) or shelf.named(one.name)
        return Text(named(one), " ".join(filter(None, (drug.en if drug else one.name, one.strength))))

    return Kept(Part.MEDICINES, key, name, how_taken, MEDICINE)


def _advice(shelf: Shelf) -> Kept:
    def told(one: Advice) -> Text:
        return advised(one, shelf.item(one.code))

    said = Aspect(("figures", "words"), Text("内容", "advice"), told)
    return Kept(Part.ADVICE, lambda one: (one.kind, one.code), lambda one: one.kind.text, told, (said,))


MONITORED = Kept(
    Part.MONITORING, lambda one: one.measured, lambda one: one.measured.text, how_measured, MONITORING
)
