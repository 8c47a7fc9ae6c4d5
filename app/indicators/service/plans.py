"""整改措施: noted for a red indicator, under way until the number recovers or it is withdrawn."""

from __future__ import annotations

from datetime import date

from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.regions import Level, level_of
from app.core.transaction import SYSTEM, Actor
from app.core.words import Text
from app.indicators.models import ActionPlan
from app.indicators.queries.numbers import read_numbers
from app.indicators.queries.plans import list_open, list_red, read_latest
from app.indicators.rules.definitions import BY_ID, get_indicator, target_of
from app.indicators.rules.months import first_of, last_of
from app.indicators.rules.plans import PlanEntry
from app.indicators.rules.vocabulary import PlanEnd
from app.policy import book

NOT_RED = Text(
    "这项指标上月和本月都没有低于目标，不用登记措施。",
    "This indicator missed no target last month nor this month: nothing to be noted.",
)
TWICE = Text("同样的措施已经登记过了。", "The same measure is noted already.")
ENDED = Text("这项措施已经结束了。", "This measure has ended already.")


def add_plan(entry: PlanEntry, *, by: Actor) -> ActionPlan:
    """Note what is done about a red indicator, by whom and until when."""
    indicator, today = get_indicator(entry.indicator), clock.today()
    if not list_red(read_latest(entry.area_code, indicator, today=today), indicator):
        raise Refused(NOT_RED)
    standing = list_open(entry.area_code, only_itself=True)
    if any((one.indicator, one.measure) == (entry.indicator, entry.measure) for one in standing):
        raise Conflict(TWICE)
    plan = ActionPlan(
        area_code=entry.area_code,
        indicator=entry.indicator,
        measure=entry.measure,
        owner_name=entry.owner_name,
        due_on=entry.due_on,
        created_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def withdraw_plan(plan: ActionPlan, reason: str, *, by: Actor) -> None:
    """End a plan that is given up; the reason stands in the trail."""
    db.session.refresh(plan, with_for_update=True)
    if plan.ended_at is not None:
        raise Conflict(ENDED)
    _end(plan, PlanEnd.WITHDRAWN, by)
    note("action_plan", plan.id, details={"reason": reason})
    db.session.flush()


def end_recovered(area_code: str, *, month: date) -> int:
    """End the plans of a unit whose indicator reached its target in a closed month; return how many.

    A township's are those of its villages too. A month before the plan was noted proves nothing.
    """
    figures, ended = book.current().figures, 0
    for plan in list_open(area_code, only_itself=level_of(area_code) is not Level.TOWN):
        indicator = BY_ID.get(plan.indicator)
        target = None if indicator is None else target_of(indicator, last_of(month), figures)
        if indicator is None or target is None or month < first_of(clock.local(plan.created_at).date()):
            continue
        if read_numbers([plan.area_code], month=month)[indicator.id].reaches(target, indicator.better):
            _end(plan, PlanEnd.RECOVERED, SYSTEM)
            ended += 1
    db.session.flush()
    return ended


def _end(plan: ActionPlan, end: PlanEnd, by: Actor) -> None:
    plan.ended_at, plan.end, plan.ended_by = clock.now(), end, by.name
