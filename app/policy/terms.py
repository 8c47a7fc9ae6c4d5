"""术语: the closed vocabularies of the field."""

from __future__ import annotations

from app.core.labels import Labelled


class Sex(Labelled):
    """性别, coded as GB/T 2261.1."""

    UNKNOWN = "0", "未知", "Unknown"
    MALE = "1", "男", "Male"
    FEMALE = "2", "女", "Female"
    UNSTATED = "9", "未说明", "Not stated"


class Category(Labelled):
    """低收入人口类别: why somebody counts as a low-income person."""

    DESTITUTE_SCATTERED = "destitute-scattered", "特困 · 分散供养", "Destitute, living at home"
    DESTITUTE_CENTRALISED = "destitute-centralised", "特困 · 集中供养", "Destitute, in an institution"
    DESTITUTE = "destitute", "特困（供养方式未注明）", "Destitute (support not stated)"
    MINIMUM_LIVING = "minimum-living", "低保", "Minimum living allowance"
    MONITORED_UNSTABLE = "monitored-unstable", "监测 · 脱贫不稳定户", "Monitored: unstable after poverty"
    MONITORED_MARGINAL = "monitored-marginal", "监测 · 边缘易致贫户", "Monitored: at the margin of poverty"
    MONITORED_SUDDEN = "monitored-sudden", "监测 · 突发严重困难户", "Monitored: sudden hardship"
    MONITORED = "monitored", "防止返贫监测（类别未注明）", "Monitored (kind not stated)"
    LOW_MARGIN = "low-margin", "低保边缘", "Just above the minimum allowance"
    RIGID_EXPENDITURE = "rigid-expenditure", "刚性支出困难", "Rigid expenditure hardship"
    OTHER_DIFFICULTY = "other-difficulty", "其他困难人员", "Other hardship"


class Condition(Labelled):
    """病种: the eight pilot groups, the two diseases below chronic criteria, and special conditions."""

    HYPERTENSION = "hypertension", "高血压", "Hypertension"
    HYPERTENSION_COMPLICATED = "hypertension-complicated", "高血压伴并发症", "Hypertension with complications"
    DIABETES = "diabetes", "糖尿病", "Diabetes"
    DIABETES_INSULIN = "diabetes-insulin", "糖尿病胰岛素治疗", "Diabetes on insulin"
    HEART_FAILURE = "heart-failure", "心功能不全", "Heart failure"
    CORONARY = "coronary", "冠心病", "Coronary disease"
    STROKE = "stroke", "脑卒中", "Stroke"
    COPD = "copd", "慢阻肺", "COPD"
    HYPERTENSION_RISK = "hypertension-risk", "高血压高危", "At risk of hypertension"
    TWO_DISEASES_HYPERTENSION = (
        "two-diseases-hypertension",
        "两病 · 高血压",
        "Early hypertension (two-diseases scheme)",
    )
    TWO_DISEASES_DIABETES = "two-diseases-diabetes", "两病 · 糖尿病", "Early diabetes (two-diseases scheme)"
    DIALYSIS = "dialysis", "透析", "Dialysis"
    MENTAL_DISORDER = "mental-disorder", "严重精神障碍", "Severe mental disorder"
    TUBERCULOSIS = "tuberculosis", "肺结核", "Tuberculosis"
    RARE_DISEASE = "rare-disease", "罕见病", "Rare disease"
    SPECIAL_DISEASE = "special-disease", "特殊病", "Special disease"
    CANCER = "cancer", "恶性肿瘤", "Cancer"
    OTHER_MAJOR = "other-major", "其他重大疾病", "Other major disease"
    OTHER_CHRONIC = "other-chronic", "其他慢特病", "Other chronic disease"


class Kind(Labelled):
    """随访类别: what a visit was for, and so which rules it can answer."""

    HYPERTENSION = "hypertension", "高血压", "Hypertension"
    DIABETES = "diabetes", "糖尿病", "Diabetes"
    COPD = "copd", "慢阻肺", "COPD"
    CORONARY = "coronary", "冠心病", "Coronary disease"
    STROKE = "stroke", "脑卒中", "Stroke"
    HEART_FAILURE = "heart-failure", "心功能不全", "Heart failure"
    MENTAL_DISORDER = "mental-disorder", "严重精神障碍", "Severe mental disorder"
    TUBERCULOSIS = "tuberculosis", "肺结核", "Tuberculosis"
    ELDERLY_CHECK = "elderly-check", "老年人体检", "Elderly check"
    WEEKLY_ROUND = "weekly-round", "每周巡查", "Weekly round"
    MEETING = "meeting", "人人见面", "First-quarter meeting"
    GENERAL = "general", "上门随访", "Home visit"
    SCREENING = "screening", "血压筛查", "Blood pressure screening"
    SCREENING_AGAIN = "screening-again", "血压复查", "Blood pressure taken again"
    REFERRAL_CHECK = "referral-check", "转诊后随访", "Check after referral"
    DISCHARGE = "discharge", "出院后随访", "Visit after discharge"
    CONTRACT = "contract", "签约", "Contract"
    REFILL = "refill", "续方", "Refill"
    CROSS_PROVINCE = "cross-province", "跨省就医随访", "Follow-up of care in another province"


class Mode(Labelled):
    """随访方式: how the person was met."""

    CLINIC = "clinic", "门诊", "Clinic"
    HOME = "home", "家庭", "Home visit"
    PHONE = "phone", "电话", "Phone"
    VIDEO = "video", "视频", "Video"


class Result(Labelled):
    """此次随访分类: how the visit classed the disease, from best to worst."""

    CONTROLLED = "controlled", "控制满意", "Controlled"
    UNCONTROLLED = "uncontrolled", "控制不满意", "Not controlled"
    ADVERSE_REACTION = "adverse-reaction", "不良反应", "Adverse reaction"
    COMPLICATION = "complication", "并发症", "Complication"

    @property
    def severity(self) -> int:
        """Rank from 0 (controlled); the printed form asks for the most serious one."""
        return list(Result).index(self)


class Outcome(Labelled):
    """How a closed line of the ledger ended."""

    DONE = "done", "已完成", "Done"
    LATE = "late", "补访", "Late"
    MISSED = "missed", "漏访", "Missed"
    EXCUSED = "excused", "暂缓", "Excused"
    WITHDRAWN = "withdrawn", "撤销", "Withdrawn"


class DutyState(Labelled):
    """How an open duty stands on a day."""

    WAITING = "waiting", "未到期", "Not yet open"
    OPEN = "open", "应访", "Open"
    DUE = "due", "本周应访", "Due this week"
    OVERDUE = "overdue", "逾期", "Overdue"
    EXCUSED = "excused", "暂缓", "Excused"


class ExcuseReason(Labelled):
    """暂缓原因: why somebody cannot be visited for a while."""

    AWAY_FOR_WORK = "away-for-work", "外出务工", "Away for work"
    IN_HOSPITAL = "in-hospital", "住院", "In hospital"
    VISITING_FAMILY = "visiting-family", "外出探亲", "Staying with family"
    REFUSED = "refused", "拒绝随访", "Refused"
    UNREACHABLE = "unreachable", "联系不上", "Cannot be reached"
    OTHER = "other", "其他", "Other"


class Sooner(Labelled):
    """提前复访: why a visit asks for the next one sooner than its result alone does."""

    CLINICAL = "clinical", "未达到现行临床目标", "Below the clinical standard in force"
    UNSETTLED = "unsettled", "病情未稳", "Not settled yet"
    PHASE = "phase", "治疗阶段需要", "The phase of treatment asks for it"
    AGREED = "agreed", "医生约定", "Agreed with the doctor"
    SUPPLY = "supply", "药品快用完", "The medicine runs out"


class SelfCare(Labelled):
    """自理能力 of a destitute person."""

    ABLE = "able", "具备", "Able"
    PARTLY = "partly", "部分丧失", "Partly lost"
    UNABLE = "unable", "完全丧失", "Wholly lost"


class Event(Labelled):
    """What a duty of the `once` kind counts from."""

    REFERRAL = "referral", "转诊", "Referral"
    DISCHARGE = "discharge", "出院", "Discharge"
    ENROLMENT = "enrolment", "建档", "Enrolment"
    RAISED_PRESSURE = "raised-pressure", "血压首次偏高", "Raised blood pressure"
    ON_MEDICINE = "on-medicine", "按方案用药", "On medicine under a plan"


class Unit(Labelled):
    """计量单位: what the figures of a pack count in, where the two languages call it differently."""

    YEARS_OF_AGE = "years-of-age", "岁", "years of age"
    YEAR = "year", "年", "years"
    MONTH = "month", "个月", "months"
    WEEK = "week", "周", "weeks"
    DAY = "day", "天", "days"
    HOUR = "hour", "小时", "hours"
    MINUTE = "minute", "分钟", "minutes"
    A_YEAR = "a-year", "次/年", "times a year"
    A_WEEK = "a-week", "次/周", "times a week"
    A_MINUTE = "a-minute", "次/分", "per minute"
    TIMES = "times", "次", "times"
    PIECES = "pieces", "个", "in number"
    PEOPLE = "people", "名", "people"
    POINTS = "points", "分", "points"
    GRADE = "grade", "级", "grade"
    YUAN_A_HEAD = "yuan-a-head", "元/人", "yuan a head"
    LOGS = "logs", "条", "logs"
    HOUSES = "houses", "户", "houses"
    METRES = "metres", "米", "m"
    O_CLOCK = "o-clock", "点", "o'clock"
    LETTERS = "letters", "字", "characters"
