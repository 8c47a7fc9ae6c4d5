"""Whom a quarter warns, decided on numbers alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.indicators.rules.definitions import get_indicator
from app.indicators.rules.letters import said_row
from app.indicators.rules.meetings import PlaceTold, PlanTold, Row, Sheet, sheet_of, worst_places
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import WarningReason
from app.indicators.rules.warnings import answers_for_units, ends_quarter, judge, quarter_text
from tests import cast

ON_TIME, LATE_ENTRIES = get_indicator("on-time"), get_indicator("late-entries")
NINETY = Decimal(90)


def numbers(*pairs):
    return [Number(*pair) if pair else None for pair in pairs]


@pytest.mark.parametrize(
    ("told", "reason", "missing"),
    [
        (numbers((90, 100), (90, 100), (76, 100)), WarningReason.BELOW_TARGET, 14),
        (numbers(None, None, (76, 100)), WarningReason.BELOW_TARGET, 14),
        (numbers((99, 100), (95, 100), (91, 100)), WarningReason.FALLING, 0),
        (numbers((99, 100), (95, 100), (95, 100)), None, None),
        (numbers((95, 100), (99, 100), (91, 100)), None, None),
        (numbers(None, (99, 100), (91, 100)), None, None),
        (numbers((95, 100), (0, 0), (91, 100)), None, None),
        (numbers((99, 100), (95, 100), (0, 0)), None, None),
        (numbers((99, 100), (95, 100), None), None, None),
        ([], None, None),
    ],
)
def test_a_unit_is_warned_below_target_or_after_two_falls(told, reason, missing):
    warned = judge(cast.TOWN, ON_TIME, told, NINETY)

    assert (warned and warned.reason, warned and warned.missing) == (reason, missing)


def test_without_a_target_a_unit_is_warned_of_falling_alone():
    falling = judge(cast.TOWN, ON_TIME, numbers((9, 10), (8, 10), (7, 10)), None)

    assert (falling.reason, falling.missing, falling.target) == (WarningReason.FALLING, None, None)
    assert judge(cast.TOWN, ON_TIME, numbers((7, 10), (8, 10), (1, 10)), None) is None


def test_where_lower_is_better_rising_is_falling():
    rising = numbers((1, 100), (2, 100), (3, 100))

    assert judge(cast.TOWN, LATE_ENTRIES, rising, None).reason is WarningReason.FALLING
    assert judge(cast.TOWN, LATE_ENTRIES, rising[::-1], None) is None
    assert judge(cast.TOWN, LATE_ENTRIES, rising, Decimal(1)).missing == 2


def test_a_fall_is_judged_by_the_counts_and_not_by_the_rounded_share():
    almost = numbers((10000, 10001), (9999, 10001), (9998, 10001))

    assert {number.share for number in almost} == {Decimal("100.0")}
    assert judge(cast.TOWN, ON_TIME, almost, NINETY).reason is WarningReason.FALLING


def test_a_quarter_ends_four_times_a_year():
    assert [month for month in range(1, 13) if ends_quarter(date(2026, month, 1))] == [3, 6, 9, 12]
    assert quarter_text(date(2026, 6, 1)).zh == "2026 年第 2 季度"
    assert quarter_text(date(2026, 12, 1)).en == "quarter 4 of 2026"


def test_the_township_answers_and_the_county_looks_on():
    assert answers_for_units([cast.TOWN])
    assert not answers_for_units([cast.COUNTY]) and not answers_for_units([cast.LIUTANG])


def test_the_worst_places_are_those_that_lack_most():
    places = [
        PlaceTold(code, code, Number(*pair))
        for code, pair in (("a", (9, 10)), ("b", (0, 10)), ("c", (50, 100)), ("d", (0, 0)), ("e", (4, 10)))
    ]

    assert [place.code for place in worst_places(ON_TIME, places, target=NINETY)] == ["c", "b", "e"]
    assert worst_places(ON_TIME, places, target=None) == []


def test_a_sheet_is_read_as_it_was_kept():
    place = PlaceTold(cast.LIUTANG, "柳塘村", Number(3, 9))
    rows = [
        Row(ON_TIME, Number(7, 10), Number(8, 10), NINETY, [place]),
        Row(LATE_ENTRIES, Number(), None, None, []),
    ]
    plan = PlanTold("on-time", "柳塘村", "每周三补访", "李秀兰", date(2026, 6, 30))

    sheet = Sheet(rows, [plan])
    kept = sheet.kept()
    again = sheet_of(kept)

    assert again == sheet and [row.indicator.id for row in again.red] == ["on-time"]
    assert (again.rows[0].missing, again.rows[0].moved, again.rows[1].moved) == (2, -1, 0)
    gone = kept | {"rows": [*kept["rows"], kept["rows"][0] | {"id": "no-longer-counted"}]}
    assert sheet_of(gone) == sheet


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row(ON_TIME, Number(76, 100), None, NINETY), "按时随访率：76/100，76.0%，目标 90%，还差 14 项"),
        (Row(ON_TIME, Number(95, 100), None, NINETY), "按时随访率：95/100，95.0%，目标 90%，已达到"),
        (Row(ON_TIME, Number(2, 3), None, None), "按时随访率：2/3，66.7%"),
        (
            Row(LATE_ENTRIES, Number(3, 20), None, Decimal("7.5")),
            "补录率：3/20，15.0%，目标 7.5%，须减少 2 条",
        ),
    ],
)
def test_a_number_is_said_in_one_line(row, said):
    assert said_row(row).zh == said
