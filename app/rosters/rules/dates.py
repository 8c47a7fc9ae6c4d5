"""日期: every way lists write a day."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
SERIALS = range(10_000, 80_000)
YEARS = range(1900, 2101)
# "No end", "none": a cell that says there is no day, which is not the same as one that cannot be read.
OPEN_ENDED = frozenset({"长期", "长期有效", "永久", "终身", "无固定期限", "至今", "不限"})
NOTHING = frozenset(
    {"", "/", "//", "-", "--", "—", "——", "无", "空", "暂无", "\\", "*", "不详", "未知", "N/A", "#N/A"}
)
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_SEPARATORS = re.compile(r"[年月./\-—–_,、。·~\\]")
_PARTED = re.compile(r"^(\d{4}|\d{2})[/](\d{1,2})(?:[/](\d{1,2})日?号?)?(?![\d])")
_AMERICAN = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})?(?!\d)")
_YEAR = re.compile(r"^(\d{4})/?$")


class BadDate(ValueError):
    """A cell that should hold a day and does not."""


def read_day(cell: object, *, from_1904: bool = False, latest: date | None = None) -> date | None:
    """Return the day a cell holds, None where it says there is none; raise `BadDate` otherwise.

    A month without a day is its first; a year of two digits is the latest that is not after ``latest``.
    """
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).date() if cell.tzinfo else cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        raise BadDate(str(cell))
    if isinstance(cell, int | float):
        return _from_number(float(cell), from_1904)
    return _from_text(str(cell or ""), from_1904, latest)


def _from_number(number: float, from_1904: bool) -> date:
    if not math.isfinite(number):
        raise BadDate(str(number))
    whole = int(number)
    if number != whole and whole in YEARS:
        # 2024.03 typed as a figure: one decimal may have lost its zero (2024.10), the month then reads as January.
        return _day(whole, int(f"{number:.2f}".split(".")[1].rstrip("0") or 1), 1)
    if whole in SERIALS:
        return (EPOCH_1904 if from_1904 else EPOCH_1900) + timedelta(days=whole)
    return _from_solid(str(whole))


@lru_cache(maxsize=8192)
def _from_text(raw: str, from_1904: bool, latest: date | None) -> date | None:
    text = "".join(unicodedata.normalize("NFKC", raw).split("T")[0].split())
    text = re.sub(r"\d{1,2}:\d{2}(:\d{2})?.*$", "", text) if ":" in text else text
    text = text.strip("'\"`()“”‘’")
    if text.upper() in NOTHING or text in OPEN_ENDED:
        return None
    if text.isdigit() and int(text) in SERIALS:
        return _from_number(int(text), from_1904)
    return _from_parts(_arabic(text), latest)


def _from_parts(text: str, latest: date | None) -> date:
    parted = _SEPARATORS.sub("/", text)
    if match := _PARTED.match(parted):
        year, month, day = match.group(1), int(match.group(2)), int(match.group(3) or 1)
        return _day(int(year) if len(year) == 4 else _century(int(year), latest), month, day)
    if match := _AMERICAN.match(parted):
        return _day(int(match.group(3)), int(match.group(1)), int(match.group(2)))
    return _from_solid(parted.rstrip("/"))


def _from_solid(text: str) -> date:
    if match := _SOLID.match(text):
        return _day(int(match.group(1)), int(match.group(2)), int(match.group(3) or 1))
    if (match := _YEAR.match(text)) and int(match.group(1)) in YEARS:
        return date(int(match.group(1)), 1, 1)
    raise BadDate(text)


def _century(year: int, latest: date | None) -> int:
    return 2000 + year if latest is None or 2000 + year <= latest.year else 1900 + year


def _day(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise BadDate(f"{year}-{month}-{day}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate(f"{year}-{month}-{day}") from error


def _arabic(text: str) -> str:
    """Return 二〇二四年三月十五日 with Arabic figures."""
    if not any(c in "〇零一二三四五六七八九十" for c in text):
        return text
    text = re.sub(r"([一二三])?十([一二三四五六七八九])?", _tens, text)
    return text.translate(_DIGITS)


def _tens(match: re.Match[str]) -> str:
    return f"{(match.group(1) or '一').translate(_DIGITS)}{(match.group(2) or '零').translate(_DIGITS)}"
