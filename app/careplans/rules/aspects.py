"""The aspects of a plan that two versions may differ in, each with the words it is told in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from app.careplans.rules.plan import LongTerm, Medicine, Monitoring, Plan, Remote
from app.careplans.rules.targets import target_told
from app.careplans.rules.vocabulary import Circumstance
from app.careplans.rules.wording import plain
from app.core.words import Text, day_text, listed

TOLD = Text("{label}由“{before}”改为“{after}”", "{label} from “{before}” to “{after}”")
NONE = Text("无", "none")
TIMES = Text("{n} 次", "{n}")
DAYS = Text("{n} 天", "{n}")
NEEDED, FIXED = Text("需要时用", "when needed"), Text("按时用", "at fixed times")
KNOWN, UNKNOWN = Text("目录内", "in the catalogue"), Text("未核实", "unconfirmed")
TAUGHT = Text("已教育", "taught")


@dataclass(frozen=True, slots=True)
class Aspect:
    """One or more fields told together: what they are called and what they say."""

    fields: tuple[str, ...]
    label: Text
    said: Callable[[Any], Text]

    def changed(self, before: object, after: object) -> tuple[str, ...]:
        """Return the fields that differ, none where both read the same."""
        if self.said(before) == self.said(after):
            return ()
        return tuple(field for field in self.fields if getattr(before, field) != getattr(after, field))

    def told(self, before: object, after: object) -> Text:
        """Return from what to what it changed."""
        return TOLD.filled(label=self.label, before=self.said(before), after=self.said(after))


def changed_fields(aspects: Iterable[Aspect], before: object, after: object) -> tuple[str, ...]:
    """Return every field that differs, in the order of the aspects."""
    return tuple(field for aspect in aspects for field in aspect.changed(before, after))


def changes_told(aspects: Iterable[Aspect], before: object, after: object) -> Text:
    """Return what changed, in one sentence."""
    told = [aspect.told(before, after) for aspect in aspects if aspect.changed(before, after)]
    return Text("；".join(one.zh for one in told), "; ".join(one.en for one in told))


def _own(words: str) -> Text:
    return Text(words, words) if words else NONE


def _long_term(stated: LongTerm | None) -> Text:
    if stated is None:
        return NONE
    parts = [_own(stated.assessment), _own(stated.note), _own(stated.signed_by)]
    return listed([*parts, TAUGHT] if stated.taught else parts)


def _remote(stated: Remote | None) -> Text:
    if stated is None:
        return NONE
    return listed([_own(stated.hospital), _own(stated.doctor), day_text(stated.on)])


def _circumstances(plan: Plan) -> Text:
    return (
        listed([one.text for one in Circumstance if one in plan.circumstances])
        if plan.circumstances
        else NONE
    )


def _dose(one: Medicine) -> Text:
    return Text(f"{plain(one.dose)} {one.unit.zh}", f"{plain(one.dose)} {one.unit.counting(one.dose).en}")


def _quantity(one: Medicine) -> Text:
    unit = one.unit.counting(one.quantity)
    return Text(f"{plain(one.quantity)} {unit.zh}", f"{plain(one.quantity)} {unit.en}")


def _often(one: Monitoring) -> Text:
    return one.per.often(one.times)


MEDICINE = (
    Aspect(("name",), Text("药名", "name"), lambda one: _own(one.name)),
    Aspect(("code",), Text("目录", "catalogue"), lambda one: KNOWN if one.code else UNKNOWN),
    Aspect(("strength",), Text("规格", "strength"), lambda one: _own(one.strength)),
    Aspect(("dose", "unit"), Text("每次", "each time"), _dose),
    Aspect(("as_needed",), Text("用法", "use"), lambda one: NEEDED if one.as_needed else FIXED),
    Aspect(("times",), Text("每天", "times a day"), lambda one: TIMES.filled(n=one.times)),
    Aspect(
        ("moments",),
        Text("时间", "time of day"),
        lambda one: listed([moment.text for moment in one.moments]) if one.moments else NONE,
    ),
    Aspect(("meal",), Text("与进餐", "meals"), lambda one: one.meal.text),
    Aspect(("route",), Text("途径", "way"), lambda one: one.route.text),
    Aspect(("days",), Text("天数", "days"), lambda one: DAYS.filled(n=one.days)),
    Aspect(("quantity",), Text("总量", "quantity"), _quantity),
    Aspect(("note",), Text("说明", "note"), lambda one: _own(one.note)),
)
MONITORING = (
    Aspect(("times", "per"), Text("频次", "how often"), _often),
    Aspect(("target",), Text("目标", "target"), lambda one: target_told(one.target) if one.target else NONE),
    Aspect(("by",), Text("由谁测", "who measures"), lambda one: one.by.text),
)
WHOLE = (
    Aspect(("stage",), Text("分期", "stage"), lambda plan: _own(plan.stage)),
    Aspect(("goal",), Text("目标", "goal"), lambda plan: _own(plan.goal)),
    Aspect(("circumstances",), Text("用药前要知道的情况", "circumstances"), _circumstances),
    Aspect(
        ("long_term",), Text("长期处方", "long-term prescription"), lambda plan: _long_term(plan.long_term)
    ),
    Aspect(("remote",), Text("上级指导", "guidance of the lead hospital"), lambda plan: _remote(plan.remote)),
    Aspect(("note",), Text("备注", "note"), lambda plan: _own(plan.note)),
)
