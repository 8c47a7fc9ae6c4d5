"""Why-lines, word for word, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.core.words import Text
from app.policy import book
from app.policy.engine import Evidence
from app.policy.rule import Each, Interval, OwedTo, Period
from app.policy.terms import Category, Condition, Kind, Mode, Result, Sooner
from app.policy.why import day_text, source_line, span_text, who_is_owed, why_line
from tests.policy.packs import shipped

NEW_YEAR = date(2026, 1, 1)
TODAY = date(2026, 11, 21)


def seen(on: date, result: Result | None = None, text: str = "", **again: object) -> Evidence:
    return Evidence(1, on, Kind.GENERAL, Mode.HOME, result, text=text, **again)


LINES = {
    "controlled": (
        "hypertension-followup",
        seen(date(2026, 8, 1), Result.CONTROLLED, "136/84"),
        date(2026, 11, 1),
        "高血压随访应于 11 月 1 日完成：上次 8 月 1 日 136/84 控制满意，三个月后复访。",
        "Hypertension follow-up due 1 November: last 1 August, 136/84, controlled; again after 3 months.",
    ),
    "not controlled": (
        "hypertension-followup",
        seen(date(2026, 11, 1), Result.UNCONTROLLED, "162/100"),
        date(2026, 11, 15),
        "高血压随访应于 11 月 15 日完成：上次 11 月 1 日 162/100 控制不满意，两周内复访；连续两次不满意须转诊。",
        (
            "Hypertension follow-up due 15 November: last 1 November, 162/100, not controlled; again within 2 weeks;"
            " two unsatisfactory visits running mean referral."
        ),
    ),
    "an adverse reaction": (
        "diabetes-followup",
        seen(date(2026, 11, 1), Result.ADVERSE_REACTION, "6.1"),
        date(2026, 11, 15),
        "糖尿病随访应于 11 月 15 日完成：上次 11 月 1 日 6.1 不良反应，两周内复访。",
        "Diabetes follow-up due 15 November: last 1 November, 6.1, adverse reaction; again within 2 weeks.",
    ),
    "medicine that runs out": (
        "refill-due",
        seen(date(2026, 3, 1), text="2026-03-29", again_by=date(2026, 3, 22), sooner=Sooner.SUPPLY),
        date(2026, 3, 22),
        "续方取药应于 3 月 22 日完成：上次 3 月 1 日开药，3 月 29 日用完。",
        "Refill due 22 March: last given out 1 March, runs out 29 March.",
    ),
    "medicine of another year": (
        "refill-due",
        seen(date(2026, 12, 20), text="2027-01-17", again_by=date(2027, 1, 10), sooner=Sooner.SUPPLY),
        date(2027, 1, 10),
        "续方取药应于 2027 年 1 月 10 日完成：上次 12 月 20 日开药，2027 年 1 月 17 日用完。",
        "Refill due 10 January 2027: last given out 20 December, runs out 17 January 2027.",
    ),
    "a refill that was only written down": (
        "refill-due",
        seen(date(2026, 3, 1)),
        date(2026, 3, 22),
        "续方取药应于 3 月 22 日完成：上次 3 月 1 日，三周后复访。",
        "Refill due 22 March: last 1 March; again after 3 weeks.",
    ),
    "controlled by the assessment, not by the clinical standard": (
        "hypertension-followup",
        seen(
            date(2026, 10, 20),
            Result.CONTROLLED,
            "136/84",
            again_by=date(2026, 11, 20),
            sooner=Sooner.CLINICAL,
        ),
        date(2026, 11, 20),
        "高血压随访应于 11 月 20 日完成：上次 10 月 20 日 136/84 控制满意，未达到现行临床目标，11 月 20 日前复访。",
        (
            "Hypertension follow-up due 20 November: last 20 October, 136/84, controlled; below the clinical standard"
            " in force, again by 20 November."
        ),
    ),
    "a sooner day that its result beats": (
        "hypertension-followup",
        seen(
            date(2026, 11, 1),
            Result.ADVERSE_REACTION,
            "136/84",
            again_by=date(2026, 12, 1),
            sooner=Sooner.CLINICAL,
        ),
        date(2026, 11, 15),
        "高血压随访应于 11 月 15 日完成：上次 11 月 1 日 136/84 不良反应，两周内复访。",
        "Hypertension follow-up due 15 November: last 1 November, 136/84, adverse reaction; again within 2 weeks.",
    ),
    "COPD not controlled, without values": (
        "copd-followup",
        seen(date(2026, 11, 1), Result.UNCONTROLLED),
        date(2026, 11, 15),
        "慢阻肺随访应于 11 月 15 日完成：上次 11 月 1 日 控制不满意，两周内复访。",
        "COPD follow-up due 15 November: last 1 November, not controlled; again within 2 weeks.",
    ),
    "a visit that classed nothing": (
        "chronic-home-visit",
        seen(date(2026, 9, 1)),
        date(2026, 12, 1),
        "慢特病上门随访应于 12 月 1 日完成：上次 9 月 1 日，三个月后复访。",
        "Home visit to a holder of the chronic benefit due 1 December: last 1 September; again after 3 months.",
    ),
    "a setting that does not shorten": (
        "stroke-followup",
        seen(date(2026, 9, 1), Result.UNCONTROLLED),
        date(2026, 12, 1),
        "脑卒中随访应于 12 月 1 日完成：上次 9 月 1 日 控制不满意，三个月后复访。",
        "Stroke follow-up due 1 December: last 1 September, not controlled; again after 3 months.",
    ),
    "no evidence yet": (
        "hypertension-followup",
        None,
        date(2026, 2, 1),
        "高血压随访应于 2 月 1 日完成：1 月 1 日起应访，纳入管理后一个月内首次随访，尚无随访记录。",
        (
            "Hypertension follow-up due 1 February: owed since 1 January, first visit within 1 month of enrolment,"
            " none on record yet."
        ),
    ),
    "each week, done last week": (
        "scattered-weekly-round",
        seen(date(2026, 11, 12)),
        date(2026, 11, 22),
        "每周巡查应于 11 月 22 日完成：特困 · 分散供养每周至少一次，上次 11 月 12 日。",
        "Weekly round due 22 November: Destitute, living at home, at least once each week; last 12 November.",
    ),
    "each week, two weeks missed": (
        "scattered-weekly-round",
        seen(date(2026, 10, 28)),
        date(2026, 11, 8),
        "每周巡查应于 11 月 8 日完成：特困 · 分散供养每周至少一次，上次 10 月 28 日，已漏 2 周。",
        (
            "Weekly round due 8 November: Destitute, living at home, at least once each week; last 28 October;"
            " 2 weeks missed."
        ),
    ),
    "each year's window, missed": (
        "first-quarter-meeting",
        None,
        date(2026, 3, 31),
        "人人见面应于 3 月 31 日完成：低收入人口每年 1 月 1 日至 3 月 31 日一次，尚无记录，已漏 1 次。",
        (
            "First-quarter meeting due 31 March: low-income residents, once a year between 1 January and 31 March;"
            " none on record yet; 1 missed."
        ),
    ),
    "each year's window, next year": (
        "first-quarter-meeting",
        seen(date(2026, 2, 3)),
        date(2027, 3, 31),
        "人人见面应于 2027 年 3 月 31 日完成：低收入人口每年 1 月 1 日至 3 月 31 日一次，上次 2 月 3 日。",
        (
            "First-quarter meeting due 31 March 2027: low-income residents, once a year between 1 January and 31 March;"
            " last 3 February."
        ),
    ),
    "each year": (
        "elderly-check",
        None,
        date(2026, 12, 31),
        "老年人体检应于 12 月 31 日完成：65 岁及以上居民每年至少一次，尚无记录。",
        "Elderly check due 31 December: residents of 65 and over, at least once each year; none on record yet.",
    ),
    "once after an event": (
        "referral-check",
        None,
        date(2026, 1, 15),
        "转诊后随访应于 1 月 15 日完成：1 月 1 日转诊，两周内随访。",
        "Check after referral due 15 January: referral on 1 January, to be seen within 2 weeks.",
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_a_duty_says_why_in_both_languages(name):
    rule, last, due_on, zh, en = LINES[name]

    line = why_line(shipped().all_rules[rule], owed_from=NEW_YEAR, last=last, due_on=due_on, today=TODAY)

    assert line == Text(zh, en)


def test_without_a_day_nothing_is_said_of_missed_periods():
    rule = shipped().rules["scattered-weekly-round"]

    line = why_line(rule, owed_from=NEW_YEAR, last=None, due_on=date(2026, 11, 8))

    assert "漏" not in line.zh


@pytest.mark.parametrize(
    ("period", "due_on", "zh", "en"),
    [
        (Period.WEEK, date(2026, 11, 15), "已漏 1 周", "1 week missed"),
        (Period.WEEK, date(2025, 12, 28), "已漏 47 周", "47 weeks missed"),
        (Period.MONTH, date(2026, 10, 31), "已漏 1 个月", "1 month missed"),
        (Period.MONTH, date(2025, 11, 30), "已漏 12 个月", "12 months missed"),
        (Period.QUARTER, date(2026, 3, 31), "已漏 3 个季度", "3 quarters missed"),
        (Period.YEAR, date(2024, 12, 31), "已漏 2 年", "2 years missed"),
    ],
)
def test_the_periods_missed_are_counted_up_to_the_day(period, due_on, zh, en):
    each = Each(period=period)
    rule = replace(shipped().rules["scattered-weekly-round"], when=each)
    counted = sum(1 for _ in each.between(each.containing(due_on), each.containing(TODAY)))

    line = why_line(rule, owed_from=NEW_YEAR, last=None, due_on=due_on, today=TODAY)

    assert line.zh.endswith(f"，{zh}。")
    assert line.en.endswith(f"; {en}.")
    assert str(counted) in zh


def test_another_year_is_named():
    assert day_text(date(2025, 12, 1), 2026) == Text("2025 年 12 月 1 日", "1 December 2025")


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        ("14 days", "两周", "2 weeks"),
        ("7 days", "7 天", "7 days"),
        ("10 days", "10 天", "10 days"),
        ("1 week", "一周", "1 week"),
        ("3 months", "三个月", "3 months"),
        ("12 months", "12个月", "12 months"),
        ("1 year", "一年", "1 year"),
    ],
)
def test_a_span_is_said_as_people_say_it(words, zh, en):
    assert span_text(Interval.parse(words)) == Text(zh, en)


def test_who_is_owed_is_told_shortly():
    both = shipped().rules["low-income-home-visit"].owed_to

    assert who_is_owed(both).zh == "低收入人口中的重大疾病或慢特病患者"
    assert who_is_owed(both).en == "low-income residents with a major or chronic disease"
    assert who_is_owed(OwedTo(benefit=True)).zh == "享受慢特病待遇的居民"
    assert (
        who_is_owed(OwedTo(categories=frozenset({Category.LOW_MARGIN, Category.MINIMUM_LIVING}))).zh
        == "低保、低保边缘"
    )
    assert who_is_owed(OwedTo(conditions=frozenset({Condition.COPD}))).en == "COPD"


def test_who_is_spared_a_rule_is_told():
    owed_to = OwedTo(age_from=35, without=frozenset({Condition.HYPERTENSION}))

    told = who_is_owed(owed_to)

    assert "35 岁及以上" in told.zh and "高血压" in told.zh
    assert told != who_is_owed(replace(owed_to, without=frozenset()))


def test_the_source_names_document_and_article(monkeypatch):
    monkeypatch.setattr(book, "_installed", shipped())

    line = source_line(shipped().rules["hypertension-followup"])

    assert line.zh == "依据：国家基本公共卫生服务规范 · 高血压"
    assert line.en == "Source: National basic public health standard · Hypertension"
    assert source_line(shipped().rules["referral-check"], document=Text("某文", "A text")).zh == "依据：某文"
