"""The deeds of the trail in words, and the kinds they are looked through by. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from app.audit.columns import columns_in_words
from app.audit.tables import table_in_words
from app.core.labels import Labelled
from app.core.words import Text, listed

READ: Final = "read"
# By what a deed is called after the dot: what was shown whole, what was taken away, how somebody came in.
REVEALED: Final = ("reveal",)
TAKEN_AWAY: Final = ("take-away", "export", "print", "make")
CAME_IN: Final = (
    "sign-in",
    "sign-in-begun",
    "sign-in-failed",
    "sign-out",
)


class Kind(Labelled):
    """类别: what the trail is looked through by."""

    READS = "reads", "查看档案", "Reads"
    CHANGES = "changes", "修改", "Changes"
    REVEALS = "reveals", "查看完整号码", "Whole numbers shown"
    EXPORTS = "exports", "导出下载", "Taken away"
    SIGN_INS = "sign-ins", "登录退出", "Sign-ins"

    @property
    def endings(self) -> tuple[str, ...]:
        """How the deeds of this kind are called after the dot; changes are all the others."""
        return ENDINGS.get(self, ())


ENDINGS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.READS: (READ,),
    Kind.REVEALS: REVEALED,
    Kind.EXPORTS: TAKEN_AWAY,
    Kind.SIGN_INS: CAME_IN,
}

# The first part of a deed's name says what it is about, the second what was done; whole names come first.
DEEDS: Final[Mapping[str, Text]] = {
    "person.read": Text("查看了档案", "looked at the record"),
    "person.reveal": Text("查看了完整号码", "was shown the whole number"),
    "person.register": Text("建立档案", "opened the record"),
    "person.revise": Text("修改档案", "changed the record"),
    "person.enrol": Text("登记类别或病种", "enrolled"),
    "screening.risk": Text("列为高血压高危", "listed as at risk of hypertension"),
    "person.withdraw": Text("终止登记", "ended an enrolment"),
    "person.excuse": Text("暂缓随访", "excused"),
    "person.merge": Text("合并档案", "merged records"),
    "person.part": Text("撤销合并", "undid a merge"),
    "person.contact": Text("登记联系人", "added a contact"),
    "person.contact-end": Text("停用联系人", "ended a contact"),
    "person.allergy": Text("登记过敏", "added an allergy"),
    "person.allergy-end": Text("更正过敏", "ended an allergy"),
    "person.drug": Text("登记用药", "added a medicine"),
    "person.drug-end": Text("停用药物", "ended a medicine"),
    "person.back": Text("登记返回", "noted the return"),
    "contract.sign": Text("签约", "signed a contract"),
    "contract.renew": Text("续签", "renewed a contract"),
    "contract.renew-many": Text("批量续签", "renewed contracts of a village"),
    "contract.dissolve": Text("解约", "dissolved a contract"),
    "contract.withdraw": Text("更正签约登记", "took back a contract entered by mistake"),
    "contract.take-away": Text("导出签约名单", "took a list of contracts away"),
    "careplan.draft": Text("存方案草稿", "kept a draft of a care plan"),
    "careplan.propose": Text("提交诊疗方案待签", "proposed a care plan"),
    "careplan.sign": Text("签署诊疗方案", "signed a care plan"),
    "careplan.send-back": Text("退回诊疗方案", "sent a care plan back"),
    "careplan.withdraw": Text("撤回诊疗方案", "withdrew a version of a care plan"),
    "careplan.end": Text("结束诊疗方案", "ended a care plan"),
    "careplan.issue": Text("开药续方", "gave medicine out"),
    "careplan.void-issue": Text("作废开药", "voided medicine given out"),
    "careplan.take-away": Text("导出方案执行名单", "took a list of how plans are kept away"),
    "catalogue.change": Text("修改药品目录", "changed the catalogue of medicines"),
    "catalogue.drop": Text("停用目录条目", "took an entry of the catalogue out of use"),
    "catalogue.restore": Text("恢复目录原条目", "went back to the shipped entry of the catalogue"),
    "catalogue.take-away": Text("导出药品目录", "took the list of medicines away"),
    "caseload.hand-over": Text("交接责任医生", "handed a caseload over"),
    "caseload.hand-back": Text("交回责任医生", "handed a caseload back"),
    "plan.propose": Text("排一周的上门", "planned a week"),
    "plan.move": Text("移动上门安排", "moved appointments"),
    "plan.cancel": Text("取消上门安排", "cancelled appointments"),
    "plan.appoint": Text("约上门时间", "made an appointment"),
    "plan.settings": Text("改上门设置", "changed how they work"),
    "plan.take-away": Text("下载上门安排", "took a day's list away"),
    "calendar.day": Text("登记特殊日子", "noted a special day"),
    "calendar.market": Text("登记赶集日", "noted market days"),
    "calendar.withdraw": Text("撤回日历登记", "took from the calendar"),
    "calendar.lay": Text("写入节假日", "laid public holidays"),
    "feed.renew": Text("开通或更换日历订阅", "opened or renewed a calendar feed"),
    "feed.revoke": Text("停用日历订阅", "revoked a calendar feed"),
    "visit.file": Text("登记随访", "filed a visit"),
    "visit.void": Text("作废随访", "voided a visit"),
    "visit.correct": Text("更正随访", "corrected a visit"),
    "review.state": Text("审核随访", "reviewed a visit"),
    "review.accept": Text("一起通过随访", "accepted visits together"),
    "review.remark": Text("答复审核", "answered on a review"),
    "review.take-away": Text("导出审核名单", "took a list of reviews away"),
    "visit.take-away": Text("下载工作记录", "took a work record away"),
    "forms.take-away": Text("导出随访表", "took follow-up forms away"),
    "visit.entered": Text("记为已录入上级系统", "marked as entered in the official system"),
    "visit.entered-back": Text("撤回已录入标记", "took the mark of entry back"),
    "person.take-away": Text("导出居民名单", "took a list of residents away"),
    "duties.take-away": Text("导出任务清单", "took the work list away"),
    "rounds.take-away": Text("导出巡查名单", "took a list of rounds away"),
    "campaign.take-away": Text("导出人人见面名单", "took the list of the campaign away"),
    "screening.take-away": Text("导出筛查名单", "took a list of screening away"),
    "indicator.take-away": Text("导出指标", "took indicators away"),
    "coverage.take-away": Text("导出签约覆盖", "took the coverage of contracts away"),
    "supply.report": Text("报缺药", "reported a medicine out of stock"),
    "supply.answer": Text("答复缺药", "answered a shortage"),
    "supply.close": Text("结束缺药", "closed a shortage"),
    "supply.send": Text("登记配送", "noted a delivery"),
    "supply.receive": Text("登记收到配送", "noted a delivery as received"),
    "supply.cancel": Text("取消配送", "called a delivery off"),
    "supply.take-away": Text("导出药品供应", "took a list of supply away"),
    "meeting.prepare": Text("做出月度分析表", "made the monthly sheet"),
    "meeting.take-away": Text("导出月度分析表", "took a monthly sheet away"),
    "warning.acknowledge": Text("预警已阅", "acknowledged warnings"),
    "warning.answer": Text("答复预警", "answered a warning"),
    "warning.take-away": Text("导出季度预警", "took a list of warnings away"),
    "measure.add": Text("登记整改措施", "noted an action plan"),
    "measure.withdraw": Text("撤销整改措施", "withdrew an action plan"),
    "measure.take-away": Text("导出整改措施", "took a list of action plans away"),
    "team.take-away": Text("导出团队名单", "took the list of teams away"),
    "person.attempt": Text("登记未见到人的联系", "noted a contact that was no visit"),
    "device.set-up": Text("启用平板", "set up a tablet"),
    "inbox.settle": Text("平板随访入档", "filed a visit from a tablet"),
    "tablet.pack": Text("把当天资料带上平板", "took the day's pack along on a tablet"),
    "device.block": Text("停用平板", "blocked a tablet"),
    "device.unblock": Text("恢复使用平板", "let a tablet in again"),
    "mend.close": Text("平板记录不再入档", "closed what a tablet had recorded without filing it"),
    "mend.done": Text("平板记录改好入档", "mended and filed what a tablet had recorded"),
    "inbox.hand-in": Text("交平板导出的文件", "handed in a file of a tablet"),
    "roster_draft.read": Text("查看待核对名单", "looked at a list under review"),
    "roster.take-away": Text("下载退回的名单行", "took refused rows away"),
    "roster.import": Text("导入名单", "imported a list"),
    "roster.apply": Text("导入名单", "imported a list"),
    "roster.undo": Text("撤销名单导入", "undid an import"),
    "finding.note": Text("登记疑点核对意见", "noted what was found about a signal"),
    "finding.take-away": Text("导出疑点名单", "took a list of signals away"),
    "review.share": Text("改抽查比例", "stated how much is drawn"),
    "review.seal": Text("封存抽查种子", "sealed the seed of a sample"),
    "review.fill-up": Text("月末补齐抽查", "filled up the sample of a month"),
    "review.call-back": Text("登记回访核实", "noted a call-back"),
    "transfer.ask": Text("申请转移居民", "asked for a transfer"),
    "transfer.withdraw": Text("撤回转移", "withdrew a transfer"),
    "account.sign-in": Text("登录", "signed in"),
    "account.sign-in-begun": Text("输对密码，等待验证码", "gave the right password, code to follow"),
    "account.sign-in-failed": Text("登录失败", "failed to sign in"),
    "account.sign-out": Text("退出", "signed out"),
    "account.password": Text("更改密码", "changed a password"),
    "account.unlock": Text("解除锁定", "unlocked an account"),
    "account.end-sessions": Text("结束登录", "ended sessions"),
    "account.add": Text("开通账户", "opened an account"),
    "account.close": Text("停用账户", "closed an account"),
    "account.areas": Text("调整辖区", "changed areas"),
    "account.address": Text("更改邮箱", "changed the mail address"),
    "account.language": Text("更改语言", "changed the language"),
    "audit.search": Text("查阅操作日志", "searched the trail"),
    "audit.purge": Text("清除到期的查看记录", "took out old entries of reads"),
    "audit.head": Text("寄出日志终点", "mailed the head of the trail"),
    "backup.make": Text("备份", "made a backup"),
    "backup.restore": Text("恢复备份", "restored a backup"),
    "keys.new": Text("启用新密钥", "added a key"),
    "keys.rotate": Text("更换密钥", "resealed under the new key"),
    "duties.reckon": Text("重算任务", "reckoned duties anew"),
    "duties.calendar": Text("按日推算任务", "followed the calendar"),
}
ROOMS: Final[Mapping[str, Text]] = {
    "person": Text("居民档案", "resident's record"),
    "visit": Text("随访", "visit"),
    "plan": Text("上门安排", "plan"),
    "careplan": Text("诊疗方案", "care plan"),
    "catalogue": Text("药品目录", "catalogue of medicines"),
    "calendar": Text("日历", "calendar"),
    "feed": Text("日历订阅", "calendar feed"),
    "roster": Text("名单", "list"),
    "review": Text("审核", "review"),
    "finding": Text("疑点", "signal"),
    "transfer": Text("居民转移", "transfer"),
    "contract": Text("签约", "contract"),
    "caseload": Text("责任医生", "responsible doctor"),
    "team": Text("家庭医生团队", "family-doctor team"),
    "supply": Text("药品供应", "supply of medicines"),
    "cover": Text("代班", "cover"),
    "area": Text("区划", "areas"),
    "areas": Text("区划", "areas"),
    "account": Text("账户", "account"),
    "audit": Text("操作日志", "trail"),
    "backup": Text("备份", "backup"),
    "keys": Text("密钥", "keys"),
    "duties": Text("任务", "duties"),
    "reminders": Text("提醒", "reminders"),
    "letter": Text("邮件", "letter"),
    "timetable": Text("定时任务", "timetable"),
    "device": Text("平板", "tablet"),
    "inbox": Text("平板送来的记录", "what a tablet recorded"),
    "meeting": Text("月度分析表", "monthly sheet"),
    "warning": Text("季度预警", "warning"),
    "measure": Text("整改措施", "action plan"),
    "demo": Text("演示数据", "demonstration"),
}
_ABOUT: Final = {
    "reason": Text("理由", "reason"),
    "changed": Text("改动", "changed"),
    "count": Text("条数", "count"),
    "rows": Text("行数", "rows"),
    "new": Text("新建", "new"),
    "record": Text("内容", "record"),
}


def said(action: str) -> Text:
    """Return a deed in words: its own, else what it is about with its name, else the name as it stands."""
    if action in DEEDS:
        return DEEDS[action]
    room, dot, _ = action.partition(".")
    if dot and room in ROOMS:
        return ROOMS[room].joined(Text(f"（{action}）", f"({action})"))
    return Text(action, action)


def told(details: Mapping[str, Any]) -> Text:
    """Return what an entry says besides, in one line: it names columns and counts, never values."""
    parts = [_told(name, value) for name, value in details.items() if name in _ABOUT and value]
    return listed([part for part in parts if part is not None])


def _told(name: str, value: Any) -> Text | None:
    if name == "record":
        return table_in_words(str(value))
    if value is True:
        return _ABOUT[name]
    words = Text(str(value), str(value))
    if isinstance(value, list):
        words = listed(columns_in_words([str(each) for each in value]))
    return _ABOUT[name].joined(words, zh=" ") if words.zh else None
