"""The words of the room."""

from __future__ import annotations

from app.core.labels import Labelled


class Better(Labelled):
    """Which way a number should go."""

    HIGHER = "higher", "越高越好", "The higher the better"
    LOWER = "lower", "越低越好", "The lower the better"


class Span(Labelled):
    """统计期: which days a number of a month counts."""

    MONTH = "month", "当月", "The month"
    YEAR = "year", "本年 1 月 1 日至月末", "1 January to the end of the month"
    END = "end", "月末", "The end of the month"
    QUARTER = "quarter", "截至月末三个月", "Three months to the end of the month"


class Unit(Labelled):
    """What a number counts, one by one."""

    PEOPLE = "people", "人", "people"
    DUTIES = "duties", "项", "duties"
    VISITS = "visits", "条", "logs"


class WarningReason(Labelled):
    """预警原因: why a unit is warned."""

    BELOW_TARGET = "below-target", "未达目标", "Misses the target"
    FALLING = "falling", "连续两个月变差", "Worse two months in a row"


class PlanEnd(Labelled):
    """How an action plan ended."""

    RECOVERED = "recovered", "指标已恢复", "The number recovered"
    WITHDRAWN = "withdrawn", "撤销", "Withdrawn"
