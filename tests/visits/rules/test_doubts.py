from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.policy.terms import Kind
from app.visits.rules.doubts import Recorded, day_doubt, twice_doubt, weight_doubt

TODAY = date(2026, 5, 20)
NINE, TEN = (datetime(2026, 5, 20, hour, tzinfo=UTC) for hour in (9, 10))


@pytest.mark.parametrize(
    ("visited_on", "enrolled_on", "words"),
    [
        (TODAY, None, None),
        (date(2025, 11, 20), None, None),
        (date(2025, 11, 19), None, "超过 6 个月"),
        (date(2025, 5, 20), None, "填错了年份"),
        (date(2026, 2, 28), date(2026, 3, 1), "早于纳入管理的日期 2026 年 3 月 1 日"),
        (date(2026, 3, 1), date(2026, 3, 1), None),
    ],
)
def test_a_day_that_may_be_a_slip_is_asked_about(figures, visited_on, enrolled_on, words):
    doubt = day_doubt(visited_on, today=TODAY, enrolled_on=enrolled_on, figures=figures)

    assert (doubt is None) if words is None else words in doubt.zh


@pytest.mark.parametrize(
    ("now", "words"),
    [(61.5, None), (76.5, None), (76.6, "相差超过 15 kg"), (46.4, "2026 年 3 月 1 日 的 61.5 kg")],
)
def test_a_weight_far_from_the_last_one_is_asked_about(figures, now, words):
    earlier = ((date(2026, 4, 1), {"systolic": 136}), (date(2026, 3, 1), {"weight": 61.5}))

    doubt = weight_doubt({"weight": now}, earlier=earlier, on=TODAY, figures=figures)

    assert (doubt is None) if words is None else words in doubt.zh


def test_the_first_weight_of_somebody_is_no_jump(figures):
    assert weight_doubt({"weight": 95}, earlier=(), on=TODAY, figures=figures) is None


def test_the_same_work_on_the_same_day_is_asked_about_and_other_work_is_not():
    recorded = (Recorded("李秀兰", (Kind.HYPERTENSION, Kind.DIABETES), NINE),)

    same = twice_doubt((Kind.DIABETES,), recorded=recorded, opened_at=TEN)

    assert same is not None
    assert "李秀兰记录了高血压、糖尿病" in same.zh
    assert twice_doubt((Kind.WEEKLY_ROUND,), recorded=recorded, opened_at=TEN) is None


def test_a_visit_filed_while_the_form_was_open_is_told_whatever_it_was_for():
    recorded = (Recorded("周明", (Kind.MEETING,), TEN),)

    doubt = twice_doubt((Kind.HYPERTENSION,), recorded=recorded, opened_at=NINE)

    assert doubt is not None
    assert "周明" in doubt.zh
    assert "您填写的内容都还在" in doubt.zh
