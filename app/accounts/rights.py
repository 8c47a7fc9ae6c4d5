"""Who may what: one table from roles to rights."""

from __future__ import annotations

from app.accounts.reader import Role
from app.core.labels import Labelled


class Right(Labelled):
    """权限: one kind of thing a role may do. Where it may is a matter of areas."""

    READ_CARE = "read-care", "查看居民与随访", "Read people and visits"
    WRITE_CARE = "write-care", "登记居民与随访", "Write people and visits"
    IMPORT_ROSTERS = "import-rosters", "导入花名册", "Import rosters"
    REVIEW = "review", "督导审核", "Review visits"
    SEE_REVIEWS = "see-reviews", "查看审核与疑点", "See reviews and signals"
    ANSWER_WARNINGS = "answer-warnings", "答复预警、安排整改", "Answer warnings and plan what is done"
    READ_COUNTS = "read-counts", "查看统计数字", "Read counts"
    READ_POLICY = "read-policy", "查看政策依据", "Read the policy"
    MANAGE_ACCOUNTS = "manage-accounts", "管理账户", "Manage accounts"
    TAKE_OVER = "take-over", "接收转入居民", "Take over people from elsewhere"
    MANAGE_CONTRACTS = "manage-contracts", "管理签约团队和责任医生", "Manage teams and responsible doctors"
    SIGN_PLANS = "sign-plans", "签署诊疗方案", "Sign care plans"
    EDIT_CATALOGUE = (
        "edit-catalogue",
        "维护药品和健康处方目录",
        "Edit the catalogue of medicines and health prescriptions",
    )
    MANAGE_SUPPLIES = "manage-supplies", "答复缺药、安排配送", "Answer shortages and arrange deliveries"
    MANAGE_DEVICES = "manage-devices", "管理平板", "Manage tablets"
    ARRANGE_COVER = "arrange-cover", "安排代班", "Arrange cover"
    CHANGE_AREAS = "change-areas", "区划调整", "Change areas"
    MANAGE_OUTBOX = "manage-outbox", "管理发件箱", "Manage the outbox"
    READ_AUDIT = "read-audit", "查看操作日志", "Read the trail"
    SEE_BACKUPS = "see-backups", "查看备份", "See the backups"
    OWN_ACCOUNT = "own-account", "使用本人账户", "Use one's own account"


_EVERYONE = frozenset({Right.READ_POLICY, Right.OWN_ACCOUNT})
_CARERS = _EVERYONE | {Right.READ_CARE, Right.WRITE_CARE, Right.READ_COUNTS}
_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VILLAGE_DOCTOR: _CARERS,
    Role.FAMILY_DOCTOR: _CARERS
    | {Right.TAKE_OVER, Right.MANAGE_CONTRACTS, Right.SIGN_PLANS, Right.MANAGE_SUPPLIES},
    Role.SUPERVISOR: _EVERYONE
    | {Right.READ_CARE, Right.IMPORT_ROSTERS, Right.REVIEW, Right.READ_COUNTS}
    | {
        Right.TAKE_OVER,
        Right.ARRANGE_COVER,
        Right.MANAGE_CONTRACTS,
        Right.MANAGE_SUPPLIES,
        Right.MANAGE_DEVICES,
        Right.SEE_REVIEWS,
        Right.ANSWER_WARNINGS,
    },
    Role.COUNTY: _EVERYONE
    | {Right.READ_CARE, Right.READ_COUNTS, Right.MANAGE_ACCOUNTS}
    | {Right.ARRANGE_COVER, Right.CHANGE_AREAS, Right.READ_AUDIT, Right.SEE_BACKUPS, Right.EDIT_CATALOGUE}
    | {Right.MANAGE_DEVICES, Right.SEE_REVIEWS, Right.ANSWER_WARNINGS},
    Role.INSURER: _EVERYONE | {Right.READ_COUNTS},
    Role.ADMIN: _EVERYONE | {Right.MANAGE_ACCOUNTS, Right.MANAGE_OUTBOX, Right.SEE_BACKUPS},
}


def rights_of(role: Role) -> frozenset[Right]:
    """Return everything a role may do."""
    return _RIGHTS[role]


def may(role: Role, right: Right) -> bool:
    """Return whether a role includes a right."""
    return right in _RIGHTS[role]
