"""Lanes and months: pure decisions of the queue, and what verdicts come to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.reviews.rules.dialogue import Stated, opening, tally
from app.reviews.rules.lanes import Mark, Span, lane_of, span_of
from app.reviews.rules.vocabulary import Lane, ReturnReason, Verdict
from tests import cast


@pytest.mark.parametrize(
    ("known", "lane"),
    [
        ({"answered": True, "marks": (Mark.DEAD,), "drawn": True}, Lane.ANSWERED),
        ({"answered": False, "marks": (Mark.DEAD,), "drawn": True}, Lane.EXCEPTION),
        ({"answered": False, "marks": (), "drawn": True}, Lane.SAMPLE),
        ({"answered": False, "marks": (), "drawn": False}, Lane.REST),
    ],
)
def test_what_was_answered_comes_first_then_the_unusual_then_the_sample(known, lane):
    assert lane_of(**known) is lane


@pytest.mark.parametrize(
    ("month", "today", "span"),
    [
        (None, date(2026, 5, 20), Span(date(2026, 4, 1), date(2026, 6, 1))),
        (None, date(2026, 1, 31), Span(date(2025, 12, 1), date(2026, 2, 1))),
        (date(2025, 12, 1), date(2026, 5, 20), Span(date(2025, 12, 1), date(2026, 1, 1))),
    ],
)
def test_without_a_month_this_one_and_the_last_are_meant(month, today, span):
    assert span_of(month, today=today) == span


@pytest.mark.parametrize(
    ("minutes", "kept"), [(-1, False), (0, True), (30, True), (24 * 60, True), (24 * 60 + 1, False)]
)
def test_when_a_log_was_opened_is_kept_where_it_can_be_true(minutes, kept):
    claimed = cast.MORNING - timedelta(minutes=minutes)

    assert opening(claimed, now=cast.MORNING) == (claimed if kept else None)


def test_verdicts_are_counted_by_kind_and_reason_with_their_medians():
    hours = (1, 2, 30)
    verdicts = (
        (Verdict.ACCEPTED, None, True),
        (Verdict.RETURNED, ReturnReason.VALUE, False),
        (Verdict.RETURNED, ReturnReason.VALUE, False),
    )
    stated = [
        Stated(
            "赵敏", "李秀兰", verdict, reason, bulk, cast.MORNING - timedelta(hours=n), cast.MORNING,
            None if bulk else cast.MORNING - timedelta(seconds=20 * n),
        )
        for n, (verdict, reason, bulk) in zip(hours, verdicts, strict=True)
    ]  # fmt: skip

    told = tally("李秀兰", stated)

    assert told.verdicts == {Verdict.ACCEPTED: 1, Verdict.RETURNED: 2, Verdict.CALL_BACK: 0}
    assert (told.reasons, told.in_bulk, told.total) == ({ReturnReason.VALUE: 2}, 1, 3)
    assert (told.hours, told.seconds) == (2, 320)
    assert tally("", []).hours is None
