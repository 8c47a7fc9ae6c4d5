"""A tablet's clock: read as it was written, and compared."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tablet.rules.clocks import Stamp, disagree, read_stamp, seconds_ahead

NINE = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "offset"),
    [
        ("2026-05-20T09:00:00.000+08:00", 480),
        ("2026-05-20T01:00:00Z", 0),
        ("2026-05-20T09:00:00", 480),
        ("2026-05-19T15:30:00-09:30", -570),
    ],
)
def test_an_instant_keeps_the_offset_it_was_written_with(written, offset):
    assert read_stamp(written) == Stamp(NINE, offset)


@pytest.mark.parametrize(
    "written", [None, 7, "", "soon", "2026-13-40T00:00:00+08:00", "0001-01-01T00:00:00+08:00"]
)
def test_what_is_no_instant_is_none(written):
    assert read_stamp(written) is None


@given(st.text() | st.datetimes().map(lambda one: one.isoformat()))
def test_whatever_was_written_is_an_instant_that_can_be_kept_or_none(written):
    stamp = read_stamp(written)

    assert stamp is None or stamp.at.astimezone(UTC) == stamp.at


def test_a_clock_four_hundred_days_off_is_only_told():
    ahead = seconds_ahead(read_stamp("2027-06-24T09:00:00+08:00"), server=NINE)

    assert ahead == 400 * 24 * 3600
    assert disagree(ahead, most_minutes=10) and disagree(-ahead, most_minutes=10)
    assert not disagree(600, most_minutes=10)
    assert seconds_ahead(None, server=NINE) == 0
