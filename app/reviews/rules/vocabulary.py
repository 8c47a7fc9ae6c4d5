"""The words of the room."""

from __future__ import annotations

from app.core.labels import Labelled


class Lane(Labelled):
    """审核队列: why a log is looked at, from what comes first to what is left."""

    ANSWERED = "answered", "医生已答复", "Answered by the doctor"
    EXCEPTION = "exception", "先看这些", "Look at these first"
    SAMPLE = "sample", "随机抽查", "Random sample"
    REST = "rest", "其余未见异常", "The rest, nothing unusual"


class Verdict(Labelled):
    """审核结论: what a supervisor decides about one log."""

    ACCEPTED = "accepted", "通过", "Accepted"
    RETURNED = "returned", "退回", "Returned"
    CALL_BACK = "call-back", "需要回访核实", "Call-back needed"


class ReturnReason(Labelled):
    """退回原因: why a log goes back to its doctor."""

    VALUE = "value", "数值可疑或有误", "A value is doubtful or wrong"
    MISSING = "missing", "应填的没有填", "Something that belongs there is missing"
    CLASS = "class", "随访分类与数值不符", "The class does not fit the values"
    PERSON = "person", "可能记错了人", "Perhaps the wrong person"
    DATE = "date", "日期或时间不合理", "The day or the time cannot be right"
    ACTION = "action", "该处理的没有处理", "What should have been done was not"
    OTHER = "other", "其他", "Other"


class CallWay(Labelled):
    """核实方式: how somebody was asked whether the visit took place."""

    PHONE = "phone", "电话回访", "By telephone"
    DOOR = "door", "上门核实", "At the door"


class Reached(Labelled):
    """问到了谁: who answered."""

    PATIENT = "patient", "本人", "The resident"
    GUARDIAN = "guardian", "监护人", "The guardian"
    FAMILY = "family", "家人", "Family"
    NEIGHBOUR = "neighbour", "邻居", "A neighbour"
    NOBODY = "nobody", "没有联系上", "Nobody"


class Told(Labelled):
    """What was answered to one question."""

    YES = "yes", "是", "Yes"
    NO = "no", "不是", "No"
    UNSURE = "unsure", "记不清", "Not sure"


class Done(Labelled):
    """做了什么: what the person remembers of the visit."""

    PRESSURE = "pressure", "量血压", "Blood pressure taken"
    GLUCOSE = "glucose", "测血糖", "Glucose measured"
    MEDICINE = "medicine", "问用药、发药", "Medicine asked about or given"
    ADVICE = "advice", "讲解指导", "Advice"
    TALK = "talk", "聊天问候", "A talk"
    NOTHING = "nothing", "什么也没做", "Nothing"


class CallOutcome(Labelled):
    """核实结果: what the answers come to."""

    CONFIRMED = "confirmed", "属实", "Confirmed"
    CONTRADICTED = "contradicted", "与记录不符", "Contradicted"
    UNCLEAR = "unclear", "说不清", "Unclear"
    NOT_REACHED = "not-reached", "没有联系上", "Nobody reached"


class Signal(Labelled):
    """疑点: what in a doctor's logs of a month is worth a look. A hint, never a verdict."""

    REPEATED = "repeated", "数值重复", "Repeated values"
    HEAPED = "heaped", "尾数集中", "Heaped end digits"
    BELOW_LIMIT = "below-limit", "压线数值偏多", "Values just below the limit"
    HURRIED = "hurried", "短时间内多次随访", "Many visits in few minutes"
    ENTERED_LATE = "entered-late", "补录过迟", "Entered long after the visit"
    FAR_AWAY = "far-away", "地点离村很远", "Place far from the village"
    NOT_THERE = "not-there", "死亡后或住院期间的随访", "Visit after death or during a hospital stay"
    SAME_WORDS = "same-words", "文字雷同", "Identical texts"


class Judgement(Labelled):
    """核对意见: what a supervisor found when she looked into a signal."""

    EXPLAINED = "explained", "已说明，属正常", "Explained, nothing wrong"
    WATCHED = "watched", "继续观察", "To be watched"
    TALKED = "talked", "已约谈医生", "Talked over with the doctor"
    CONFIRMED = "confirmed", "问题属实", "Found to be true"
