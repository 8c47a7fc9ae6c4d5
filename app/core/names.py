"""Names as lists write them, and the pinyin initials people search by."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

# Surnames that are read otherwise than the character usually is, or that are read in two ways: the surname's reading comes
# first. Whatever else the character can be read stays findable after it.
SURNAMES = {
    "单": "s", "仇": "q", "解": "x", "区": "o", "查": "z", "曾": "z", "翟": "zd", "乐": "yl", "覃": "qt", "盖": "g",
    "缪": "m", "尉": "wy", "蔚": "yw", "朴": "pb", "种": "c", "重": "c", "召": "s", "折": "s", "那": "n", "员": "y",
    "冼": "x", "洗": "x", "阚": "k", "华": "h", "任": "r", "宁": "n", "纪": "j", "万": "w", "黑": "h", "繁": "p",
    "燕": "y", "哈": "h", "晟": "c", "藏": "zc", "盛": "s", "殷": "y", "隗": "wk", "贾": "j", "谌": "cs", "车": "c",
    "牟": "m", "薄": "b", "秘": "b", "沈": "s", "长": "z", "宓": "mf", "句": "g", "褚": "c", "莘": "s", "逄": "p",
    "逢": "p", "郗": "xc", "郄": "q", "郇": "xh", "眭": "s", "佴": "n", "祭": "z", "钭": "t", "乜": "n", "么": "y",
    "圈": "j", "能": "n", "都": "d", "费": "fb", "强": "q", "瞿": "q", "石": "s", "冯": "f", "於": "y", "佘": "s",
    "厍": "s", "仉": "z", "祢": "m", "笮": "z", "过": "g", "相": "x", "卜": "b", "叶": "y", "谷": "g", "俞": "y",
}  # fmt: skip
COMPOUND = {
    "尉迟": "yc", "长孙": "zs", "单于": "cy", "万俟": "mq", "澹台": "tt", "令狐": "lh", "鲜于": "xy", "乐正": "yz",
    "拓跋": "tb", "谷梁": "gl", "宰父": "zf",
}  # fmt: skip
MOST_VARIANTS = 8
_DOTS = re.compile(r"[•．・‧∙⋅.]")
_BRACKETED = re.compile(r"[（(【\[].*?[）)】\]]\s*$")


def clean_name(raw: object) -> str:
    """Return a name without inner or outer blanks, one kind of middle dot, and without a nickname in brackets."""
    if type(raw) is str and raw.isalpha():
        return raw  # nearly all of them: letters alone, with nothing to take away
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
    compound = COMPOUND.get(plain[:2], "")
    as_compound = _spelled([*compound, *(_readings(c)[:1] for c in plain[2:])]) if compound else ()
    first = dict.fromkeys((*SURNAMES.get(plain[0], ""), *_readings(plain[0])))
    as_single = _spelled([tuple(first), *(_readings(c)[:1] for c in plain[1:])])
    return tuple(dict.fromkeys(as_compound + as_single))[:MOST_VARIANTS]


@lru_cache(maxsize=20_000)
def _readings(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - its readings weigh 11 MB, and most workers only look names up

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors=lambda c: c)[0]
    return tuple(dict.fromkeys(reading[0].lower() for reading in found if reading)) or (character.lower(),)


def _spelled(columns: Sequence[Iterable[str]]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys("".join(row) for row in itertools.islice(itertools.product(*columns), MOST_VARIANTS))
    )
