"""How a tablet stands: how far its clock is out, and whether it has been silent for too long."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from app.core.words import Text
from app.tablet.rules.tablets import DeviceLine, Use, clock_text
from tests import cast

NOW = cast.MORNING


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, None),
        (600, None),
        (-600, None),
        (660, Text("时钟快 11 分钟", "clock 11 minutes fast")),
        (-7200, Text("时钟慢 2 小时", "clock 2 hours slow")),
        (400 * 86400, Text("时钟快 400 天", "clock 400 days fast")),
    ],
)
def test_a_clock_is_told_as_soon_as_it_is_further_out_than_the_figure_allows(ahead, words):
    assert clock_text(ahead, most_minutes=10) == words


def test_a_clock_may_not_be_out_at_all_where_the_figure_says_so():
    assert clock_text(5, most_minutes=0) == Text("时钟快 1 分钟", "clock 1 minutes fast")


def test_a_tablet_is_quiet_when_none_of_its_users_was_heard_of_for_a_week():
    long_ago, lately = _used(NOW - timedelta(days=9)), _used(NOW - timedelta(days=6, hours=23))

    assert _line(long_ago).is_quiet(NOW) and _line(long_ago).quiet_days(NOW) == 9
    assert not _line(long_ago, lately).is_quiet(NOW)


def test_a_tablet_nobody_used_counts_from_the_day_it_was_set_up():
    assert _line().last_at == NOW - timedelta(days=30)
    assert _line().is_quiet(NOW)


def test_what_waits_on_a_tablet_waits_for_all_its_users():
    assert _line(_used(NOW, waiting=3), _used(NOW, waiting=4)).waiting == 7


def _used(at, *, waiting=0):
    return Use("李秀兰", at, waiting, 1, 0, True, None)


def _line(*uses):
    return DeviceLine(uuid4(), "诊室平板", "李秀兰", NOW - timedelta(days=30), uses)
