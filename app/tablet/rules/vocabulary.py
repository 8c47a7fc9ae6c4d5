"""The words of the room."""

from __future__ import annotations

from app.core.labels import Labelled


class ItemKind(Labelled):
    """What was recorded on a tablet: each kind goes through the page it was filled in on."""

    VISIT = "visit", "随访", "Visit"
    ROUND = "round", "巡查", "Weekly round"
    ATTEMPT = "attempt", "没见到人", "Contact that was no visit"
    EDIT = "edit", "修改档案", "Change of a record"


class ItemState(Labelled):
    """How an item received from a tablet stands. Received is not judged yet; none of them is ever deleted."""

    RECEIVED = "received", "已收到，正在核对", "Received, being checked"
    FILED = "filed", "已入档", "Filed"
    TO_MEND = "to-mend", "需要处理", "To be mended"
    MENDED = "mended", "已改好入档", "Mended and filed"
    CLOSED = "closed", "不再需要", "No longer needed"


class Answer(Labelled):
    """What the server says to a tablet about one item; only the first three let the tablet mark it sent."""

    STORED = "stored", "已收到", "Stored"
    DUPLICATE = "duplicate", "早已收到", "Received before"
    NEEDS_MENDING = "needs_mending", "需要处理", "Needs mending"
    NOT_YOURS = "not_yours", "不是您录的", "Not yours"
    DAMAGED = "damaged", "传送中损坏，请重传", "Damaged on the way: send it again"
