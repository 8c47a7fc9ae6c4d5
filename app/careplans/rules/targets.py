"""目标: what is aimed at, kept in the doctor's Chinese, and told in English where its words are the usual ones."""

from __future__ import annotations

import re

from app.careplans.rules.vocabulary import Disease
from app.core.words import Text

CHINESE = re.compile(r"[\u3400-\u9fff]")
WHOLE = (
    Text("三天不增加 2 公斤", "less than 2 kg more in three days"),
    Text("回到不肿时的体重", "back to the weight without swelling"),
    Text("高压 100 以上不头晕", "systolic above 100 without dizziness"),
)
WORDS = (
    Text("低密度脂蛋白胆固醇", "LDL cholesterol "),
    Text("能耐受再降", "lower if tolerated"),
    Text("老人放宽", "less strict for the old"),
    Text(" 岁以上", " years and over: "),
    Text("安静时 ", "at rest "),
    Text("不低于 ", "at least "),
    Text("不高于 ", "at most "),
    Text("不超过 ", "at most "),
    Text("低于 ", "below "),
    Text("高于 ", "above "),
    Text(" 以上", " or more"),
    Text(" 以下", " or less"),
    Text(" 次", " beats"),
    Text("；", "; "),
    Text("，", ", "),
    *(disease.text for disease in Disease),
)


def target_told(target: str) -> Text:
    """Return a target for either reader; what is worded in another way stays as it was written."""
    said = next((one.en for one in WHOLE if one.zh == target), target)
    for word in WORDS:
        said = said.replace(word.zh, word.en)
    return Text(target, target if CHINESE.search(said) else said)
