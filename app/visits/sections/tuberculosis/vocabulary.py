"""The terms of the two forms of tuberculosis, in the order the forms number them."""

from __future__ import annotations

from app.core.labels import Labelled


class PatientType(Labelled):
    """患者类型."""

    NEW = "new", "初治", "New"
    RETREATED = "retreated", "复治", "Retreated"


class Sputum(Labelled):
    """痰菌情况."""

    POSITIVE = "positive", "阳性", "Positive"
    NEGATIVE = "negative", "阴性", "Negative"
    NOT_TESTED = "not-tested", "未查痰", "Not tested"


class Resistance(Labelled):
    """耐药情况."""

    RESISTANT = "resistant", "耐药", "Resistant"
    SENSITIVE = "sensitive", "非耐药", "Not resistant"
    NOT_TESTED = "not-tested", "未检测", "Not tested"


class TbSymptom(Labelled):
    """症状及体征; the form counts from 0."""

    NONE = "none", "没有症状", "None"
    COUGH = "cough", "咳嗽咳痰", "Cough, sputum"
    NIGHT_SWEAT = "night-sweat", "低热盗汗", "Low fever, night sweat"
    BLOOD = "blood", "咯血或血痰", "Blood coughed up or in sputum"
    CHEST_PAIN = "chest-pain", "胸痛消瘦", "Chest pain, wasting"
    NAUSEA = "nausea", "恶心纳差", "Nausea, poor appetite"
    HEADACHE = "headache", "头痛失眠", "Headache, sleeplessness"
    BLURRED_VISION = "blurred-vision", "视物模糊", "Blurred vision"
    RASH = "rash", "皮肤瘙痒、皮疹", "Itch, rash"
    HEARING = "hearing", "耳鸣、听力下降", "Ringing ears, poor hearing"
    OTHER = "other", "其他", "Other"


class Use(Labelled):
    """用法."""

    DAILY = "daily", "每日", "Daily"
    EVERY_OTHER_DAY = "every-other-day", "间歇", "Intermittent"


class Preparation(Labelled):
    """药品剂型."""

    FIXED = "fixed", "固定剂量复合制剂", "Fixed-dose combination"
    LOOSE = "loose", "散装药", "Loose medicines"
    BLISTER = "blister", "板式组合药", "Blister pack"
    INJECTION = "injection", "注射剂", "Injection"


class Supervisor(Labelled):
    """督导人员."""

    DOCTOR = "doctor", "医生", "Doctor"
    FAMILY = "family", "家属", "Family"
    SELF = "self", "自服药", "Takes it alone"
    OTHER = "other", "其他", "Other"


class Phase(Labelled):
    """治疗阶段."""

    INTENSIVE = "intensive", "强化期（或注射期）", "Intensive (or injections)"
    CONTINUATION = "continuation", "继续期", "Continuation"


class Room(Labelled):
    """单独的居室."""

    YES = "yes", "有", "Yes"
    NO = "no", "无", "No"


class Taught(Labelled):
    """健康教育及培训: what somebody has understood."""

    PICKING_UP = "picking-up", "取药地点、时间", "Where and when medicine is given out"
    CARD = "card", "服药记录卡的填写", "Filling in the record card"
    KEEPING = "keeping", "服药方法及药品存放", "Taking and keeping medicines"
    COURSE = "course", "肺结核治疗疗程", "Length of the course"
    IRREGULAR = "irregular", "不规律服药危害", "Harm of irregular doses"
    REACTIONS = "reactions", "服药后不良反应及处理", "Reactions and what to do"
    REVIEWS = "reviews", "治疗期间复诊查痰", "Reviews and sputum tests"
    AWAY = "away", "外出期间如何坚持服药", "Going on while away"
    HABITS = "habits", "生活习惯及注意事项", "Habits and care"
    CONTACTS = "contacts", "密切接触者检查", "Testing of close contacts"


class Ended(Labelled):
    """停止治疗原因."""

    COMPLETED = "completed", "完成疗程", "Course completed"
    DIED = "died", "死亡", "Died"
    LOST = "lost", "丢失", "Lost"
    RESISTANT = "resistant", "转入耐多药治疗", "Moved to treatment of resistance"
