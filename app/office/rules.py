"""What else a role finds its way to from its own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.accounts.reader import Role
from app.accounts.rights import Right, may
from app.core.words import Text
from app.reminders.rules import Line, Words, said_day


@dataclass(frozen=True, slots=True)
class Errand:
    """A page that only some roles need, and whoever may open it."""

    right: Right
    endpoint: str
    text: Text


ERRANDS = (
    Errand(Right.READ_CARE, "screening.index", Text("筛查：三次测压、高危、未测", "Screening: raised, at risk, unmeasured")),
    Errand(Right.READ_CARE, "rounds.campaign", Text("人人见面：一季度进度与宣讲要点", "Campaign: progress, talking points")),
    Errand(Right.READ_CARE, "careplans.index", Text("诊疗方案：待签字、快用完、还没有的", "Plans: to sign, running out")),
    Errand(Right.READ_COUNTS, "careplans.adherence", Text("按方用药：各村比例、没按方的人", "Medicine as agreed, by village")),
    Errand(Right.READ_CARE, "visits.forms", Text("随访表：按月导出、录入上级系统", "Visit forms: export, official entry")),
    Errand(Right.READ_CARE, "schedule.index", Text("周计划：哪天去哪里、看谁", "The week's plan: where to go, whom to see")),
    Errand(Right.READ_CARE, "supplies.index", Text("药品供应：需求、缺药、配送", "Medicines: need, shortages, deliveries")),
    Errand(Right.READ_CARE, "careplans.catalogue", Text("药品目录：用量、提醒、模板", "Catalogue: doses, cautions, templates")),
    Errand(Right.WRITE_CARE, "tablet.shell", Text("平板：带上今天，没有网络也能用", "Tablet: take the day along, work offline")),
    Errand(Right.READ_CARE, "tablet.devices", Text("平板：待传、需要处理、停用", "Tablets: waiting, to be mended, blocked")),
    Errand(Right.WRITE_CARE, "visits.mine", Text("本月工作记录：随访、联系、补录", "My month: visits, contacts, late entries")),
    Errand(Right.REVIEW, "visits.work", Text("医生的工作记录：按月", "The doctors' work, month by month")),
    Errand(Right.IMPORT_ROSTERS, "rosters.index", Text("花名册：上传、核对、导入", "Rosters: upload, check, apply")),
    Errand(Right.READ_COUNTS, "contracts.index", Text("签约：覆盖、续签、团队、责任医生", "Contracts: coverage, teams, doctors")),
    Errand(Right.TAKE_OVER, "territory.transfers", Text("居民转移：转出与接收", "Transfers: sent and received")),
    Errand(Right.ARRANGE_COVER, "territory.covers", Text("代班：谁替谁看哪个村", "Cover: who stands in for whom")),
    Errand(Right.CHANGE_AREAS, "territory.index", Text("区划调整：合并、更名、拆分", "Areas: merge, rename, split")),
    Errand(Right.READ_AUDIT, "office.trail", Text("操作日志：谁看过谁", "The trail: who looked at whom")),
    Errand(Right.MANAGE_ACCOUNTS, "office.accounts", Text("账户：开通、重置、停用、区域", "Accounts: open, reset, close, areas")),
    Errand(Right.MANAGE_OUTBOX, "office.outbox", Text("发件箱：待发、存疑、退回的邮件", "Outbox: waiting, doubtful, failed")),
    Errand(Right.SEE_BACKUPS, "office.backups", Text("备份：最近一次在什么时候", "Backups: when the last one was made")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeadReport:
    """Where the trail ends on a morning, and what a walk from the last report's head found: for keeping outside."""

    day: date
    number: int
    hash: str
    new: int = 0
    faults: int = 0
    purged: int = 0

    def words(self, role: Role) -> Words:
        """Return the report in words. It holds numbers of entries and a hash, nothing about anybody."""
        subject = Text("巡护操作日志终点 {day}：第 {n} 条", "Xunhu, {day}: the trail ends with entry {n}")
        if self.faults:
            subject = Text(
                "巡护操作日志有损坏 {day}：{faults} 处", "Xunhu, {day}: the trail is damaged, {faults} faults"
            )
        opening = Text(
            "您好！请保留这封信。日后用它核对，就能发现日志是否被改写：flask audit verify --head {n}:{hash}",
            "Good morning. Please keep this letter: whether the trail was rewritten shows against it, by"
            " flask audit verify --head {n}:{hash}",
        )
        path = "/audit" if may(role, Right.READ_AUDIT) else "/me"
        return Words(
            subject.filled(day=said_day(self.day), n=self.number, faults=self.faults),
            opening.filled(n=self.number, hash=self.hash),
            [Line(told, path) for told in self._lines()],
        )

    def _lines(self) -> list[Text]:
        found = Text("核对：没有发现问题", "Verified: nothing is wrong")
        if self.faults:
            found = Text(
                "核对：发现 {n} 处损坏，请立即查明", "Verified: {n} faults; please look into it at once"
            )
        new = Text("上一封信以来新增 {n} 条", "{n} entries since the last letter")
        purged = Text("到期清除的查阅记录 {n} 条", "{n} entries of reads taken out after their time")
        told = [found.filled(n=self.faults), new.filled(n=self.new)]
        return [*told, purged.filled(n=self.purged)] if self.purged else told
