"""预览: how far an uploaded file has come, and the tabs its preview is read by."""

from __future__ import annotations

from app.core.labels import Labelled


class DraftState(Labelled):
    """上传状态: how far an uploaded file has come."""

    READING = "reading", "正在读取", "Being read"
    HEADINGS = "headings", "请核对表头", "Headings to be explained"
    READY = "ready", "可以核对", "Ready for review"
    STOPPED = "stopped", "不能导入", "Cannot be imported"
    APPLYING = "applying", "正在导入", "Being applied"
    APPLIED = "applied", "已导入", "Applied"
    DISCARDED = "discarded", "已放弃", "Discarded"


class LineTab(Labelled):
    """预览分栏: what a line of the preview is about."""

    NEW = "new", "新增", "New"
    CHANGED = "changed", "变更", "Changed"
    LEFT = "left", "退出", "Left"
    DOUBTFUL = "doubtful", "存疑", "Doubtful"
    REFUSED = "refused", "拒绝", "Refused"
