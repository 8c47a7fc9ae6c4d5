"""病种: the conditions a cell names, by a table of the words that doctors and insurers use."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.policy.terms import Condition


@dataclass(frozen=True, slots=True)
class Disease:
    """One condition read from a cell, with the words it was read from."""

    condition: Condition
    text: str


NO_DISEASE = frozenset({"", "无", "/", "-", "—", "健康", "无病", "暂无", "没有", "否"})
_SYNONYMS: tuple[tuple[Condition, re.Pattern[str]], ...] = tuple(
    (condition, re.compile(pattern))
    for condition, pattern in (
        (Condition.HYPERTENSION, r"高血压|血压高|I1[0-5]|M03900|HBP"),
        (Condition.DIABETES, r"糖尿病(?!前期)|T[12]DM|E1[0-4]|M01600"),
        (Condition.HEART_FAILURE, r"心功能不全|心力衰竭|心衰|心功能[2-4ⅡⅢⅣ]|I50|M04301|CHF"),
        (Condition.CORONARY, r"冠心病|冠状动脉|冠脉|心肌梗|心梗|心绞痛|缺血性心|冠心|I2[0-5]|M04600"),
        (
            Condition.STROKE,
            r"脑卒中|卒中|中风|脑梗|脑出血|脑溢血|脑血管|脑血栓|脑栓塞|蛛网膜下腔出血|脑缺血|腔梗|腔隙性|偏瘫|I6[0-49]|M04803",
        ),
        (Condition.COPD, r"慢阻肺|阻塞性肺|慢性阻塞|COPD|肺气肿|J44|M05300"),
        (Condition.DIALYSIS, r"透析|血透|腹透|尿毒症|肾衰|肾功能衰竭|终末期肾"),
        (
            Condition.MENTAL_DISORDER,
            r"精神分裂|精神障碍|精神病|分裂情感|偏执|双相|躁狂|精神发育迟滞|重性精神|精神疾病",
        ),
        (Condition.TUBERCULOSIS, r"结核"),
        (Condition.CANCER, r"癌|恶性|白血病|淋巴瘤|骨髓瘤|放化疗|放疗|化疗|(?<!良性)肿瘤(?!.*良性)|肉瘤"),
        (
            Condition.RARE_DISEASE,
            r"罕见病|血友病|渐冻|肌萎缩侧索|戈谢|庞贝|法布雷|苯丙酮尿|脊髓性肌萎缩|肝豆状核|肺动脉高压|多发性硬化|成骨不全",
        ),
        (Condition.OTHER_MAJOR, r"移植|再生障碍|重大疾病|大病|红斑狼疮|肝硬化|艾滋|HIV"),
        (Condition.SPECIAL_DISEASE, r"特殊病|特病"),
    )
)
_COMPLICATED = re.compile(r"(伴|合并|有|及)[^无]{0,4}并发症|并发症|性心脏病|性心衰|性肾|心肾|靶器官|I1[1-3]")
_UNCOMPLICATED = re.compile(r"(无|不伴|未伴|没有|未见|不合并|不含)[^、,;]{0,3}并发症")
_INSULIN = re.compile(r"胰岛素")
_NO_INSULIN = re.compile(r"(非|不用|未用|无|不依赖|非依赖|未使用|不使用)[^、,;]{0,2}胰岛素|胰岛素(抵抗|非)")
_BRACKET = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_SEPARATOR = re.compile(
    r"[、,，;；。|+＋&\n\r/／\\]|(?<=[病压中肺衰塞症])[和及与](?=.)|\s{2,}|\d[.．、](?=\D)"
)
TWO_DISEASES = {
    Condition.HYPERTENSION: Condition.TWO_DISEASES_HYPERTENSION,
    Condition.DIABETES: Condition.TWO_DISEASES_DIABETES,
}


@lru_cache(maxsize=8192)
def read_diseases(raw: str, *, two_diseases: bool = False) -> tuple[Disease, ...]:
    """Return every condition a cell names; what nobody knows is kept as another chronic disease in its own words."""
    text = raw.strip()
    found: dict[Condition, str] = {}
    for part in _parts(text):
        for condition in _conditions(part, two_diseases):
            found.setdefault(condition, part)
    if Condition.DIABETES in found and _on_insulin(text):
        # 糖尿病、胰岛素治疗: the treatment was written as if it were a second disease.
        found = {
            Condition.DIABETES_INSULIN if c is Condition.DIABETES else c: words for c, words in found.items()
        }
    return tuple(Disease(condition, words[:100]) for condition, words in found.items())


def _parts(text: str) -> list[str]:
    """Split where a list separates diseases, never inside brackets."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match.group())
        return f"\x00{len(held) - 1}\x01"

    parts = _SEPARATOR.split(_BRACKET.sub(hold, text))
    whole = (re.sub(r"\x00(\d+)\x01", lambda m: held[int(m.group(1))], part or "") for part in parts)
    return [part.strip() for part in whole if part.strip() not in NO_DISEASE]


@lru_cache(maxsize=8192)
def _conditions(part: str, two_diseases: bool) -> tuple[Condition, ...]:
    plain = "".join(unicodedata.normalize("NFKC", part).split()).upper()
    found = [condition for condition, pattern in _SYNONYMS if pattern.search(plain)]
    if Condition.TUBERCULOSIS in found and "非结核" in plain:
        found.remove(Condition.TUBERCULOSIS)
    if not found:
        return () if _INSULIN.search(plain) and len(plain) <= 7 else (Condition.OTHER_CHRONIC,)
    if len(found) > 1 and Condition.SPECIAL_DISEASE in found:
        found.remove(Condition.SPECIAL_DISEASE)
    return tuple(_refined(condition, plain, two_diseases) for condition in found)


def _refined(condition: Condition, plain: str, two_diseases: bool) -> Condition:
    if condition in TWO_DISEASES and (two_diseases or "两病" in plain):
        return TWO_DISEASES[condition]
    if condition is Condition.HYPERTENSION and _COMPLICATED.search(_UNCOMPLICATED.sub("", plain)):
        return Condition.HYPERTENSION_COMPLICATED
    if condition is Condition.DIABETES and _on_insulin(plain):
        return Condition.DIABETES_INSULIN
    return condition


def _on_insulin(text: str) -> bool:
    return _INSULIN.search(_NO_INSULIN.sub("", text)) is not None
