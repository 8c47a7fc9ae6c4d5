"""What is special about a day in a place."""

from __future__ import annotations

from datetime import date

from app.schedule.rules import Calendar, DayKind, MarketCalendar, MarketDays, Pattern, SpecialDay, week_of
from tests import cast

LABOUR_DAY = date(2026, 5, 1)
SATURDAY_IN_LIEU = date(2026, 5, 9)
COUNTRY = (
    SpecialDay(LABOUR_DAY, "", DayKind.HOLIDAY, "劳动节"),
    SpecialDay(SATURDAY_IN_LIEU, "", DayKind.WORKDAY, "调休上班"),
)
USUAL = Pattern().weekdays


def test_a_holiday_is_one_everywhere_and_a_day_in_lieu_is_worked():
    calendar = Calendar(COUNTRY)

    assert not calendar.works_on(LABOUR_DAY, cast.LIUTANG, weekdays=USUAL)
    assert calendar.works_on(SATURDAY_IN_LIEU, cast.LIUTANG, weekdays=USUAL)
    assert not calendar.works_on(date(2026, 5, 16), cast.LIUTANG, weekdays=USUAL)
    assert calendar.works_on(date(2026, 5, 16), cast.LIUTANG, weekdays=(6, 7))


def test_a_place_may_decide_otherwise_than_the_country():
    own = SpecialDay(LABOUR_DAY, cast.TOWN, DayKind.WORKDAY, "镇上安排巡查")
    calendar = Calendar((*COUNTRY, own))

    assert calendar.works_on(LABOUR_DAY, cast.LIUTANG, weekdays=USUAL)
    assert not calendar.works_on(LABOUR_DAY, cast.ELSEWHERE, weekdays=USUAL)


def test_a_closed_day_is_closed_for_its_village_only():
    closed = SpecialDay(cast.TODAY, cast.LIUTANG, DayKind.CLOSED, "修路")
    calendar = Calendar((closed,))

    days = calendar.work_days([cast.TODAY], [cast.LIUTANG, cast.SHIQIAO], Pattern())

    assert [day.shut for day in days] == [{cast.LIUTANG}]
    assert calendar.work_days([cast.TODAY], [cast.LIUTANG], Pattern()) == []


def test_a_market_comes_round_by_weekday_by_the_month_and_by_the_moon():
    wednesdays = MarketDays(cast.LIUTANG, MarketCalendar.WEEKDAY, [3])
    tens = MarketDays(cast.LIUTANG, MarketCalendar.SOLAR, [0])
    moon = MarketDays(cast.LIUTANG, MarketCalendar.LUNAR, [3, 6, 9])

    assert wednesdays.next_from(cast.TODAY, count=2) == [date(2026, 5, 20), date(2026, 5, 27)]
    assert tens.next_from(cast.TODAY, count=3) == [date(2026, 5, 20), date(2026, 5, 30), date(2026, 6, 10)]
    # 19 June 2026 is the fifth of the fifth month.
    assert moon.next_from(date(2026, 6, 15), count=3) == [
        date(2026, 6, 17),
        date(2026, 6, 20),
        date(2026, 6, 23),
    ]


def test_a_market_keeps_the_doctor_away_though_the_country_works():
    market = MarketDays(cast.LIUTANG, MarketCalendar.WEEKDAY, [6])
    calendar = Calendar(COUNTRY, [market])

    assert not calendar.works_on(SATURDAY_IN_LIEU, cast.LIUTANG, weekdays=USUAL)
    assert calendar.works_on(SATURDAY_IN_LIEU, cast.SHIQIAO, weekdays=USUAL)


def test_a_day_is_told_once_with_the_villages_it_concerns():
    closed = SpecialDay(LABOUR_DAY, cast.SHIQIAO, DayKind.CLOSED, "修路", 5)
    villages = {cast.LIUTANG: "柳塘村", cast.SHIQIAO: "石桥村"}

    told = Calendar((*COUNTRY, closed)).told_on(LABOUR_DAY, villages)

    assert [(one.name, names) for one, names in told] == [("劳动节", ["柳塘村"]), ("修路", ["石桥村"])]
    assert [names for _, names in Calendar(COUNTRY).told_on(LABOUR_DAY, villages)] == [[]]


def test_a_week_begins_on_its_monday_across_the_year():
    week = week_of(date(2027, 1, 2))

    assert (week[0], week[-1]) == (date(2026, 12, 28), date(2027, 1, 3))
