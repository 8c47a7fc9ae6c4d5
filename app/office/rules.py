"""What else a role finds its way to from its own page, and how the outbox is paged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One page of a tray; ``address`` makes the address of another."""

    number: int
    size: int
    shown: int
    more: bool
    address: Callable[[int], str] = field(repr=False)

    @property
    def earlier(self) -> str | None:
        """The address of the page before."""
        return self.address(self.number - 1) if self.number > 1 else None

    @property
    def later(self) -> str | None:
        """The address of the page after."""
        return self.address(self.number + 1) if self.more else None

    @property
    def told(self) -> Text:
        """Which letters of the tray these are."""
        first = (self.number - 1) * self.size
        return Text("第 {a}–{b} 封", "{a}–{b}").filled(a=first + 1, b=first + self.shown)
