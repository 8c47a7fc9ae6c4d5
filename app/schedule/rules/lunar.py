"""The day of the lunar month (农历): a month begins on the day, in China, of the new moon.

Market days need no more than that: neither the number of the month nor whether it is a leap month. The instant of the
new moon is the series of J. Meeus, Astronomical Algorithms, chapter 49, good to a minute or two in this century.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from math import radians, sin

CHINA_TIME = timezone(timedelta(hours=8))
MONTH = 29.530588861
EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)
EPOCH_DAYS = 2451545.0
FIRST_NEW_MOON = 2451550.09766
EARTH_IS_LATE = timedelta(seconds=69)  # how far the clocks of the Earth run behind the time of the series

# Size in days, power of the eccentricity, and how often each of four angles goes in: sun, moon, latitude, node.
TERMS = (
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0), (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0), (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0), (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1), (-0.00007, 0, 2, 1, 0, 0),
    (0.00004, 0, 0, 2, -2, 0), (0.00004, 0, 3, 0, 0, 0), (0.00003, 0, 1, 1, -2, 0), (0.00003, 0, 0, 2, 2, 0),
    (-0.00003, 0, 1, 1, 2, 0), (0.00003, 0, -1, 1, 2, 0), (-0.00002, 0, -1, 1, -2, 0), (-0.00002, 0, 1, 3, 0, 0),
    (0.00002, 0, 0, 4, 0, 0),
)  # fmt: skip
# The pull of the planets: size in days, angle at the epoch and its growth a month.
PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


def lunar_day(day: date) -> int:
    """Return the day of the lunar month, 1 to 30, that a day in China is."""
    months = round(((day - EPOCH.date()).days + EPOCH_DAYS - FIRST_NEW_MOON) / MONTH)
    begins = max(first for number in range(months - 2, months + 3) if (first := month_begins(number)) <= day)
    return (day - begins).days + 1


@lru_cache(maxsize=1024)
def month_begins(number: int) -> date:
    """Return the first day of a lunar month, counted from the new moon of January 2000."""
    centuries = number / 1236.85
    moment = FIRST_NEW_MOON + MONTH * number + 0.00015437 * centuries**2 - 0.000000150 * centuries**3
    moment += _pull(number, centuries)
    instant = EPOCH + timedelta(days=moment - EPOCH_DAYS) - EARTH_IS_LATE
    return instant.astimezone(CHINA_TIME).date()


def _pull(number: int, centuries: float) -> float:
    """Return by how many days the true new moon differs from the mean one."""
    eccentricity = 1 - 0.002516 * centuries - 0.0000074 * centuries**2
    sun = 2.5534 + 29.10535670 * number - 0.0000014 * centuries**2
    moon = 201.5643 + 385.81693528 * number + 0.0107582 * centuries**2
    latitude = 160.7108 + 390.67050284 * number - 0.0016118 * centuries**2
    node = 124.7746 - 1.56375588 * number + 0.0020672 * centuries**2
    pull = sum(
        size * eccentricity**power * sin(radians(a * sun + b * moon + c * latitude + d * node))
        for size, power, a, b, c, d in TERMS
    )
    return pull + sum(size * sin(radians(at + growth * number)) for size, at, growth in PLANETS)
