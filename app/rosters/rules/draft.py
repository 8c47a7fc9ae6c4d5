"""预览: how far an uploaded file has come, and the tabs its preview is read by."""

from __future__ import annotations

from app.core.labels import Labelled

# Who sends lists, as the county's offices are called; any other name may be typed.
OFFICES = ("民政局", "农业农村局", "医保局", "卫健委")


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


class Stage(Labelled):
    """进度: what is being done with an uploaded file just now."""

    WAITING = "waiting", "已收到，等待读取", "Received, waiting to be read"
    READING = "reading", "正在打开表格", "Opening the workbook"
    COMPARING = "comparing", "正在逐行与档案比对", "Comparing row by row with the records"
    KEEPING = "keeping", "正在整理核对清单", "Laying out what to review"
    APPLYING = "applying", "正在写入档案，排定随访任务", "Writing the records and reckoning what is owed"

    @property
    def percent(self) -> int:
        """About how much of the work lies behind."""
        return _BEHIND[self]


_BEHIND = {Stage.WAITING: 5, Stage.READING: 15, Stage.COMPARING: 45, Stage.KEEPING: 80, Stage.APPLYING: 60}
