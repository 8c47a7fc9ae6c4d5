"""整改措施 as they are read: what is under way in some areas, and what has ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.indicators.models import ActionPlan, IndicatorWarning
from app.indicators.queries.numbers import read_trend
from app.indicators.rules.definitions import BY_ID, Indicator, target_of
from app.indicators.rules.months import last_of, months_before
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import PlanEnd
from app.policy import book


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A measure against a red indicator: of which place, until when, who sees to it, and how it ended."""

    id: int
    area_code: str
    place: str
    indicator: Indicator
    measure: str
    owner_name: str
    due_on: date
    created_at: datetime
    by_name: str
    ended_at: datetime | None
    end: PlanEnd | None
    ended_by: str

    def is_overdue(self, day: date) -> bool:
        """Return whether it is still under way though its day is past."""
        return self.ended_at is None and self.due_on < day


def list_plans(
    areas: Sequence[str],
    *,
    ended: bool = False,
    indicator: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[PlanLine]:
    """Return the plans of some areas under way, the most urgent first; or those that ended, the newest first."""
    wanted = sa.select(ActionPlan).where(within(ActionPlan.area_code, areas), ActionPlan.indicator.in_(BY_ID))
    if indicator:
        wanted = wanted.where(ActionPlan.indicator == indicator)
    by: tuple[Any, ...] = (ActionPlan.due_on, ActionPlan.id)
    if ended:
        by = (ActionPlan.ended_at.desc(), ActionPlan.id)
    state = ActionPlan.ended_at.is_not(None) if ended else ActionPlan.ended_at.is_(None)
    found = db.session.scalars(wanted.where(state).order_by(*by).limit(limit).offset(offset)).all()
    names = area_names([one.area_code for one in found]) if found else {}
    return [_line(one, names.get(one.area_code, one.area_code)) for one in found]


def get_plan(plan_id: int, *, areas: Sequence[str]) -> ActionPlan:
    """Return a plan of some areas; one of others is told as absent."""
    found = db.session.scalar(
        sa.select(ActionPlan).where(ActionPlan.id == plan_id, within(ActionPlan.area_code, areas))
    )
    if found is None:
        raise NotFound
    return found


@lru_cache(maxsize=256)
def counting_analysis(areas: tuple[str, ...]) -> tuple[sa.ScalarSelect[int], ...]:
    """Return what a desk counts within its own question: measures under way, those past ``:today``, warnings unanswered."""
    plans = sa.select(sa.func.count(ActionPlan.id)).where(
        within(ActionPlan.area_code, areas), ActionPlan.ended_at.is_(None)
    )
    warnings = sa.select(sa.func.count(IndicatorWarning.id)).where(
        within(IndicatorWarning.area_code, areas), IndicatorWarning.answered_at.is_(None)
    )
    overdue = plans.where(ActionPlan.due_on < sa.bindparam("today", type_=sa.Date()))
    return plans.scalar_subquery(), overdue.scalar_subquery(), warnings.scalar_subquery()


def list_open(area_code: str, *, only_itself: bool) -> Sequence[ActionPlan]:
    """Return the plans under way of a unit and of its places, or of the unit itself alone."""
    here = ActionPlan.area_code == area_code if only_itself else within(ActionPlan.area_code, [area_code])
    return db.session.scalars(sa.select(ActionPlan).where(here, ActionPlan.ended_at.is_(None))).all()


def read_latest(area_code: str, indicator: Indicator, *, today: date) -> list[tuple[date, Number]]:
    """Return what an indicator came to last month and in the running one, where they were counted."""
    months = [months_before(today, 1), months_before(today, 0)]
    told = read_trend([area_code], indicator.id, months=months)
    return [(month, number) for month, number in zip(months, told, strict=True) if number is not None]


def list_red(latest: Sequence[tuple[date, Number]], indicator: Indicator) -> list[tuple[date, Number, int]]:
    """Return the months of these that miss their target, each with how many are missing."""
    figures = book.current().figures
    missed = []
    for month, number in latest:
        target = target_of(indicator, last_of(month), figures)
        if target is not None and (missing := number.missing_for(target, indicator.better)):
            missed.append((month, number, missing))
    return missed


def _line(one: ActionPlan, place: str) -> PlanLine:
    return PlanLine(
        one.id, one.area_code, place, BY_ID[one.indicator], one.measure, one.owner_name, one.due_on,
        one.created_at, one.by_name, one.ended_at, one.end, one.ended_by,
    )  # fmt: skip
