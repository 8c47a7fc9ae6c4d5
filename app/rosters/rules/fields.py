"""列: from a heading as it is written to what the column means."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.rosters.rules.meanings import Field
from app.rosters.rules.vocabulary import HEADINGS

__all__ = ["Field", "accepted_headings", "field_of", "field_under", "tidy_heading"]

_OWNED_BY_OTHERS = re.compile(
    r"^(户主|监护人|联系人|紧急联系人|配偶|签约医生|责任医生|家庭医生|代办人|包保责任人|帮扶责任人|经办人)"
)
_UNIT = re.compile(
    r"[(（\[【][^)）\]】]*(mmHg|mmol|必填|选填|格式|kg|cm|可多选|文本|元|/L|次/分)[^)）\]】]*[)）\]】]",
    re.IGNORECASE,
)


def tidy_heading(raw: object) -> str:
    """Return a heading without blanks, units, stars and colons, in half-width."""
    text = unicodedata.normalize("NFKC", _UNIT.sub("", str(raw or "")))
    return "".join(c for c in text if not c.isspace()).strip("*:,.、;'\"")


@lru_cache(maxsize=4096)
def field_of(heading: str) -> tuple[Field, bool] | None:
    """Return what a tidy heading means and whether by its exact words; None where nobody knows."""
    for entry in HEADINGS:
        if heading in entry.words:
            return entry.field, True
    bare = re.sub(r"[(\[].*?[)\]]|\d+$", "", heading)
    if bare and bare != heading:
        return field_of(bare)
    for entry in HEADINGS:
        if entry.pattern is not None and len(heading) <= 24 and entry.pattern.search(heading):
            return entry.field, False
    return None


@lru_cache(maxsize=4096)
def field_under(upper: str, lower: str) -> tuple[Field, bool] | None:
    """Return what a column under a two-row heading means."""
    if not lower or lower == upper:
        return field_of(upper)
    if _OWNED_BY_OTHERS.match(upper):
        return field_of(upper + lower)
    whole = field_of(upper + lower) if upper else None
    if whole is not None and whole[1]:
        return whole
    return field_of(lower) or whole


def accepted_headings(field: Field) -> str:
    """Return the headings a fault proposes for a missing column."""
    entry = next(entry for entry in HEADINGS if entry.field is field)
    return "、".join(sorted(entry.words, key=lambda word: (word != field.zh, len(word)))[:6])
