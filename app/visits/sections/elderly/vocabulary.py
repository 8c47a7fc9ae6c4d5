"""The terms of the yearly check and of the self-care scale, in the order the forms number them."""

from __future__ import annotations

from app.core.labels import Labelled


class CheckSymptom(Labelled):
    """症状 of the check that no follow-up asks."""

    NONE = "none", "无", "None"
    CHEST_PAIN = "chest-pain", "胸痛", "Chest pain"
    TIRED = "tired", "乏力", "Tired"
    JOINTS = "joints", "关节肿痛", "Swollen, painful joints"
    URGENCY = "urgency", "尿急", "Urgency"
    PAINFUL_URINE = "painful-urine", "尿痛", "Painful urine"
    CONSTIPATION = "constipation", "便秘", "Constipation"
    DIARRHOEA = "diarrhoea", "腹泻", "Diarrhoea"
    BREAST = "breast", "乳房胀痛", "Painful breasts"


class Suspicion(Labelled):
    """肺结核可疑症状."""

    NONE = "none", "无", "None"
    COUGH = "cough", "咳嗽咳痰两周以上", "Cough or sputum for two weeks or more"
    BLOOD = "blood", "咯血或痰中带血", "Blood coughed up or in sputum"
    FEVER = "fever", "发热、盗汗、胸痛或消瘦", "Fever, night sweat, chest pain or wasting"


class Contentment(Labelled):
    """老年人健康状态自我评估."""

    CONTENT = "content", "满意", "Satisfied"
    FAIRLY = "fairly", "基本满意", "Fairly satisfied"
    UNSURE = "unsure", "说不清楚", "Cannot say"
    NOT_QUITE = "not-quite", "不太满意", "Not very satisfied"
    NOT = "not", "不满意", "Not satisfied"


class Reliance(Labelled):
    """自理程度: a column of the self-care scale."""

    ALONE = "alone", "独立完成", "Alone"
    SLIGHT = "slight", "稍需协助", "With a little help"
    MUCH = "much", "需要较多协助", "With much help"
    WHOLLY = "wholly", "完全需要帮助", "Wholly with help"


class SelfCareGrade(Labelled):
    """老年人生活自理能力评估: what the points come to."""

    ABLE = "able", "可自理", "Able"
    MILD = "mild", "轻度依赖", "Mildly dependent"
    MODERATE = "moderate", "中度依赖", "Moderately dependent"
    UNABLE = "unable", "不能自理", "Unable"


class Screened(Labelled):
    """粗筛."""

    NEGATIVE = "negative", "粗筛阴性", "Negative"
    POSITIVE = "positive", "粗筛阳性", "Positive"


class Exercise(Labelled):
    """体育锻炼频率."""

    DAILY = "daily", "每天", "Daily"
    WEEKLY = "weekly", "每周一次以上", "More than once a week"
    SOMETIMES = "sometimes", "偶尔", "Sometimes"
    NEVER = "never", "不锻炼", "Never"


class Diet(Labelled):
    """饮食习惯."""

    BALANCED = "balanced", "荤素均衡", "Balanced"
    MEAT = "meat", "荤食为主", "Mostly meat"
    VEGETABLE = "vegetable", "素食为主", "Mostly vegetables"
    SALT = "salt", "嗜盐", "Fond of salt"
    OIL = "oil", "嗜油", "Fond of oil"
    SUGAR = "sugar", "嗜糖", "Fond of sugar"


class Smoking(Labelled):
    """吸烟状况."""

    NEVER = "never", "从不吸烟", "Never"
    STOPPED = "stopped", "已戒烟", "Stopped"
    SMOKES = "smokes", "吸烟", "Smokes"


class Drinking(Labelled):
    """饮酒频率."""

    NEVER = "never", "从不", "Never"
    SOMETIMES = "sometimes", "偶尔", "Sometimes"
    OFTEN = "often", "经常", "Often"
    DAILY = "daily", "每天", "Daily"


class Normal(Labelled):
    """正常或异常."""

    NORMAL = "normal", "正常", "Normal"
    ABNORMAL = "abnormal", "异常", "Abnormal"


class Lips(Labelled):
    """口唇."""

    ROSY = "rosy", "红润", "Rosy"
    PALE = "pale", "苍白", "Pale"
    BLUE = "blue", "发绀", "Blue"
    CRACKED = "cracked", "皲裂", "Cracked"
    BLISTERED = "blistered", "疱疹", "Blistered"


class Teeth(Labelled):
    """齿列."""

    NORMAL = "normal", "正常", "Normal"
    MISSING = "missing", "缺齿", "Missing"
    DECAYED = "decayed", "龋齿", "Decayed"
    FALSE = "false", "义齿", "False"


class Hearing(Labelled):
    """听力."""

    HEARS = "hears", "听见", "Hears"
    HARD = "hard", "听不清或无法听见", "Hard of hearing, or deaf"


class Movement(Labelled):
    """运动功能."""

    SMOOTH = "smooth", "可顺利完成", "Moves with ease"
    NOT_ALONE = "not-alone", "无法独立完成任何一个动作", "Not without help"


class Rhythm(Labelled):
    """心律."""

    EVEN = "even", "齐", "Regular"
    UNEVEN = "uneven", "不齐", "Irregular"
    WHOLLY_UNEVEN = "wholly-uneven", "绝对不齐", "Wholly irregular"


class LegSwelling(Labelled):
    """下肢水肿."""

    NONE = "none", "无", "None"
    ONE_SIDE = "one-side", "单侧", "One side"
    UNEVEN = "uneven", "双侧不对称", "Both, uneven"
    EVEN = "even", "双侧对称", "Both, even"


class Trace(Labelled):
    """尿常规定性结果."""

    NEGATIVE = "negative", "−", "−"
    TRACE = "trace", "±", "±"
    ONE = "1", "+", "+"
    TWO = "2", "++", "++"
    THREE = "3", "+++ 及以上", "+++ or more"


class Assessment(Labelled):
    """健康评价."""

    FINE = "fine", "体检无异常", "Nothing abnormal"
    ABNORMAL = "abnormal", "有异常", "Abnormal"


class Guidance(Labelled):
    """健康指导."""

    ENROL = "enrol", "纳入慢性病患者健康管理", "Enrol for chronic care"
    RECHECK = "recheck", "建议复查", "Check again"
    REFER = "refer", "建议转诊", "Refer"


class Control(Labelled):
    """危险因素控制."""

    SMOKING = "smoking", "戒烟", "Stop smoking"
    DRINKING = "drinking", "健康饮酒", "Drink less"
    DIET = "diet", "饮食", "Diet"
    EXERCISE = "exercise", "锻炼", "Exercise"
    WEIGHT = "weight", "减体重", "Lose weight"
    VACCINE = "vaccine", "建议接种疫苗", "Vaccination"
    OTHER = "other", "其他", "Other"
