"""The calendar, the markets and the settings by their pages."""

from __future__ import annotations

from datetime import date

from app.core.transaction import transaction
from app.schedule.queries import find_pattern, list_markets, read_calendar
from app.schedule.rules import DayKind
from app.schedule.service import lay_days
from tests import cast
from tests.schedule.views import followed


def test_a_closed_day_is_set_down_shown_and_withdrawn(client, sign_in, dr_li):
    sign_in(client, dr_li)
    said = {"area_code": cast.LIUTANG, "on_day": "2026-05-22", "kind": "closed", "name": "修路"}

    page = followed(client, "/plan/calendar", data=said).text
    (known,) = read_calendar(dr_li.areas, first=date(2026, 5, 22), last=date(2026, 5, 22)).days
    week = client.get("/plan").text
    client.post(f"/plan/calendar/{known.id}/withdraw")

    assert "修路" in page and "修路" in week
    assert "修路" not in client.get("/plan/calendar").text


def test_the_countrys_holidays_are_shown_and_cannot_be_withdrawn_by_a_doctor(client, sign_in, dr_li):
    with transaction("calendar.lay", by=dr_li):
        lay_days(2026, {date(2026, 6, 19): (DayKind.HOLIDAY, "端午节")})
    sign_in(client, dr_li)

    page = client.get("/plan/calendar").text

    assert "端午节" in page and "全国" in page
    assert "withdraw" not in page
    assert client.post("/plan/calendar/1/withdraw").status_code == 404


def test_a_foreign_place_cannot_be_chosen(client, sign_in, dr_li):
    sign_in(client, dr_li)
    said = {"area_code": cast.SHIQIAO, "on_day": "2026-05-22", "kind": "closed"}

    answer = client.post("/plan/calendar", data=said)

    assert answer.status_code == 422
    assert not read_calendar([cast.SHIQIAO], first=date(2026, 5, 22), last=date(2026, 5, 22)).days


def test_a_market_by_the_moon_is_set_down_with_its_next_days(client, sign_in, dr_li):
    sign_in(client, dr_li)
    said = {"area_code": cast.LIUTANG, "calendar": "lunar", "digits": ["3", "6", "9"], "weekdays": ["1"]}

    page = followed(client, "/plan/markets", data=said).text

    assert [list(one.days) for one in list_markets(dr_li.areas)] == [[3, 6, 9]]
    # 20 May 2026 is the fourth of the fourth month, so the sixth is 22 May.
    assert "5 月 22 日" in page


def test_a_market_without_a_day_is_refused_beside_its_field(client, sign_in, dr_li):
    sign_in(client, dr_li)

    answer = client.post(
        "/plan/markets", data={"area_code": cast.LIUTANG, "calendar": "weekday", "digits": ["3"]}
    )

    assert answer.status_code == 422
    assert "请至少选一天" in answer.text


def test_how_a_doctor_works_is_set_by_the_page(client, sign_in, dr_li):
    sign_in(client, dr_li)

    faulty = client.post("/plan/settings", data={"per_day": "500", "weekdays": ["1"]})
    client.post("/plan/settings", data={"per_day": "18", "weekdays": ["1", "6"]})

    assert faulty.status_code == 422
    assert find_pattern(dr_li.id) == (18, (1, 6))
