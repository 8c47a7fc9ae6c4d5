"""The closed vocabularies of plans: diseases, steps, kinds of prescription, how a medicine is taken, adherence."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition


class Disease(Labelled):
    """病种: what one plan is for. The eight groups are six diseases, two of them with a heavier form."""

    HYPERTENSION = "hypertension", "高血压", "Hypertension"
    DIABETES = "diabetes", "糖尿病", "Diabetes"
    COPD = "copd", "慢阻肺", "COPD"
    CORONARY = "coronary", "冠心病", "Coronary disease"
    STROKE = "stroke", "脑卒中", "Stroke"
    HEART_FAILURE = "heart-failure", "心功能不全", "Heart failure"

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions on record that make a plan for this disease somebody's own, the plainest first."""
        return _CONDITIONS[self]


_CONDITIONS = {
    Disease.HYPERTENSION: (
        Condition.HYPERTENSION,
        Condition.HYPERTENSION_COMPLICATED,
        Condition.TWO_DISEASES_HYPERTENSION,
    ),
    Disease.DIABETES: (Condition.DIABETES, Condition.DIABETES_INSULIN, Condition.TWO_DISEASES_DIABETES),
    Disease.COPD: (Condition.COPD,),
    Disease.CORONARY: (Condition.CORONARY,),
    Disease.STROKE: (Condition.STROKE,),
    Disease.HEART_FAILURE: (Condition.HEART_FAILURE,),
}


class Step(Labelled):
    """方案经过: what was done with a version of a plan. A version never changes; steps are added to it."""

    DRAFTED = "drafted", "存为草稿", "Kept as a draft"
    PROPOSED = "proposed", "提交待签", "Proposed"
    RETURNED = "returned", "退回修改", "Returned"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"
    SIGNED = "signed", "签字生效", "Signed"
    REPLACED = "replaced", "被新版替代", "Replaced"
    ENDED = "ended", "结束", "Ended"


class EndReason(Labelled):
    """结束原因 of a plan."""

    RECOVERED = "recovered", "病情痊愈或不再需要", "Recovered, or no longer needed"
    ELSEWHERE = "elsewhere", "转上级医院治疗", "Treated elsewhere"
    REFUSED = "refused", "本人不愿继续", "Declined"
    WRONG = "wrong", "误建", "Made by mistake"
    OTHER = "other", "其他", "Other"


class HealthKind(Labelled):
    """健康处方类别."""

    DIET = "diet", "饮食", "Diet"
    EXERCISE = "exercise", "运动", "Exercise"
    MEDICATION = "medication", "用药指导", "Taking medicine"
    WEIGHT = "weight", "体重", "Weight"
    TOBACCO = "tobacco", "戒烟", "Tobacco"
    ALCOHOL = "alcohol", "限酒", "Alcohol"
    MIND = "mind", "心理", "Mind"
    SLEEP = "sleep", "睡眠", "Sleep"
    SELF_MEASUREMENT = "self-measurement", "自测", "Measuring at home"
    WARNING_SIGNS = "warning-signs", "就医信号", "Warning signs"
    TCM = "tcm", "中医调养", "Chinese medicine"
    REHABILITATION = "rehabilitation", "康复", "Rehabilitation"


class Route(Labelled):
    """给药途径."""

    ORAL = "oral", "口服", "By mouth"
    SUBLINGUAL = "sublingual", "舌下含服", "Under the tongue"
    INHALED = "inhaled", "吸入", "Inhaled"
    SUBCUTANEOUS = "subcutaneous", "皮下注射", "Under the skin"
    OTHER = "other", "其他", "Other"


class DoseUnit(Labelled):
    """每次用量的单位."""

    TABLET = "tablet", "片", "tablet"
    CAPSULE = "capsule", "粒", "capsule"
    PUFF = "puff", "吸", "puff"
    UNIT = "unit", "单位", "unit"
    SACHET = "sachet", "袋", "sachet"
    MILLILITRE = "ml", "毫升", "ml"
    DROP = "drop", "滴", "drop"
    MILLIGRAM = "mg", "毫克", "mg"
    PIECE = "piece", "支", "piece"

    def counting(self, amount: float) -> Text:
        """Return the unit as it stands after an amount: half a tablet, 1 tablet, 2 tablets, 5 ml."""
        return self.text if amount <= 1 or self in _MEASURES else Text(self.zh, f"{self.en}s")


_MEASURES = frozenset({DoseUnit.MILLILITRE, DoseUnit.MILLIGRAM})


class Moment(Labelled):
    """服药时间, in the order of the day; each has its pictogram on the patient's sheet."""

    MORNING = "morning", "早上", "Morning"
    NOON = "noon", "中午", "Noon"
    EVENING = "evening", "晚上", "Evening"
    NIGHT = "night", "睡前", "Bedtime"


class Meal(Labelled):
    """与进餐的关系."""

    ANY = "any", "不限", "Any time"
    BEFORE = "before", "饭前", "Before meals"
    WITH = "with", "随餐", "With meals"
    AFTER = "after", "饭后", "After meals"


class Per(Labelled):
    """监测频次的周期."""

    DAY = "day", "每天", "a day"
    WEEK = "week", "每周", "a week"
    MONTH = "month", "每月", "a month"
    QUARTER = "quarter", "每三个月", "a quarter"
    YEAR = "year", "每年", "a year"

    def often(self, times: int | str) -> Text:
        """Return how often something is done: once a week, 2 times a day."""
        counted = "once" if str(times) == "1" else f"{times} times"
        return Text(f"{self.zh} {times} 次", f"{counted} {self.en}")


class Measured(Labelled):
    """监测项目."""

    PRESSURE = "pressure", "血压", "Blood pressure"
    PULSE = "pulse", "脉搏", "Pulse"
    WEIGHT = "weight", "体重", "Weight"
    WAIST = "waist", "腰围", "Waist"
    FASTING = "fasting", "空腹血糖", "Fasting glucose"
    AFTER_MEAL = "after-meal", "餐后血糖", "Glucose after a meal"
    HBA1C = "hba1c", "糖化血红蛋白", "HbA1c"
    OXYGEN = "oxygen", "血氧", "Oxygen saturation"
    PEAK_FLOW = "peak-flow", "峰流速", "Peak flow"
    LUNG_FUNCTION = "lung-function", "肺功能", "Spirometry"
    LIPIDS = "lipids", "血脂", "Lipids"
    KIDNEY = "kidney", "肾功能和尿蛋白", "Kidneys and urine protein"
    POTASSIUM = "potassium", "血钾", "Potassium"
    LIVER = "liver", "肝功能", "Liver"
    CLOTTING = "clotting", "凝血（INR）", "Clotting (INR)"
    ECG = "ecg", "心电图", "ECG"
    EYES = "eyes", "眼底", "Fundus"
    FEET = "feet", "足部", "Feet"
    SYMPTOMS = "symptoms", "症状", "Symptoms"


class Measurer(Labelled):
    """由谁测."""

    PATIENT = "patient", "本人或家人", "Patient or family"
    VILLAGE = "village", "村医", "Village doctor"
    TOWNSHIP = "township", "卫生院", "Health centre"
    HOSPITAL = "hospital", "上级医院", "Hospital"


class Circumstance(Labelled):
    """用药前要知道的情况: what the catalogue's cautions ask about beyond the diseases on record."""

    PREGNANT = "pregnant", "妊娠或备孕", "Pregnant or planning to be"
    NURSING = "nursing", "哺乳", "Nursing"
    KIDNEY = "kidney", "肾功能不全", "Kidney impairment"
    LIVER = "liver", "肝功能不全", "Liver impairment"
    ASTHMA = "asthma", "哮喘", "Asthma"
    SLOW_HEART = "slow-heart", "心动过缓或传导阻滞", "Slow heart or heart block"
    HIGH_POTASSIUM = "high-potassium", "高血钾", "High potassium"
    GOUT = "gout", "痛风或高尿酸", "Gout or high uric acid"
    ULCER = "ulcer", "消化道溃疡或出血", "Ulcer or bleeding"
    HYPOGLYCAEMIA = "hypoglycaemia", "发生过低血糖", "Has had low glucose"
    GLAUCOMA = "glaucoma", "青光眼", "Glaucoma"
    PROSTATE = "prostate", "前列腺增生、排尿困难", "Enlarged prostate"
    RENAL_STENOSIS = "renal-stenosis", "双侧肾动脉狭窄", "Narrowed arteries of both kidneys"
    FALLS = "falls", "容易跌倒或起身头晕", "Falls, dizzy on standing"


class Taken(Labelled):
    """执行情况 of one prescription, as told at a visit."""

    AS_AGREED = "as-agreed", "按方", "As agreed"
    PARTLY = "partly", "部分", "Partly"
    NOT = "not", "没有", "Not"


class WhyNot(Labelled):
    """没有按方的原因."""

    FORGOT = "forgot", "忘记了", "Forgot"
    FELT_WELL = "felt-well", "感觉好了就停", "Felt well"
    SIDE_EFFECT = "side-effect", "不舒服、有反应", "Side effect"
    COST = "cost", "费用负担", "Cost"
    OUT_OF_STOCK = "out-of-stock", "买不到药", "Out of stock"
    RAN_OUT = "ran-out", "药吃完没续", "Ran out"
    TOO_MANY = "too-many", "药太多记不清", "Too many medicines"
    NOT_UNDERSTOOD = "not-understood", "没听明白", "Not understood"
    NO_BELIEF = "no-belief", "不愿长期吃药", "Unwilling to take it for long"
    OTHER = "other", "其他", "Other"


class Effect(Labelled):
    """效果."""

    BETTER = "better", "好转", "Better"
    SAME = "same", "无变化", "Same"
    WORSE = "worse", "变差", "Worse"


class Barred(Labelled):
    """不得长期处方的药品类别 (长期处方管理规范（试行）, 2021)."""

    TOXIC = "toxic", "医疗用毒性药品", "Toxic medicines"
    RADIOACTIVE = "radioactive", "放射性药品", "Radioactive medicines"
    PRECURSOR = "precursor", "易制毒药品", "Drug precursors"
    NARCOTIC = "narcotic", "麻醉药品", "Narcotics"
    PSYCHOTROPIC = "psychotropic", "第一类、第二类精神药品", "Psychotropic medicines"
    ANTIMICROBIAL = "antimicrobial", "抗微生物药物", "Antimicrobials"
    STORAGE = "storage", "对储存条件有特殊要求的药品", "Medicines with special storage"


def disease_of(condition: Condition) -> Disease | None:
    """Return the disease whose plan covers a condition, None where there is none."""
    return next((disease for disease in Disease if condition in disease.conditions), None)
