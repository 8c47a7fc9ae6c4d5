"""The closed vocabularies of supply."""

from __future__ import annotations

from app.core.labels import Labelled


class Answered(Labelled):
    """缺药答复 of the township or the lead hospital's pharmacy."""

    WILL_DELIVER = "will-deliver", "安排配送", "Will be delivered"
    SUBSTITUTE = (
        "substitute",
        "建议换用同类药，由签约医生改方",
        "Another medicine; the doctor revises the plan",
    )
    HOSPITAL = "hospital", "由牵头医院药房配送", "The lead hospital delivers"
    FETCH = "fetch", "请到卫生院取药", "To be fetched at the health centre"
    UNAVAILABLE = "unavailable", "暂时无货", "Not to be had for now"


class CloseWay(Labelled):
    """缺药结束方式."""

    DELIVERED = "delivered", "已到货", "Delivered"
    SUBSTITUTED = "substituted", "已换药", "Replaced by another"
    MISTAKE = "mistake", "误报", "Reported by mistake"
