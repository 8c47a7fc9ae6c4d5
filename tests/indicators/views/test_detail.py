"""The page of one number: its definition and source, its year, and the people behind it."""

from __future__ import annotations

from tests import cast
from tests.indicators.views.conftest import APRIL


def test_a_number_is_shown_with_its_definition_its_source_and_its_year(browser, told, tally):
    tally("on-time", 70, 100)
    tally("on-time", 6, 10, month=APRIL)

    page = browser(cast.ZHAO).get("/indicators/on-time")

    words = told(page)
    assert "当月到期的随访任务，暂缓和撤销的除外" in words and "还差 20 项" in words
    assert "2026 年 4 月 6/10 60.0%" in words and "2026 年 3 月 没有统计" in words
    assert 'href="/policy/jinan-district-2023-19#article-5(2)"' in page.text
    assert "近 12 个月" in words and "目标 90%" in words


def test_both_sides_of_every_number_lead_to_the_people(browser, tally):
    tally("on-time", 1, 4)

    page = browser(cast.ZHAO).get("/indicators/on-time").text

    assert '/indicators/on-time/people?met=1"' in page and '/indicators/on-time/people?met=0"' in page
    assert f"area={cast.LIUTANG}&amp;met=0" in page.replace("met=0&amp;area=", "area=") or (
        f"met=0&amp;area={cast.LIUTANG}" in page
    )


def test_an_unknown_number_is_absent(browser):
    assert browser(cast.ZHAO).get("/indicators/happiness").status_code == 404
    assert browser(cast.ZHAO).get("/indicators/happiness/people").status_code == 404


def test_an_administrator_reads_no_counts(browser):
    assert browser(cast.ADMIN).get("/indicators/on-time").status_code == 403
