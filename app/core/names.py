"""Names as lists write them, and the pinyin initials people search by."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

# Surnames whose reading as a surname differs from the common one; the surname's reading comes first, the other stays findable.
SURNAMES = {
    "单": "sd", "仇": "qc", "解": "xj", "区": "oq", "查": "zc", "曾": "zc", "翟": "zd", "乐": "yl", "覃": "qt",
    "盖": "g", "缪": "m", "尉": "yw", "朴": "pb", "种": "cz", "重": "cz", "召": "sz", "折": "sz", "那": "n",
    "员": "y", "冼": "x", "洗": "x", "阚": "k", "华": "h", "任": "r", "宁": "n", "纪": "j", "万": "wm",
    "黑": "h", "繁": "pf", "燕": "y", "哈": "h", "晟": "cs", "藏": "zc", "盛": "sc", "殷": "y", "隗": "wk",
    "贾": "jg", "谌": "c", "厘": "xl", "车": "cj", "牟": "m", "薄": "b", "秘": "bm", "沈": "s", "长": "zc",
}  # fmt: skip
COMPOUND = {"尉迟": "yc", "长孙": "zs", "单于": "cy", "万俟": "mq", "澹台": "tt", "令狐": "lh", "鲜于": "xy"}
MOST_VARIANTS = 8
_DOTS = re.compile(r"[•．・‧∙⋅.]")
_BRACKETED = re.compile(r"[（(【\[].*?[）)】\]]\s*$")


def clean_name(raw: object) -> str:
    """Return a name without inner or outer blanks, one kind of middle dot, and without a nickname in brackets."""
    name = "".join(
        c for c in str(raw or "") if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")
    )
    name = _BRACKETED.sub("", name) or name
    return _DOTS.sub("·", name) if not name.isascii() else name


@lru_cache(maxsize=20_000)
def initials_of(name: str) -> tuple[str, ...]:
    """Return every reading of a name as lower-case initials, the likeliest first, at most eight."""
    plain = name.replace("·", "")
    if not plain:
        return ()
    for compound, reading in COMPOUND.items():
        if plain.startswith(compound):
            return _spelled([(letter,) for letter in reading] + [_readings(c) for c in plain[2:]])
    first = tuple(SURNAMES.get(plain[0], "")) + _readings(plain[0])
    return _spelled([tuple(dict.fromkeys(first)), *(_readings(c)[:1] for c in plain[1:])])


def _readings(character: str) -> tuple[str, ...]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors=lambda c: c)[0]
    return tuple(dict.fromkeys(reading[0].lower() for reading in found if reading)) or (character.lower(),)


def _spelled(columns: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys("".join(row) for row in itertools.islice(itertools.product(*columns), MOST_VARIANTS))
    )
