"""The plans in force as a visit asks about them: each plan's medicines, and once for all every other kind of prescription."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.careplans.rules.checks import MONITORING
from app.careplans.rules.vocabulary import Disease, Effect, HealthKind, Taken, WhyNot
from app.core.words import Text
from app.visits.rules.questions import Question, line, one_of, some_of

TAKEN = Text("{disease}用药", "{disease}: medicine")
MEASURING = Text("自测和复查", "Measuring and tests")


class Taking(NamedTuple):
    """A medicine as the forms write it: its name with the strength, how often a day (None: as needed), how much."""

    name: str
    times: int | None
    dose: str


@dataclass(frozen=True, slots=True)
class Followed:
    """One plan in force: whether it prescribes medicine, and which other kinds of prescription it holds."""

    plan_id: int
    version_id: int
    disease: Disease
    takes_medicine: bool = True
    kinds: tuple[str, ...] = ()
    medicines: tuple[Taking, ...] = ()

    def part(self, what: str) -> str:
        """Return the name of one of its questions."""
        return f"plan_{self.disease.value.replace('-', '_')}_{what}"

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked about its medicines."""
        if not self.takes_medicine:
            return ()
        return (
            one_of(self.part("taken"), TAKEN.filled(disease=self.disease), Taken),
            some_of(self.part("why"), Text("没有按方的原因", "Why not as agreed"), WhyNot),
            line(self.part("why_words"), Text("其他原因", "Other reasons")),
            one_of(self.part("effect"), Text("效果", "Effect"), Effect),
            line(self.part("reaction"), Text("不良反应（没有就不填）", "Adverse reaction, if any")),
        )


def kinds_of(plans: Iterable[Followed]) -> tuple[str, ...]:
    """Return the kinds of prescription besides medicine that several plans hold, each once, what is measured last."""
    held = {kind for plan in plans for kind in plan.kinds}
    return tuple(kind for kind in (*(each.value for each in HealthKind), MONITORING) if kind in held)


def kind_name(kind: str) -> str:
    """Return the name under which the form asks how one kind of prescription was kept."""
    return f"plan_kind_{kind.replace('-', '_')}"


def kind_label(kind: str) -> Text:
    """Return a kind of prescription in words."""
    return MEASURING if kind == MONITORING else HealthKind(kind).text


def questions_of(plans: Sequence[Followed]) -> tuple[Question, ...]:
    """Return everything asked about some plans: of each its medicines, then each other kind once for all."""
    kinds = (one_of(kind_name(kind), kind_label(kind), Taken) for kind in kinds_of(plans))
    return (*(question for plan in plans for question in plan.questions), *kinds)
