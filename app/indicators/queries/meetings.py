"""月度分析表 as they are made and read: which units get one, the sheets of a reader's areas, and what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.scope import within
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level, full_code, level_of
from app.duties.models import table_of
from app.indicators.models import IndicatorWarning, MeetingSheet, SheetFault, Tally
from app.indicators.queries.numbers import read_places, read_trends
from app.indicators.queries.plans import list_plans
from app.indicators.rules.definitions import INDICATORS, Indicator, target_of
from app.indicators.rules.letters import UnitTold
from app.indicators.rules.meetings import PlaceTold, PlanTold, Row, Sheet, sheet_of, worst_places
from app.indicators.rules.months import last_of, months_before
from app.indicators.rules.numbers import Number
from app.people.models import Person
from app.policy import book

UNITS = (Level.COUNTY, Level.TOWN)
# The closing of the month itself, which belongs to no unit.
CLOSING = ""
MOST_PLANS = 20
tally, person = table_of(Tally), table_of(Person)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A sheet in the list."""

    id: int
    area_code: str
    name: str
    month: date
    made_at: datetime
    red: int


def was_at_work(month: date) -> bool:
    """Return whether anybody stood on record here before a month ended: what was before that has no sheet."""
    end = datetime.combine(months_before(month, -1), time(), clock.CHINA)
    return db.session.scalar(sa.select(person.c.id).where(person.c.created_at < end).limit(1)) is not None


def list_units(month: date) -> list[str]:
    """Return the townships that count anything in a month, then their counties."""
    town = sa.func.substr(tally.c.area_code, 1, Level.TOWN.digits)
    here = sa.and_(tally.c.month == month, tally.c.part == "", tally.c.denominator > 0)
    towns = [full_code(start) for start in db.session.scalars(sa.select(town).where(here).distinct())]
    counties = {full_code(code[: Level.COUNTY.digits]) for code in towns}
    return [*sorted(towns), *sorted(counties)]


def list_unmade(month: date) -> list[str]:
    """Return the units whose sheet of a month is still to be made."""
    made = set(db.session.scalars(sa.select(MeetingSheet.area_code).where(MeetingSheet.month == month)))
    return [code for code in list_units(month) if code not in made]


def is_made(area_code: str, *, month: date) -> bool:
    """Return whether a unit has its sheet of a month."""
    made = sa.select(MeetingSheet.id).where(MeetingSheet.area_code == area_code, MeetingSheet.month == month)
    return db.session.scalar(made) is not None


def work_out_sheet(area_code: str, *, month: date) -> Sheet:
    """Return what stands on a unit's sheet: its numbers, the month before, the targets, who is furthest, plans under way."""
    below = Level.TOWN if level_of(area_code) is Level.COUNTY else Level.VILLAGE
    trends = read_trends([area_code], months=[months_before(month, 1), month])
    places = read_places([area_code], month=month, level=below)
    names = area_names(list(places))
    figures = book.current().figures

    def row_of(indicator: Indicator) -> Row:
        before, now = trends[indicator.id]
        target = target_of(indicator, last_of(month), figures)
        told = [PlaceTold(code, names.get(code, code), each[indicator.id]) for code, each in places.items()]
        return Row(indicator, now or Number(), before, target, worst_places(indicator, told, target=target))

    plans = [
        PlanTold(plan.indicator.id, plan.place, plan.measure, plan.owner_name, plan.due_on)
        for plan in list_plans([area_code], limit=MOST_PLANS)
    ]
    return Sheet([row_of(indicator) for indicator in INDICATORS], plans)


def list_meetings(
    areas: Sequence[str], *, month: date | None = None, limit: int, offset: int = 0
) -> list[MeetingLine]:
    """Return the sheets of some areas, the newest month first, the widest unit first."""
    wanted = sa.select(MeetingSheet).where(within(MeetingSheet.area_code, areas))
    if month is not None:
        wanted = wanted.where(MeetingSheet.month == month)
    by = (MeetingSheet.month.desc(), MeetingSheet.area_code)
    found = db.session.scalars(wanted.order_by(*by).limit(limit).offset(offset)).all()
    names = area_names([one.area_code for one in found])
    return [
        MeetingLine(
            one.id, one.area_code, names.get(one.area_code, one.area_code), one.month, one.made_at,
            len(sheet_of(one.told).red),
        )
        for one in found
    ]  # fmt: skip


def get_meeting(meeting_id: int, *, areas: Sequence[str]) -> MeetingSheet:
    """Return a sheet of some areas; one of others is told as absent."""
    found = db.session.scalar(
        sa.select(MeetingSheet).where(MeetingSheet.id == meeting_id, within(MeetingSheet.area_code, areas))
    )
    if found is None:
        raise NotFound
    return found


def list_units_told(areas: Sequence[str], *, month: date, level: Level) -> list[UnitTold]:
    """Return what the letter of a month tells of the units of a level in some areas."""
    wanted = sa.select(MeetingSheet).where(within(MeetingSheet.area_code, areas), MeetingSheet.month == month)
    found = db.session.scalars(wanted.order_by(MeetingSheet.area_code)).all()
    units = [one for one in found if level_of(one.area_code) is level]
    names = area_names([one.area_code for one in units])
    warned = _warned([one.area_code for one in units], month=month)
    return [
        UnitTold(one.id, names.get(one.area_code, one.area_code), sheet_of(one.told), warned[one.area_code])
        for one in units
    ]


def find_fault(area_code: str, *, month: date) -> SheetFault | None:
    """Return that a unit's sheet of a month could not be made, if it could not."""
    return db.session.get(SheetFault, (area_code, month), populate_existing=True)


def list_faults(areas: Sequence[str]) -> list[SheetFault]:
    """Return what could not be made for some areas, the newest first; that a month did not close is told to everybody."""
    here = sa.or_(within(SheetFault.area_code, areas), SheetFault.area_code == CLOSING)
    by = (SheetFault.month.desc(), SheetFault.area_code)
    return list(db.session.scalars(sa.select(SheetFault).where(here).order_by(*by)))


def count_faults() -> int:
    """Return how many sheets could not be made, wherever: for whoever looks after the machine."""
    return db.session.scalar(sa.select(sa.func.count()).select_from(SheetFault)) or 0


def _warned(units: Sequence[str], *, month: date) -> dict[str, int]:
    """Return how many warnings of a quarter stand unanswered in each unit, those of its places among them."""
    issued = sa.select(IndicatorWarning.area_code, sa.func.count()).where(
        IndicatorWarning.month == month,
        IndicatorWarning.answered_at.is_(None),
        within(IndicatorWarning.area_code, units),
    )
    rows = db.session.execute(issued.group_by(IndicatorWarning.area_code)).all()
    return {
        unit: sum(count for code, count in rows if code.startswith(unit[: level_of(unit).digits]))
        for unit in units
    }
