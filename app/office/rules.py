"""What else a role finds its way to from its own page."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.rights import Right
from app.core.words import Text


@dataclass(frozen=True, slots=True)
class Errand:
    """A page that only some roles need, and whoever may open it."""

    right: Right
    endpoint: str
    text: Text


ERRANDS = (
    Errand(Right.IMPORT_ROSTERS, "rosters.index", Text("花名册：上传、核对、导入", "Rosters: upload, check, apply")),
    Errand(Right.TAKE_OVER, "territory.transfers", Text("居民转移：转出与接收", "Transfers: sent and received")),
    Errand(Right.ARRANGE_COVER, "territory.covers", Text("代班：谁替谁看哪个村", "Cover: who stands in for whom")),
    Errand(Right.CHANGE_AREAS, "territory.index", Text("区划调整：合并、更名、拆分", "Areas: merge, rename, split")),
    Errand(Right.MANAGE_OUTBOX, "office.outbox", Text("发件箱：待发、存疑、退回的邮件", "Outbox: waiting, doubtful, failed")),
)  # fmt: skip
