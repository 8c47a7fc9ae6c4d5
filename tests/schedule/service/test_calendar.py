"""The calendar set down and taken back."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.schedule.queries import find_pattern, get_special_day, list_laid, read_calendar
from app.schedule.rules import DayKind, MarketCalendar
from app.schedule.service import Laying, add_market, add_special_day, lay_days, set_pattern, withdraw
from tests import cast

NEW_YEAR = date(2026, 1, 1)
HOLIDAYS = {NEW_YEAR: (DayKind.HOLIDAY, "元旦"), date(2026, 1, 4): (DayKind.WORKDAY, "调休上班")}


def lay(days):
    with transaction("calendar.lay", by=COMMAND_LINE):
        return lay_days(2026, days)


def test_laying_a_year_again_adds_what_was_announced_and_withdraws_what_no_longer_holds(app):
    first, again = lay(HOLIDAYS), lay(HOLIDAYS)

    changed = lay({NEW_YEAR: HOLIDAYS[NEW_YEAR], date(2026, 1, 2): (DayKind.HOLIDAY, "元旦")})

    assert (first, again, changed) == (Laying(2, 0), Laying(0, 0), Laying(1, 1))
    standing = [one.on_day for one in list_laid(2026) if one.withdrawn_at is None]
    assert standing == [NEW_YEAR, date(2026, 1, 2)]


def test_a_year_of_which_nothing_is_known_withdraws_nothing(app):
    lay(HOLIDAYS)

    assert lay({}) == Laying(0, 0)


def test_what_somebody_withdrew_is_not_laid_again(app):
    lay(HOLIDAYS)
    with transaction("calendar.withdraw", by=COMMAND_LINE):
        withdraw(list_laid(2026)[0])

    assert lay(HOLIDAYS) == Laying(0, 0)


def test_a_doctor_sets_down_days_of_her_own_village_only(dr_li):
    with transaction("calendar.day", by=dr_li):
        mine = add_special_day(cast.TODAY, DayKind.CLOSED, area_code=cast.LIUTANG, name="修路", by=dr_li)

    assert get_special_day(mine.id, reader=dr_li) is mine
    with pytest.raises(NotFound), transaction("calendar.day", by=dr_li):
        add_special_day(cast.TODAY, DayKind.CLOSED, area_code=cast.SHIQIAO, name="", by=dr_li)
    with pytest.raises(NotFound), transaction("calendar.day", by=dr_li):
        add_special_day(cast.TODAY, DayKind.HOLIDAY, area_code="", name="", by=dr_li)


def test_a_neighbour_neither_reads_nor_withdraws_it(dr_li, dr_wang, dr_zhou):
    with transaction("calendar.day", by=dr_li):
        mine = add_special_day(cast.TODAY, DayKind.CLOSED, area_code=cast.LIUTANG, name="修路", by=dr_li)
    with transaction("calendar.day", by=dr_zhou):
        add_special_day(cast.TODAY, DayKind.CLOSED, area_code=cast.TOWN, name="镇上开会", by=dr_zhou)

    seen = read_calendar(dr_wang.areas, first=cast.TODAY, last=cast.TODAY).days

    assert [one.name for one in seen] == ["镇上开会"]
    with pytest.raises(NotFound):
        get_special_day(mine.id, reader=dr_wang)


def test_the_same_day_or_market_is_set_down_once(dr_li):
    def set_down():
        with transaction("calendar.day", by=dr_li):
            add_special_day(cast.TODAY, DayKind.CLOSED, area_code=cast.LIUTANG, name="", by=dr_li)

    def set_down_market():
        with transaction("calendar.market", by=dr_li):
            add_market(MarketCalendar.LUNAR, [9, 3, 6, 3], area_code=cast.LIUTANG, by=dr_li)

    set_down()
    set_down_market()

    for again in (set_down, set_down_market):
        with pytest.raises(Refused):
            again()
    known = read_calendar(dr_li.areas, first=cast.TODAY, last=cast.TODAY)
    assert [list(one.days) for one in known.markets] == [[3, 6, 9]]


def test_how_a_doctor_works_is_usual_until_she_says_otherwise(dr_li):
    usual = find_pattern(dr_li.id)

    with transaction("plan.settings", by=dr_li):
        set_pattern(dr_li.id, per_day=12, weekdays=[6, 1])
    db.session.expire_all()

    assert (usual.per_day, list(usual.weekdays)) == (24, [1, 2, 3, 4, 5])
    assert find_pattern(dr_li.id) == (12, (1, 6))
