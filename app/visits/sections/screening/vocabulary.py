"""The terms of screening: how far somebody is on the way of the three readings, and what puts him at risk."""

from __future__ import annotations

from app.core.labels import Labelled


class Stage(Labelled):
    """三次测压: how many readings on different days were raised, running."""

    NONE = "none", "未测", "Not measured"
    NORMAL = "normal", "未见偏高", "Not raised"
    FIRST = "first", "第一次偏高", "Raised once"
    SECOND = "second", "第二次偏高", "Raised twice"
    PROPOSED = "proposed", "三次不同日偏高，建议确诊建档", "Raised on three days: confirm and enrol"


class Risk(Labelled):
    """高血压易患因素: any one of the six puts somebody at risk."""

    HIGH_NORMAL = "high-normal", "血压正常高值", "High normal pressure"
    HEAVY = "heavy", "超重、肥胖或腹型肥胖", "Overweight, obese, or a wide waist"
    FAMILY = "family", "高血压家族史", "Hypertension in the family"
    SALTY = "salty", "长期高盐饮食", "Salty diet"
    SPIRITS = "spirits", "长期过量饮酒", "Much alcohol daily"
    AGE = "age", "年龄", "Age"


class Family(Labelled):
    """高血压家族史（父母、兄弟姐妹、子女）."""

    NO = "no", "无", "None"
    YES = "yes", "有", "Yes"
    UNKNOWN = "unknown", "不清楚", "Not known"
