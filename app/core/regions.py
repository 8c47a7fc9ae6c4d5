"""Division codes: twelve digits, province 2, city 4, county 6, town 9, village 12 (statistical codes)."""

from __future__ import annotations

from app.core.errors import Refused
from app.core.labels import Labelled
from app.core.words import Text

FULL_LENGTH = 12


class Level(Labelled):
    """行政层级: how far down the tree an area stands."""

    PROVINCE = "province", "省", "Province"
    CITY = "city", "市", "City"
    COUNTY = "county", "县（区）", "County"
    TOWN = "town", "乡镇（街道）", "Town"
    VILLAGE = "village", "村（社区）", "Village"

    @property
    def digits(self) -> int:
        """How many leading digits name an area of this level."""
        return _DIGITS[self]


_DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWN: 9, Level.VILLAGE: 12}


def full_code(code: str) -> str:
    """Return the code with its trailing zeros; refuse what is no division code."""
    digits = code.strip()
    if not (digits.isascii() and digits.isdigit() and 2 <= len(digits) <= FULL_LENGTH):
        raise Refused(
            Text(
                "“{code}”不是行政区划代码：应为 2 至 12 位数字。",
                "“{code}” is no division code: 2 to 12 digits.",
            ).filled(code=code)
        )
    return digits.ljust(FULL_LENGTH, "0")


def level_of(code: str) -> Level:
    """Return the level a full code stands on."""
    for level in _DIGITS:
        if not code[level.digits :].strip("0"):
            return level
    return Level.VILLAGE


def prefix_of(code: str) -> str:
    """Return the digits that every area below this one begins with."""
    return code[: level_of(code).digits]


def parent_of(code: str) -> str | None:
    """Return the full code one level up, None for a province."""
    levels = list(_DIGITS)
    at = levels.index(level_of(code))
    return None if at == 0 else full_code(code[: levels[at - 1].digits])


def lies_within(code: str, area: str) -> bool:
    """Return whether an area lies in another one or is the same."""
    return code.startswith(prefix_of(area))


def code_range(area: str) -> tuple[str, str]:
    """Return the lowest and highest full code inside an area, both inclusive."""
    prefix = prefix_of(area)
    return prefix.ljust(FULL_LENGTH, "0"), prefix.ljust(FULL_LENGTH, "9")
