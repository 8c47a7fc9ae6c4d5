"""Resident identity numbers (GB 11643): read as lists write them, checked, never guessed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import mul

from app.core.words import Text

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# Province codes of GB/T 2260; 81 to 83 are the residence permits of Hong Kong, Macao and Taiwan residents.
PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
        *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54"),
        *("61", "62", "63", "64", "65", "71", "81", "82", "83"),
    )
)
EARLIEST_YEAR = 1900
_LOOKALIKES = str.maketrans(dict.fromkeys("xХх×✕ⅹⅩχΧ", "X"))
_SPREADSHEET = re.compile(r"^\d(\.\d+)?[Ee]\+?\d+$")


class BadIdentity(ValueError):
    """A number that cannot be an identity number; ``text`` says why and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True)
class Identity:
    """A valid 18-character number with what it tells; ``converted`` when it was written with 15 digits."""

    number: str
    born_on: date
    sex: str
    converted: bool = False


def check_character(first17: str) -> str:
    """Return the check character of seventeen digits."""
    total = sum(map(mul, map(int, first17), WEIGHTS))
    return CHECK_CHARACTERS[total % 11]


def mask_identity(number: str) -> str:
    """Return the number with all but the first four and last four characters hidden."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def tidy_number(raw: str) -> str:
    """Return what was typed without spaces, quotes and invisible marks, full-width and look-alike characters mended."""
    if raw.isascii() and raw.isalnum() and "x" not in raw:
        return raw.upper()
    plain = unicodedata.normalize("NFKC", raw.translate(_LOOKALIKES))
    kept = "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    return kept.strip("'’‘`\"“”").upper().translate(_LOOKALIKES)


def read_identity(raw: object, *, today: date) -> Identity:
    """Return the identity a cell or a field holds.

    A number cell of a spreadsheet is refused: only fifteen of its digits are true.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        raise BadIdentity(
            Text(
                "身份证号被表格存成了数字，末几位已经丢失，无法还原。请在原表把该列设为“文本”后重新填写。",
                "The spreadsheet stored the number as a figure and lost its last digits. Set the column to text and retype it.",
            )
        )
    number = tidy_number(str(raw or ""))
    if not number:
        raise BadIdentity(
            Text("没有填身份证号，请补上。", "The identity number is missing; please fill it in.")
        )
    if _SPREADSHEET.match(number):
        raise BadIdentity(
            Text(
                "身份证号成了科学计数法（如 3.41502E+17），号码已经丢失。请在原表改为“文本”后重新填写。",
                "The identity number became scientific notation and is lost. Set the column to text and retype it.",
            )
        )
    return _read_old(number, today) if len(number) == 15 else _read_new(number, today)


def _read_old(number: str, today: date) -> Identity:
    if not number.isdigit():
        raise BadIdentity(_not_a_number(number))
    first17 = f"{number[:6]}19{number[6:]}"
    whole = _read_new(first17 + check_character(first17), today)
    return Identity(whole.number, whole.born_on, whole.sex, converted=True)


def _read_new(number: str, today: date) -> Identity:
    if len(number) != 18:
        raise BadIdentity(
            Text(
                "身份证号应为 18 位，这里有 {n} 位。请对照身份证核对。",
                "An identity number has 18 characters; this has {n}. Please check the card.",
            ).filled(n=len(number))
        )
    if not (number.isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        raise BadIdentity(_not_a_number(number))
    if number[:2] not in PROVINCES:
        raise BadIdentity(
            Text(
                "身份证号开头“{p}”不是省份代码，请核对。", "“{p}” is no province code; please check."
            ).filled(p=number[:2])
        )
    born_on = _birthday(number[6:14], today)
    if check_character(number[:17]) != number[17]:
        raise BadIdentity(
            Text(
                "身份证号校验位不对，可能有一位写错了。请对照身份证核对。",
                "The check character does not fit: one character may be wrong. Please check the card.",
            )
        )
    return Identity(number, born_on, "1" if int(number[16]) % 2 else "2")


def _birthday(digits: str, today: date) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise BadIdentity(
            Text(
                "身份证号里的出生日期 {d} 不存在，请核对。",
                "The birth date {d} does not exist; please check.",
            ).filled(d=digits)
        ) from None
    if born_on.year < EARLIEST_YEAR or born_on > today:
        raise BadIdentity(
            Text(
                "身份证号里的出生日期 {d} 不可能，请核对。", "The birth date {d} is impossible; please check."
            ).filled(d=digits)
        )
    return born_on


def _not_a_number(number: str) -> Text:
    return Text(
        "身份证号里有不该有的字符，只能是数字，末位可为 X。请核对。",
        "The identity number holds characters that do not belong: digits only, the last may be X.",
    )
