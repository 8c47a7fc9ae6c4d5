"""How a letter stands, and how long the post waits before it tries again."""

from __future__ import annotations

from app.core.labels import Labelled


class LetterState(Labelled):
    """发件状态: where a letter is on its way."""

    READY = "ready", "待发", "Waiting"
    HANDING_OVER = "handing-over", "正在交付", "Being handed over"
    SENT = "sent", "已发", "Sent"
    DOUBTFUL = "doubtful", "存疑（可能已送达）", "Doubtful (may have arrived)"
    FAILED = "failed", "退回", "Failed"
    DROPPED = "dropped", "不再发送", "Given up"
