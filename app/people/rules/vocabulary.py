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


class Severity(Labelled):
    """How badly somebody reacted."""

    MILD = "mild", "轻", "Mild"
    SEVERE = "severe", "重（休克、喉头水肿等）", "Severe (shock, laryngeal oedema)"
    UNKNOWN = "unknown", "不清楚", "Not known"
