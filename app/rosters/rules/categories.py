"""人员类别: the low-income categories a row names, over one column or several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from app.policy.terms import Category

_NOT = re.compile(r"(非|不是|未享受|无)(低保边缘|低保|特困|监测对象|监测户|监测)(户|人员|对象)?")
_MONITORED = (
    (Category.MONITORED_UNSTABLE, re.compile(r"脱贫不稳定户?|不稳定脱贫户?")),
    (Category.MONITORED_MARGINAL, re.compile(r"边缘易致贫户?|易致贫边缘户?|边缘户")),
    (Category.MONITORED_SUDDEN, re.compile(r"突发(性)?严重困难户?|严重困难户|突发困难户?")),
)
_ANY_MONITORED = re.compile(r"防止?返贫|返贫|致贫监测|监测(对象|户|人口|帮扶)|防贫")
_LOW_MARGIN = re.compile(
    r"(低保|最低生活保障)(的)?边缘(家庭|户|成员|人口|对象|家庭成员)*|低边(户|家庭)?|低收入边缘"
)
_MINIMUM = re.compile(r"低保|最低生活保障")
_DESTITUTE = re.compile(r"特困|五保|三无|供养对象|供养人员|(分散|集中)供养")
_RIGID = re.compile(r"刚性支出|支出型(困难|贫困)")
_PLAIN = ((Category.MINIMUM_LIVING, _MINIMUM), (Category.RIGID_EXPENDITURE, _RIGID))
_OTHER = re.compile(
    r"其他(困难|低收入)|孤儿|事实无人抚养|困境儿童|残疾|因病致贫|脱贫(户|人口)|建档立卡|困难(人员|户|群众|家庭|职工)|计划生育特殊|优抚|低收入"
)


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Category, ...]:
    rest = _NOT.sub("", "".join(unicodedata.normalize("NFKC", text).split()))
    # The margin and the kinds of monitoring go first and are struck out: 低保边缘 is no 低保, 边缘易致贫 no margin of it.
    found: list[Category] = []
    for category, pattern in ((Category.LOW_MARGIN, _LOW_MARGIN), *_MONITORED):
        if pattern.search(rest):
            found.append(category)
            rest = pattern.sub("|", rest)
    if _ANY_MONITORED.search(rest) and not any(_is_monitored(category) for category in found):
        found.append(Category.MONITORED)
    if _DESTITUTE.search(rest):
        found.append(_destitute(rest))
    found += [category for category, pattern in _PLAIN if pattern.search(rest)]
    if not found and _OTHER.search(rest):
        found.append(Category.OTHER_DIFFICULTY)
    return tuple(found)


def _is_monitored(category: Category) -> bool:
    return str(category.value).startswith(str(Category.MONITORED.value))


def _destitute(text: str) -> Category:
    if "集中" in text:
        return Category.DESTITUTE_CENTRALISED
    return Category.DESTITUTE_SCATTERED if "分散" in text else Category.DESTITUTE


def read_categories(
    main: str, *, details: Iterable[str] = (), ticked: Iterable[Category] = ()
) -> tuple[Category, ...]:
    """Return every category a row names.

    A second column only tells the first one's kind (分散供养, 突发严重困难户); where the first is empty it speaks for itself.
    A support that does not go with the category (低保 + 分散供养) is left aside.
    """
    detail = "|".join(part for part in details if part)
    named = list(_read(main)) if main else list(_read(detail))
    named += [category for category in ticked if category not in named]
    return tuple(dict.fromkeys(_refined(category, detail) for category in named))


def _refined(category: Category, detail: str) -> Category:
    if category is Category.DESTITUTE:
        return _destitute(detail)
    if category is Category.MONITORED:
        for kind in _read(detail):
            if kind.value.startswith(f"{category.value}-"):
                return kind
    return category
