"""What the supervisor did about the numbers: warnings read, a measure noted for what is furthest from its target."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.reader import Reader
from app.core import clock
from app.demo.rules import TOWN
from app.demo.rules.supervised import MEASURE, PERCENT, PLAN_DAYS
from app.indicators.queries.plans import list_red, read_latest
from app.indicators.rules.definitions import INDICATORS, Indicator
from app.indicators.rules.plans import PlanEntry
from app.indicators.service.plans import add_plan
from app.reviews.service.sampling import set_share


def settle_share(*, by: Reader) -> None:
    """Let the township draw more of the logs than is usual."""
    set_share(TOWN, PERCENT, by=by)


def plan_measure(*, by: Reader) -> None:
    """Note a measure for the indicator of the township that lacks most, where any misses its target."""
    lacking = max(INDICATORS, key=_missing)
    if _missing(lacking):
        due_on = clock.today() + timedelta(days=PLAN_DAYS)
        add_plan(PlanEntry(TOWN, lacking.id, MEASURE, by.name, due_on), by=by)


def _missing(indicator: Indicator) -> int:
    latest = read_latest(TOWN, indicator, today=clock.today())
    return max((missing for _, _, missing in list_red(latest, indicator)), default=0)
