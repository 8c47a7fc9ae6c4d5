"""The page of all numbers: how each stands, what is inside a place worst first, and who is told of what."""

from __future__ import annotations

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.models import ActionPlan
from tests import cast
from tests.indicators.views.conftest import APRIL


def test_a_number_is_shown_with_its_pair_target_and_what_is_missing(browser, told, tally):
    tally("on-time", 70, 100)
    tally("on-time", 6, 10, month=APRIL)

    page = told(browser(cast.ZHAO).get("/indicators"))

    assert "按时随访率 70.0% 70/100 还差 20 项 目标 90%" in page
    assert "上月 60.0%（6/10） ↑ 10.0 个百分点，好转" in page
    assert "4 月 60.0% 5 月 70.0%" in page
    assert "统计截至 09:00，还没有关账" in page


def test_late_entries_of_a_closed_month_stand_beside_it(browser, told, tally):
    tally("on-time", 9, 12, month=APRIL, closed=(8, 10))

    page = told(browser(cast.ZHAO).get("/indicators?month=2026-04"))

    assert "按时随访率 80.0% 8/10" in page and "关账后变动 +1/+2" in page
    assert "已于 09:00 关账" in page


def test_villages_stand_side_by_side_the_worst_first_and_lead_further(browser, told, tally):
    for area, met in ((cast.LIUTANG, 95), (cast.SHIQIAO, 50), (cast.GUIHUA, 80)):
        tally("on-time", met, 100, area=area)

    page = browser(cast.ZHAO).get("/indicators")

    words = told(page).partition("未达标最多的排在前面")[2]
    assert words.index("石桥村") < words.index("桂花村") < words.index("柳塘村")
    assert "石桥村 1 项 ▲ 50.0% 50/100 还差 40 项" in words
    assert f'href="/indicators?area={cast.SHIQIAO}"' in page.text


def test_a_county_compares_its_towns(browser, told, tally):
    tally("on-time", 3, 4)
    tally("on-time", 1, 4, area=cast.SHIQIAO)

    words = told(browser(cast.COUNTY_OFFICE).get("/indicators")).partition("未达标最多的排在前面")[2]

    assert "三十铺镇 1 项 ▲ 50.0% 4/8" in words and "柳塘村" not in words


def test_a_single_village_compares_its_doctors(browser, told, tally, dr_li):
    tally("on-time", 3, 4)
    tally("on-time", 3, 4, part=f"doctor:{dr_li.id}")

    page = browser(cast.DR_LI).get("/indicators")

    assert "李秀兰 1 项 ▲ 75.0% 3/4" in told(page) and "by=place" not in page.text


def test_the_numbers_of_one_part_are_shown_and_named(browser, told, tally, dr_li):
    tally("on-time", 3, 4, part=f"doctor:{dr_li.id}")
    tally("on-time", 1, 2, part="category:low-margin")
    zhao = browser(cast.ZHAO)

    by_doctor, by_category = (
        told(zhao.get(f"/indicators?part={part}")) for part in (f"doctor:{dr_li.id}", "category:low-margin")
    )

    assert "三十铺镇 · 李秀兰" in by_doctor and "按时随访率 75.0% 3/4" in by_doctor
    assert "三十铺镇 · 低保边缘" in by_category and "按时随访率 50.0% 1/2" in by_category


def test_a_doctor_of_whom_nothing_was_counted_here_is_not_named(browser, tally, dr_wang):
    tally("on-time", 1, 2, area=cast.SHIQIAO, part=f"doctor:{dr_wang.id}")

    assert browser(cast.DR_LI).get(f"/indicators?part=doctor:{dr_wang.id}").status_code == 404


def test_a_disease_only_for_those_who_treat_it_is_told_to_nobody_else(browser, told, tally):
    tally("on-time", 1, 2, part="condition:mental-disorder")
    tally("on-time", 1, 2, part="condition:copd")

    for member, status in ((cast.DR_ZHOU, 200), (cast.ZHAO, 404), (cast.INSURER, 404)):
        reader = browser(member)
        page = told(reader.get("/indicators?by=condition"))
        assert reader.get("/indicators?part=condition:mental-disorder").status_code == status
        assert "慢阻肺" in page and ("严重精神障碍" in page) is (status == 200)


def test_the_insurer_reads_counts_and_finds_no_way_to_people(browser, tally):
    tally("on-time", 1, 2)
    insurer = browser(cast.INSURER)

    pages = [insurer.get(path).text for path in ("/indicators", "/indicators/on-time")]

    assert all("1/2" in page and "/people" not in page for page in pages)
    assert insurer.get("/indicators/on-time/people").status_code == 403
    assert insurer.get("/indicators/on-time/people.xlsx").status_code == 403


def test_a_place_outside_the_area_is_absent_everywhere(browser):
    doctor = browser(cast.DR_LI)

    for path in ("", "/list.xlsx", "/on-time", "/on-time/people", "/on-time/people.xlsx"):
        assert doctor.get(f"/indicators{path}?area={cast.SHIQIAO}").status_code == 404


def test_a_month_never_counted_says_so(browser, told):
    assert "这个月还没有统计" in told(browser(cast.ZHAO).get("/indicators?month=2026-02"))


def test_measures_under_way_are_shown_until_the_number_recovers(browser, told, tally):
    with transaction("test.plan", by=COMMAND_LINE):
        stated = {"area_code": cast.LIUTANG, "indicator": "on-time", "measure": "每天下午补访"}
        db.session.add(
            ActionPlan(
                **stated, owner_name="李秀兰", due_on=cast.TODAY, created_at=clock.now(), by_name="赵敏"
            )
        )

    assert "柳塘村 · 按时随访率 ：每天下午补访" in told(browser(cast.ZHAO).get("/indicators"))
    assert "每天下午补访" not in told(browser(cast.INSURER).get("/indicators"))


def test_a_page_asks_no_more_however_many_places_there_are(browser, tally):
    county = browser(cast.COUNTY_OFFICE)
    tally("on-time", 1, 2)
    county.get("/indicators")
    few = _asked(county)

    for number in range(40):
        tally("on-time", 1, 2, area=f"341502{110 + number}201")
    many = _asked(county)

    # Who asks, names, places, the year, which months of it were counted, when this one was, measures.
    assert len(few) == len(many) <= 7, "\n".join(many)


def _asked(reader):
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith(("SELECT", "WITH")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert reader.get("/indicators").status_code == 200
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
    return sent
