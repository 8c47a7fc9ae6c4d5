"""大字方案: what the patient's sheet of all plans in force says, in short lines a patient reads without help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.careplans.rules.combined import Combined, CombinedAdvice, CombinedMonitoring, Line
from app.careplans.rules.difference import Part
from app.careplans.rules.marks import Mark, Marks
from app.careplans.rules.vocabulary import Disease, HealthKind, Meal, Measurer, Moment, Per, Route
from app.careplans.rules.wording import TARGET, named, plain
from app.core.words import Text, listed

EVERY_DAY = Text("每天", "Daily")
WHEN_NEEDED = Text("需要时", "If needed")
AT_MOST = Text("一天最多 {n} 次", "at most {often}")
SAYS = Text("{name}：{told}", "{name}: {told}")
AIM = Text("{often}，{target}", "{often}, {target}")
# The doctor's own words were written for this one patient: they weigh as much as the gravest entry of the catalogue.
GRAVEST = 9
# So much less weighs each further advice of a kind: every kind has its say before one has many.
FURTHER = 3


@dataclass(frozen=True, slots=True)
class Serving:
    """One medicine at one time: its name as on the box, how much in a figure and a unit, what to mind, what for."""

    name: str
    amount: str
    unit: Text
    hints: tuple[Text, ...]
    disease: Disease
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What is taken at one time; without a moment it is taken at any time of the day, or when needed."""

    label: Text
    moment: Moment | None
    servings: tuple[Serving, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the sheet under its name, with its mark."""

    name: Text
    text: Text
    mark: Mark | None = None

    @property
    def whole(self) -> Text:
        """The line as it is read."""
        return SAYS.filled(name=self.name, told=self.text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the plans in force say to the patient; ``advice`` stands in the order of its weight.

    ``signs`` are reasons to come at once, ``measured`` is what the patient measures, ``elsewhere`` what others do.
    """

    diseases: tuple[Disease, ...] = ()
    groups: tuple[Group, ...] = ()
    stopped: tuple[str, ...] = ()
    signs: tuple[Text, ...] = ()
    lasting: tuple[Text, ...] = ()
    measured: tuple[Said, ...] = ()
    elsewhere: tuple[Said, ...] = ()
    advice: tuple[Said, ...] = ()


def sheet_of(combined: Combined, *, marks: Marks, lasting: tuple[Text, ...] = ()) -> Sheet:
    """Return all that the sheet of a combined plan has to say; ``lasting`` is said of the medicine's last day."""
    return Sheet(
        diseases=combined.diseases,
        groups=tuple(_groups(combined, marks)),
        stopped=marks.stopped(combined.lines),
        signs=tuple(one.text for one in combined.advice if one.kind is HealthKind.WARNING_SIGNS),
        lasting=lasting,
        measured=tuple(
            _measured(one, marks) for one in combined.monitoring if one.monitoring.by is Measurer.PATIENT
        ),
        elsewhere=tuple(_elsewhere(combined)),
        advice=tuple(
            Said(one.kind.text, one.text, marks.of(Part.ADVICE, one)) for one in by_weight(combined.advice)
        ),
    )


def by_weight(advice: Sequence[CombinedAdvice]) -> list[CombinedAdvice]:
    """Return the advice for every day, the weightiest first.

    The gravest come first, the others as the plan names them; each further one of its kind weighs less.
    """
    daily = [one for one in advice if one.kind is not HealthKind.WARNING_SIGNS]
    heard: Counter[HealthKind] = Counter()
    weights: list[int] = []
    named_first = sorted(daily, key=lambda one: (_rank(one) < GRAVEST, one.place))
    for one in named_first:
        weights.append(_rank(one) - FURTHER * heard[one.kind])
        heard[one.kind] += _rank(one) < GRAVEST
    order = sorted(range(len(weights)), key=lambda place: -weights[place])
    return [named_first[place] for place in order]


def _rank(one: CombinedAdvice) -> int:
    return one.item.rank if one.item else GRAVEST


def _groups(combined: Combined, marks: Marks) -> Iterator[Group]:
    told: list[tuple[Text, Moment | None, tuple[Line, ...]]] = [
        (at.moment.text, at.moment, at.lines) for at in combined.moments
    ]
    told += [(EVERY_DAY, None, combined.untimed), (WHEN_NEEDED, None, combined.as_needed)]
    for label, moment, lines in told:
        if lines:
            servings = (_serving(line, marks.of_line(line), timed=moment is not None) for line in lines)
            yield Group(label, moment, tuple(servings))


def _serving(line: Line, mark: Mark | None, *, timed: bool) -> Serving:
    one = line.medicine
    hints = [] if one.meal is Meal.ANY else [one.meal.text]
    if one.route not in {Route.ORAL, Route.OTHER}:
        hints.append(one.route.text)
    if not timed and one.times:
        often = Per.DAY.often(one.times)
        hints.append(AT_MOST.filled(n=one.times, often=often) if one.as_needed else often)
    if one.note:
        hints.append(Text(one.note, one.note))
    return Serving(named(one), plain(one.dose), one.unit.counting(one.dose), tuple(hints), line.disease, mark)


def _measured(one: CombinedMonitoring, marks: Marks) -> Said:
    told = one.monitoring.per.often(one.monitoring.times)
    if one.target:
        told = AIM.filled(often=told, target=TARGET.filled(target=one.aim))
    return Said(one.monitoring.measured.text, told, marks.of(Part.MONITORING, one))


def _elsewhere(combined: Combined) -> Iterator[Said]:
    """Yield what others measure, one line for each of them."""
    for by in Measurer:
        lines = [one.monitoring for one in combined.monitoring if one.monitoring.by is by]
        if lines and by is not Measurer.PATIENT:
            told = [one.measured.text.joined(one.per.often(one.times), zh=" ") for one in lines]
            yield Said(by.text, listed(told))
