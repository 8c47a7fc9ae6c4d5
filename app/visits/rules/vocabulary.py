"""The closed vocabularies several sections share, as the national forms number them."""

from __future__ import annotations

from app.core.labels import Labelled


class Symptom(Labelled):
    """症状 of the hypertension, diabetes and COPD forms together; one name wherever two forms mean the same."""

    NONE = "none", "无症状", "None"
    HEADACHE = "headache", "头痛头晕", "Headache, dizziness"
    NAUSEA = "nausea", "恶心呕吐", "Nausea, vomiting"
    BLURRED_VISION = "blurred-vision", "眼花、视力模糊", "Blurred vision"
    TINNITUS = "tinnitus", "耳鸣", "Ringing ears"
    DYSPNOEA = "dyspnoea", "呼吸困难", "Short of breath"
    PALPITATION = "palpitation", "心悸", "Palpitation"
    CHEST_TIGHTNESS = "chest-tightness", "胸闷", "Tight chest"
    NOSEBLEED = "nosebleed", "鼻衄不止", "Nosebleed that will not stop"
    NUMBNESS = "numbness", "手脚麻木", "Numb hands or feet"
    OEDEMA = "oedema", "下肢水肿", "Swollen legs"
    THIRST = "thirst", "多饮", "Thirst"
    HUNGER = "hunger", "多食", "Hunger"
    POLYURIA = "polyuria", "多尿", "Passing much urine"
    INFECTION = "infection", "感染", "Infection"
    WEIGHT_LOSS = "weight-loss", "体重明显下降", "Marked weight loss"
    WHEEZE = "wheeze", "喘息", "Wheeze"
    COUGH = "cough", "咳嗽", "Cough"
    SPUTUM = "sputum", "咳痰", "Sputum"
    FEVER = "fever", "发热", "Fever"
    MALAISE = "malaise", "全身不适", "Malaise"
    OTHER = "other", "其他", "Other"


class Danger(Labelled):
    """危急情况: what calls for an urgent referral whatever the figures say."""

    CONSCIOUSNESS = "consciousness", "意识或行为改变", "Changed consciousness or behaviour"
    SEVERE_HEADACHE = "severe-headache", "剧烈头痛或头晕", "Severe headache or dizziness"
    VOMITING = "vomiting", "剧烈呕吐", "Severe vomiting"
    EYES = "eyes", "突然视物不清、眼痛", "Sudden loss of sight, eye pain"
    CHEST_PAIN = "chest-pain", "持续胸痛胸闷", "Lasting chest pain"
    LYING = "lying", "喘憋不能平卧", "Cannot lie flat"
    PARALYSIS = "paralysis", "突然偏瘫或说不清话", "Sudden paralysis or slurred speech"
    CYANOSIS = "cyanosis", "口唇发紫", "Blue lips"
    ACETONE = "acetone", "呼气有烂苹果味", "Acetone breath"
    HIGH_FEVER = "high-fever", "体温超过 39 ℃", "Temperature above 39 °C"
    PALPITATION = "palpitation", "持续心悸或心率过快", "Lasting palpitation or fast heart"
    ARRHYTHMIA = "arrhythmia", "心律失常", "Irregular heart beat"
    SWEATING = "sweating", "大量出汗、发抖", "Heavy sweating, trembling"
    ABDOMINAL_PAIN = "abdominal-pain", "腹痛、食欲明显减退", "Abdominal pain, marked loss of appetite"
    DEEP_BREATHING = "deep-breathing", "深大呼吸、皮肤潮红", "Deep breathing, flushed skin"
    THIRST = "great-thirst", "明显多饮多尿", "Great thirst, passing much urine"
    SPUTUM = "sputum-changed", "痰量增多或变脓", "More sputum, or pus in it"
    OEDEMA = "oedema-new", "新出现水肿或心衰表现", "New oedema or signs of heart failure"
    PREGNANT = "pregnant", "妊娠或哺乳期数值升高", "Pregnant or nursing with raised values"
    OTHER = "other", "其他不能处理的急症", "Another condition that cannot be treated here"


class YesNo(Labelled):
    """有无."""

    NO = "no", "无", "None"
    YES = "yes", "有", "Yes"


class Complication(Labelled):
    """并发症: a new one, or one there was that grew worse."""

    NO = "no", "无", "None"
    YES = "yes", "新出现", "New"
    WORSE = "worse", "原有加重", "Grew worse"


class Manageable(Labelled):
    """药物不良反应 once it is there: whether it can be managed here."""

    YES = "yes", "能控制", "Can be managed"
    NO = "no", "难以控制", "Hard to manage"


class Adherence(Labelled):
    """服药依从性."""

    REGULAR = "regular", "规律", "Regular"
    IRREGULAR = "irregular", "间断", "Irregular"
    NONE = "none", "不服药", "Takes none"


class Grade(Labelled):
    """良好、一般、差: 心理调整 and 遵医行为."""

    GOOD = "good", "良好", "Good"
    FAIR = "fair", "一般", "Fair"
    POOR = "poor", "差", "Poor"


class Salt(Labelled):
    """摄盐情况."""

    LIGHT = "light", "轻", "Light"
    MEDIUM = "medium", "中", "Medium"
    HEAVY = "heavy", "重", "Heavy"


class ReferralReason(Labelled):
    """转诊原因."""

    TWICE_UNCONTROLLED = "twice-uncontrolled", "连续两次控制不满意", "Not controlled twice running"
    ADVERSE_REACTION = "adverse-reaction", "不良反应难以控制", "Adverse reaction hard to control"
    NEW_COMPLICATION = "new-complication", "出现新的并发症", "New complication"
    WORSE_COMPLICATION = "worse-complication", "原有并发症加重", "Complication grew worse"
    OTHER = "other", "其他", "Other"


class ReferralAnswer(Labelled):
    """是否转诊: what became of a referral the findings propose."""

    AGREED = "agreed", "同意转诊", "Referral agreed"
    DECLINED = "declined", "暂不转诊", "Not referred for now"


class EmergencyAction(Labelled):
    """What was done on a dangerous value."""

    REFERRED = "referred", "已安排紧急转诊", "Urgent referral arranged"
    REFUSED = "refused", "本人拒绝转诊，已告知风险", "Refused; risk explained"


class AttachmentKind(Labelled):
    """What may hang on a visit besides its answers."""

    PHOTO = "photo", "照片", "Photo"
    SIGNATURE = "signature", "签名", "Signature"
