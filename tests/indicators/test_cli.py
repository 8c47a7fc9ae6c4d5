"""Indicators at the prompt."""

from __future__ import annotations

import json
from datetime import date

from app.indicators.rules.definitions import INDICATORS
from tests import cast


def test_the_command_tells_every_indicator_of_an_area_and_month(app, granny_chen, visited, count, close):
    visited(granny_chen, date(2026, 4, 10))
    close(date(2026, 4, 1))
    count(date(2026, 5, 1))

    done = app.test_cli_runner().invoke(
        args=["indicators", "show", "--area", "341502109", "--month", "2026-05", "--json"]
    )

    told = json.loads(done.output)
    management = told["indicators"][0]
    assert (told["area"], told["month"], told["closed"]) == (cast.TOWN, "2026-05", False)
    assert told["counted_at"].startswith("2026-05-20T09:00")
    assert [each["id"] for each in told["indicators"]] == [each.id for each in INDICATORS]
    assert (management["numerator"], management["denominator"], management["share"]) == (1, 1, 100.0)
    assert (management["late_numerator"], management["late_denominator"], management["previous"]) == (
        0,
        0,
        100.0,
    )


def test_a_month_never_counted_is_told_so(app):
    done = app.test_cli_runner().invoke(args=["indicators", "show", "--area", cast.TOWN])

    assert done.exit_code == 0
    assert "never counted" in done.stderr
    assert "慢病管理率\t0/0\t-" in done.stdout


def test_a_code_that_is_none_is_refused(app):
    done = app.test_cli_runner().invoke(args=["indicators", "show", "--area", "柳塘村"])

    assert done.exit_code == 1
    assert "行政区划代码" in done.stderr
