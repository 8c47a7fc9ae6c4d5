"""Closed vocabularies of a resident's record."""

from __future__ import annotations

from app.core.labels import Labelled


class PersonState(Labelled):
    """居民状态: where a resident is."""

    HERE = "here", "在村", "Here"
    AWAY = "away", "外出", "Away"
    MOVED = "moved", "迁出", "Moved away"
    DIED = "died", "去世", "Died"
    LOST = "lost", "失访", "Lost to follow-up"


class ContactKind(Labelled):
    """联系人: how somebody stands to the resident they can be called about."""

    GUARDIAN = "guardian", "监护人", "Guardian"
    FAMILY = "family", "家属", "Family"
    NEIGHBOUR = "neighbour", "邻居", "Neighbour"
    CADRE = "cadre", "村干部", "Village cadre"
    OTHER = "other", "其他", "Other"


class CloseReason(Labelled):
    """解约原因, as the contract ledgers code it."""

    MOVED = "1", "迁出本辖区", "Moved out of the area"
    NOT_REACHED = "2", "连续一年无法取得联系", "Not reached for a whole year"
    REFUSED = "3", "连续一年拒绝服务", "Refused service for a whole year"
    OWN_WISH = "4", "主动解约", "Ended at the resident's own wish"
    OTHER = "5", "其他", "Other"
    RENEWED = "renewed", "续签", "Renewed"
    CORRECTED = "corrected", "登记有误", "Entered by mistake"


class Package(Labelled):
    """家庭医生签约基本服务包: the general one and those of the key groups."""

    GENERAL = "general", "普通人群基本包", "General"
    ELDERLY = "elderly", "65 岁及以上老年人包", "Elderly from 65"
    HYPERTENSION = "hypertension", "高血压包", "Hypertension"
    DIABETES = "diabetes", "2 型糖尿病包", "Type-2 diabetes"
    COPD = "copd", "慢阻肺包", "COPD"
    MENTAL_DISORDER = "mental-disorder", "严重精神障碍包", "Severe mental disorder"
    TUBERCULOSIS = "tuberculosis", "肺结核包", "Tuberculosis"
    PREGNANCY = "pregnancy", "孕产妇包", "Pregnancy"
    CHILD = "child", "0–6 岁儿童包", "Children up to 6"
    DISABILITY = "disability", "残疾人包", "Disability"


class Severity(Labelled):
    """How badly somebody reacted."""

    MILD = "mild", "轻", "Mild"
    SEVERE = "severe", "重（休克、喉头水肿等）", "Severe (shock, laryngeal oedema)"
    UNKNOWN = "unknown", "不清楚", "Not known"
