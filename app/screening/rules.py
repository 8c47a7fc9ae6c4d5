"""Whom screening finds: how far each has come on the three readings, whom to propose, who is at risk. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Sex
from app.policy.thresholds import Figures
from app.visits.rules import Answer, Answers, age_on
from app.visits.sections.screening.path import Path, Taken, glucose_raised_on, path_of, risks_of, taken_at
from app.visits.sections.screening.vocabulary import Risk, Stage

CONFIRMED_BY = 2


class Part(Labelled):
    """What the page lists."""

    UNDER_WAY = "under-way", "三次测压中", "On the three readings"
    PROPOSED = "proposed", "建议确诊建档", "To be confirmed and enrolled"
    AT_RISK = "at-risk", "建议列为高危", "To be listed as at risk"
    UNMEASURED = "unmeasured", "今年未测血压", "Not measured this year"


NOTES: dict[Part, Text] = {
    Part.UNDER_WAY: Text(
        "血压偏高还没满三次：不同的日子各测一次，三次都高再转诊确诊；测到正常就结束。",
        "Raised, but not three times yet: one reading a day on different days; a normal one ends it.",
    ),
    Part.PROPOSED: Text(
        "三个不同日子血压都高，或空腹血糖两次偏高：转诊确诊后登记病种，就会排出随访。",
        "Raised on three days, or fasting glucose raised twice: refer, and enter the disease once confirmed.",
    ),
    Part.AT_RISK: Text(
        "近一年测过血压、有高血压易患因素的人：列为高危后每半年提示测一次。",
        "Measured within the year and at risk: once listed, a pressure is asked for every six months.",
    ),
    Part.UNMEASURED: Text(
        "看病、入户、体检时顺手测一次就算；填随访表时血压只填一次。",
        "A reading at any visit will do; the form asks for the pressure once.",
    ),
}


class Resident(NamedTuple):
    """Somebody of the village, as a line of a list."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    group_name: str

    def age_on(self, day: date) -> int | None:
        """Return how old they are on a day, None where the birth date is not known."""
        return age_on(day, self.born_on) if self.born_on else None


@dataclass(frozen=True, slots=True)
class Screened:
    """Somebody with what was measured within the year: each visit with its day, newest last."""

    person: Resident
    hypertensive: bool
    diabetic: bool
    listed_at_risk: bool
    visits: list[tuple[date, Answers]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the readings of one person come to."""

    person: Resident
    path: Path
    last: Taken | None = None
    glucose_on: tuple[date, ...] = ()
    risks: tuple[Risk, ...] = ()

    @property
    def part(self) -> Part | None:
        """Where the page lists them; somebody to be enrolled is not listed as at risk as well."""
        if self.path.stage is Stage.PROPOSED or len(self.glucose_on) >= CONFIRMED_BY:
            return Part.PROPOSED
        if self.path.under_way:
            return Part.UNDER_WAY
        return Part.AT_RISK if self.risks else None


class Coverage(NamedTuple):
    """How a village stands this year: of those to be measured, how many were."""

    code: str
    name: str
    measured: int
    owed: int

    @property
    def unmeasured(self) -> int:
        """How many are still to be measured."""
        return self.owed - self.measured


def find_in(people: Iterable[Screened], *, today: date, figures: Figures) -> dict[Part, list[Finding]]:
    """Return whom each part of the page lists: whose next reading is due first, then by name."""
    parts: dict[Part, list[Finding]] = {part: [] for part in Part if part is not Part.UNMEASURED}
    for one in people:
        finding = finding_of(one, today=today, figures=figures)
        if finding.part is not None:
            parts[finding.part].append(finding)
    for findings in parts.values():
        findings.sort(key=lambda found: (found.path.next_by or date.max, found.person.name, found.person.id))
    return parts


def finding_of(one: Screened, *, today: date, figures: Figures) -> Finding:
    """Return what the readings of one person come to; what somebody has already is no finding."""
    readings = [taken_at(day, answers) for day, answers in one.visits]
    pressures = [taken for taken in readings if taken.systolic is not None]
    path = Path(Stage.NONE) if one.hypertensive else path_of(readings, figures=figures)
    return Finding(
        one.person,
        path,
        pressures[-1] if pressures else None,
        () if one.diabetic else glucose_raised_on(readings, figures=figures),
        _risks(one, today=today, figures=figures) if path.stage is Stage.NORMAL else (),
    )


def _risks(one: Screened, *, today: date, figures: Figures) -> tuple[Risk, ...]:
    """Return what puts somebody at risk, by the newest answer to each question; who is listed is not listed twice."""
    if one.listed_at_risk or one.hypertensive:
        return ()
    newest: dict[str, Answer] = {}
    for _, answers in one.visits:
        newest.update(answers)
    return risks_of(newest, age=one.person.age_on(today), sex=one.person.sex, on=today, figures=figures)
