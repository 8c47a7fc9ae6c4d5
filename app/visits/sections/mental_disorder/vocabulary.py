"""The terms of the follow-up of severe mental disorder, numbered as its form numbers them."""

from __future__ import annotations

from app.core.labels import Labelled


class DangerGrade(Labelled):
    """危险性评估: what somebody was seen to do, from nothing to armed violence."""

    NOTHING = "0", "0 级：无以下行为", "0: none of these"
    THREATS = "1", "1 级：口头威胁、喊叫，没有打砸", "1: threats and shouting, no smashing"
    AT_HOME = "2", "2 级：在家打砸财物，能被劝止", "2: smashes things at home, can be talked down"
    ANYWHERE = "3", "3 级：不分场合打砸财物，劝不住", "3: smashes things anywhere, cannot be stopped"
    GOES_ON = (
        "4",
        "4 级：持续打砸或伤人，含自伤自杀",
        "4: keeps smashing things or hurting people, or self-harm",
    )
    ARMED = "5", "5 级：持械针对人的暴力，或纵火、爆炸", "5: armed violence, arson, explosion"


class MentalSymptom(Labelled):
    """目前症状."""

    HALLUCINATION = "hallucination", "幻觉", "Hallucinations"
    HARD_TO_TALK_TO = "hard-to-talk-to", "交流困难", "Hard to talk to"
    SUSPICION = "suspicion", "猜疑", "Suspicious"
    MOODY = "moody", "喜怒无常", "Moods that swing"
    ODD = "odd", "行为怪异", "Odd behaviour"
    EXCITED = "excited", "兴奋话多", "Excited, talks much"
    DESTRUCTIVE = "destructive", "伤人毁物", "Hurts people, breaks things"
    HOPELESS = "hopeless", "悲观厌世", "Hopeless, tired of life"
    WANDERING = "wandering", "无故外走", "Walks off for no reason"
    TALKS_ALONE = "talks-alone", "自语自笑", "Talks and laughs alone"
    WITHDRAWN = "withdrawn", "孤僻懒散", "Withdrawn, idle"
    NONE = "none", "无症状", "None"
    OTHER = "other", "其他", "Other"


class Extent(Labelled):
    """精神症状程度: what the class of the visit is decided by."""

    GONE = "gone", "基本消失", "All but gone"
    SOME = "some", "部分存在", "Some left"
    MARKED = "marked", "明显", "Marked"


class Insight(Labelled):
    """自知力."""

    FULL = "full", "自知力完全", "Full"
    PARTIAL = "partial", "自知力不全", "Partial"
    LACKING = "lacking", "自知力缺失", "Lacking"


class Applying(Labelled):
    """良好、一般、较差，或此项不适用."""

    GOOD = "good", "良好", "Good"
    FAIR = "fair", "一般", "Fair"
    POOR = "poor", "较差", "Poor"
    NOT_APPLYING = "not-applying", "此项不适用", "Does not apply"


class Locked(Labelled):
    """两次随访期间关锁情况."""

    NO = "no", "无关锁", "Not locked up"
    YES = "yes", "关锁", "Locked up"
    RELEASED = "released", "关锁已解除", "Released"


class Stay(Labelled):
    """两次随访期间住院情况."""

    NONE = "none", "未住院", "None"
    NOW = "now", "目前正在住院", "In hospital now"
    BEFORE = "before", "曾住院，现未住院", "Was in hospital, now out"


class Course(Labelled):
    """治疗效果."""

    CURED = "cured", "痊愈", "Cured"
    BETTER = "better", "好转", "Better"
    SAME = "same", "无变化", "No change"
    WORSE = "worse", "加重", "Worse"
    NOT_APPLYING = "not-applying", "此项不适用", "Does not apply"


class Serious(Labelled):
    """严重情况 that make somebody unstable whatever the grade."""

    REACTION = "reaction", "急性或严重药物不良反应", "Acute or serious adverse reaction"
    ILLNESS = "illness", "严重躯体疾病", "Serious bodily illness"


class Rehabilitation(Labelled):
    """康复措施."""

    DAILY = "daily", "生活劳动能力", "Daily life and work"
    VOCATIONAL = "vocational", "职业训练", "Vocational training"
    LEARNING = "learning", "学习能力", "Learning"
    SOCIAL = "social", "社会交往", "Social contact"
    OTHER = "other", "其他", "Other"


class Lost(Labelled):
    """失访原因."""

    WORKS_AWAY = "works-away", "外出打工", "Works elsewhere"
    MOVED = "moved", "迁居他处", "Moved away"
    MISSING = "missing", "走失", "Missing"
    NOT_COME = "not-come", "连续 3 次未到访", "Did not come three times running"
    OTHER = "other", "其他", "Other"


class Diagnosis(Labelled):
    """六类诊断."""

    SCHIZOPHRENIA = "schizophrenia", "精神分裂症", "Schizophrenia"
    SCHIZOAFFECTIVE = "schizoaffective", "分裂情感性障碍", "Schizoaffective disorder"
    PARANOID = "paranoid", "偏执性精神病", "Paranoid psychosis"
    BIPOLAR = "bipolar", "双相情感障碍", "Bipolar disorder"
    EPILEPTIC = "epileptic", "癫痫所致精神障碍", "Disorder due to epilepsy"
    RETARDED = "retarded", "精神发育迟滞伴发精神障碍", "Disorder with intellectual disability"


class Consent(Labelled):
    """知情同意."""

    AGREED = "agreed", "同意参加管理", "Agrees to be managed"
    REFUSED = "refused", "不同意", "Does not agree"


class Stability(Labelled):
    """本次随访分类."""

    UNSTABLE = "unstable", "不稳定", "Unstable"
    FAIR = "fair", "基本稳定", "Fairly stable"
    STABLE = "stable", "稳定", "Stable"
