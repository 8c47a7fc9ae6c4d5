"""How plans were kept, as told at visits: of one visit, and of one person over time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.careplans.models import CarePlan, PlanCheck, PlanVersion
from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Disease, Effect, Taken, WhyNot
from app.core.db import db


class CheckRow(NamedTuple):
    """One plan as told at one visit; ``number`` is the version's."""

    id: int
    visit_id: int | None
    plan_id: int
    version_id: int
    disease: Disease
    number: int
    checked_on: date
    treatment: Taken | None
    others: dict[str, Taken]
    why: tuple[WhyNot, ...]
    why_words: str
    effect: Effect | None
    reaction: str
    voided: bool

    @property
    def entry(self) -> CheckEntry:
        """What was told, as it was handed in."""
        return CheckEntry(
            self.plan_id,
            self.version_id,
            self.treatment,
            self.others,
            self.why,
            self.why_words,
            self.effect,
            self.reaction,
        )


_ROW: tuple[Any, ...] = (
    PlanCheck.id,
    PlanCheck.visit_id,
    PlanCheck.plan_id,
    PlanCheck.version_id,
    CarePlan.disease,
    PlanVersion.number,
    PlanCheck.checked_on,
    PlanCheck.treatment,
    PlanCheck.others,
    PlanCheck.why,
    PlanCheck.why_words,
    PlanCheck.effect,
    PlanCheck.reaction,
    PlanCheck.voided,
)


def checks_of_visits(visit_ids: Collection[int]) -> dict[int, tuple[CheckRow, ...]]:
    """Return what was told at some visits of each plan, in the order of the diseases; of struck visits too."""
    found: dict[int, tuple[CheckRow, ...]] = {}
    for row in sorted(_rows(_checks().where(PlanCheck.visit_id.in_(visit_ids))), key=_in_order):
        if row.visit_id is not None:
            found[row.visit_id] = (*found.get(row.visit_id, ()), row)
    return found


def checks_of_visit(visit_id: int) -> tuple[CheckRow, ...]:
    """Return what was told at one visit of each plan, in the order of the diseases."""
    return checks_of_visits([visit_id]).get(visit_id, ())


def list_checks(person_id: int, *, since: date, limit: int | None = None) -> list[CheckRow]:
    """Return what was told of somebody's plans since a day, the oldest first; what was struck tells nothing.

    Of many the newest ``limit`` are returned.
    """
    wanted = _checks().where(
        PlanCheck.person_id == person_id, PlanCheck.voided.is_(False), PlanCheck.checked_on >= since
    )
    newest = wanted.order_by(PlanCheck.checked_on.desc(), PlanCheck.id.desc()).limit(limit)
    return _rows(newest)[::-1]


def _checks() -> sa.Select[Any]:
    joined = sa.select(*_ROW).join(CarePlan, CarePlan.id == PlanCheck.plan_id)
    return joined.join(PlanVersion, PlanVersion.id == PlanCheck.version_id)


def _rows(wanted: sa.Select[Any]) -> list[CheckRow]:
    return [
        CheckRow(*row)._replace(
            others={kind: Taken(taken) for kind, taken in row.others.items()},
            why=tuple(WhyNot(reason) for reason in row.why),
        )
        for row in db.session.execute(wanted)
    ]


def _in_order(row: CheckRow) -> tuple[int, int]:
    return list(Disease).index(row.disease), row.id
