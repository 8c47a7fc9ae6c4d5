"""整改措施: noted for a red number only, under way until it recovers, withdrawn with a reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import transaction
from app.indicators.jobs import monthly_analysis
from app.indicators.models import MeetingSheet
from app.indicators.queries.plans import list_plans
from app.indicators.rules.meetings import sheet_of
from app.indicators.rules.plans import PlanEntry
from app.indicators.rules.vocabulary import PlanEnd
from app.indicators.service.plans import add_plan, withdraw_plan
from tests import cast
from tests.indicators.months import closed

APRIL, MAY, JUNE, JULY = (date(2026, month, 1) for month in (4, 5, 6, 7))


@pytest.fixture(autouse=True)
def _red(granny_chen):
    closed(APRIL, {cast.LIUTANG: {"on-time": (5, 10), "base-care": (10, 10)}})


def noted(by, **changes):
    stated = {
        "area_code": cast.TOWN,
        "indicator": "on-time",
        "measure": "每周三补访",
        "owner_name": "李秀兰",
        "due_on": date(2026, 5, 31),
    } | changes
    with transaction("measure.add", by=by):
        return add_plan(PlanEntry(**stated), by=by)


def on_the_first(day):
    with clock.standing_at(datetime(day.year, day.month, 1, 1, 30, tzinfo=clock.CHINA)):
        return monthly_analysis(day)


def under_way(*areas):
    return [plan.measure for plan in list_plans(areas or [cast.TOWN])]


def test_a_measure_is_noted_for_a_red_number_and_shown_until_it_recovers(zhao):
    noted(zhao)
    closed(MAY, {cast.LIUTANG: {"on-time": (8, 10)}})
    closed(JUNE, {cast.LIUTANG: {"on-time": (9, 10)}})

    on_the_first(JUNE)
    assert under_way() == ["每周三补访"]
    on_the_first(JULY)

    assert under_way() == []
    (ended,) = list_plans([cast.TOWN], ended=True)
    assert (ended.end, ended.ended_by) == (PlanEnd.RECOVERED, "system")


def test_the_sheet_tells_the_measures_that_are_under_way(zhao):
    noted(zhao, area_code=cast.LIUTANG)
    closed(MAY, {cast.LIUTANG: {"on-time": (8, 10)}})
    on_the_first(JUNE)

    sheet = db.session.scalars(sa.select(MeetingSheet).where(MeetingSheet.area_code == cast.TOWN)).one()

    (plan,) = sheet_of(sheet.told).plans
    assert (plan.place, plan.measure, plan.owner, plan.due_on) == (
        "柳塘村", "每周三补访", "李秀兰", date(2026, 5, 31),
    )  # fmt: skip


def test_a_month_before_the_measure_was_noted_proves_nothing(zhao):
    closed(APRIL, {cast.LIUTANG: {"on-time": (10, 10)}})
    closed(MAY, {cast.LIUTANG: {"on-time": (8, 10)}})
    noted(zhao)

    with clock.standing_at(cast.MORNING):
        monthly_analysis(MAY, again=True)

    assert under_way() == ["每周三补访"]


def test_a_number_that_misses_nothing_needs_no_measure(zhao):
    for indicator in ("base-care", "weekly-round", "late-entries"):
        with pytest.raises(Refused) as refused:
            noted(zhao, indicator=indicator)
        assert "不用登记" in refused.value.text.zh


def test_the_same_measure_is_noted_once(zhao):
    noted(zhao)

    with pytest.raises(Conflict):
        noted(zhao)
    noted(zhao, measure="每周五补访")
    assert sorted(under_way()) == ["每周三补访", "每周五补访"]


def test_a_measure_is_withdrawn_with_a_reason_in_the_trail(zhao):
    plan = noted(zhao)

    with transaction("measure.withdraw", by=zhao):
        withdraw_plan(plan, "改由卫生院统一安排", by=zhao)

    assert under_way() == [] and plan.end is PlanEnd.WITHDRAWN
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "measure.withdraw")).all()
    assert any(entry.details.get("reason") == "改由卫生院统一安排" for entry in entries)
    with pytest.raises(Conflict), transaction("measure.withdraw", by=zhao):
        withdraw_plan(plan, "再撤一次", by=zhao)


def test_measures_are_seen_where_they_are_for(zhao):
    noted(zhao, area_code=cast.LIUTANG)

    assert under_way(cast.LIUTANG) == under_way(cast.COUNTY) == ["每周三补访"]
    assert under_way(cast.SHIQIAO) == under_way(cast.OTHER_COUNTY) == []
