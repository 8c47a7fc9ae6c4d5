"""What the tables of the trail are called in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.core.words import Text

TABLES: Final[Mapping[str, Text]] = {
    "action_plan": Text("整改措施", "action plan"),
    "appointment": Text("上门安排", "appointment"),
    "area_change": Text("区划调整", "change of areas"),
    "calendar_day": Text("日历", "calendar"),
    "call_back": Text("回访核实", "call-back"),
    "care_plan": Text("诊疗方案", "care plan"),
    "caseload_handover": Text("责任医生交接", "handing over of a caseload"),
    "caseload_member": Text("交接的居民", "residents handed over"),
    "catalogue_change": Text("药品和健康处方目录", "catalogue"),
    "contact_attempt": Text("未见到人的联系", "contact that was no visit"),
    "contract": Text("签约", "contract"),
    "delivery": Text("药品配送", "delivery of medicine"),
    "device": Text("平板", "tablet"),
    "duty_event": Text("任务经过", "course of a duty"),
    "duty_line": Text("任务", "duty"),
    "duty_start": Text("起算日期", "start of a duty"),
    "entered_mark": Text("已录入上级系统", "entered in the official system"),
    "evidence": Text("完成依据", "evidence"),
    "excuse": Text("暂缓", "excuse"),
    "feed_token": Text("日历订阅", "calendar feed"),
    "finding_note": Text("疑点核对意见", "note on a signal"),
    "household": Text("家庭户", "household"),
    "inbox_closing": Text("平板记录的了结", "closing of what a tablet recorded"),
    "indicator_warning": Text("指标预警", "warning"),
    "market": Text("赶集日", "market days"),
    "medicine_issue": Text("开药", "medicine given out"),
    "meeting_sheet": Text("月度分析表", "monthly sheet"),
    "person": Text("居民", "resident"),
    "person_allergy": Text("过敏史", "allergy"),
    "person_category": Text("人员类别", "category"),
    "person_condition": Text("病种", "condition"),
    "person_contact": Text("联系人", "contact"),
    "person_drug": Text("用药", "drug"),
    "person_merge": Text("合并", "merge"),
    "person_state": Text("状态", "state"),
    "plan_check": Text("方案执行情况", "how a plan was kept"),
    "plan_medicine": Text("方案里的药", "medicine of a plan"),
    "plan_step": Text("方案经过", "course of a plan"),
    "plan_version": Text("诊疗方案的一版", "version of a care plan"),
    "recovery_code": Text("恢复码", "recovery code"),
    "review": Text("审核", "review"),
    "review_remark": Text("审核对话", "remark on a review"),
    "roster_import": Text("名单", "list"),
    "sample_seed": Text("抽查种子", "seed of a sample"),
    "sample_share": Text("抽查比例", "share of a sample"),
    "shortage": Text("缺药", "medicine out of stock"),
    "team": Text("家庭医生团队", "family-doctor team"),
    "transfer": Text("转移", "transfer"),
    "user": Text("账户", "account"),
    "user_area": Text("管理区域", "area of an account"),
    "visit": Text("随访", "visit"),
    "visit_attachment": Text("随访的照片或签名", "photo or signature of a visit"),
    "visit_capture": Text("随访的平板时间和地点", "time on the tablet and place of a visit"),
    "work_pattern": Text("上门设置", "how a doctor works"),
}


def table_in_words(name: str) -> Text:
    """Return what a table holds in words, or its name as it stands."""
    return TABLES.get(name, Text(name, name))
