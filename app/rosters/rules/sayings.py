"""说明: the sentences of a report, each naming what is the matter and the mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.words import Text
from app.policy.terms import Category, Condition
from app.rosters.rules.claims import Claim, Term
from app.rosters.rules.kinds import Agreement

NO_VILLAGE = Text(
    "看不出是哪个村。请加上“村（社区）”一列，或把工作表改成村名。",
    "The village is not told. Add a village column, or name the sheet after the village.",
)
TWO_NAMES = Text(
    "同一身份证号在第 {row} 行是“{name}”。请核对后只留一行。",
    "Row {row} has the same number for “{name}”. Keep the right one.",
)
TWO_VILLAGES = Text(
    "同一个人在第 {row} 行属于{village}。请核对后只留一个村。",
    "Row {row} has the same person in {village}. Keep one village.",
)
FOREIGN = Text(
    "这个身份证号已在别的区域建档。请确认是否迁入。",
    "This number is on record in another area. Please confirm that the person moved here.",
)
OTHER_NAME = Text(
    "这个身份证号在档案里是“{name}”，姓名不同。请核对。",
    "This number belongs to “{name}” on record. Please check.",
)
OTHER_NUMBER = Text(
    "{village}已有同名同出生日期的人，身份证号不同。请核对是不是同一个人。",
    "{village} has somebody of this name and birth date under another number. Is it the same person?",
)
TWO_NUMBERS = Text(
    "名单里同名同出生日期有两个身份证号。请核对是不是同一个人。",
    "The list has this name and birth date under two numbers. Is it the same person?",
)
ROW_REFUSED = Text(
    "上次名单里有此人，这次的行有错，暂按仍在名单处理。请改正该行。",
    "The last list had this person; this time the row is refused, so they are kept. Please mend the row.",
)
ENDED = Text("名单上写明 {day} 已退出。", "The list says it ended on {day}.")
LEFT = Text("这次名单中没有。", "Not on this list.")
PARTLY_TOLD = Text(
    "名单里只有并入“{village}”的旧村，没有“{village}”本身：不在名单里的人这次不算退出。",
    "The list names only a village merged into “{village}”, not “{village}” itself: nobody counts as having left it.",
)
JOINED_NEW = Text("新建档案：{terms}。", "New record: {terms}.")
JOINED_KNOWN = Text("已有档案，新进名单：{terms}。", "On record, new on this list: {terms}.")

FACT_NAMES = {
    "name": Text("姓名", "name"),
    "area_code": Text("所在村", "village"),
    "phone": Text("电话", "phone"),
    "group_name": Text("村民组", "group"),
    "address": Text("住址", "address"),
    "head_name": Text("户主", "head of household"),
    "kinship": Text("与户主关系", "kinship"),
    "self_care": Text("自理能力", "self-care"),
    "insurance": Text("参保状态", "insurance"),
    "doctor_name": Text("责任医生", "doctor"),
}


def together(texts: Iterable[Text]) -> Text:
    """Return several sentences as one."""
    first, *rest = list(dict.fromkeys(texts))
    for text in rest:
        first = first.joined(text)
    return first


def change(changed: Iterable[str], begins: Sequence[Claim], ends: Iterable[str], *, old: set[str]) -> Text:
    """Return what changed, in one line."""
    parts = [Text("{fact}改变", "{fact} changed").filled(fact=FACT_NAMES[fact]) for fact in changed]
    parts += [_begun(claim, known=claim.term.value in old).filled(term=claim.term) for claim in begins]
    parts += [Text("不再是{term}", "no longer {term}").filled(term=term_of(term)) for term in ends]
    return Text("；".join(part.zh for part in parts) + "。", "; ".join(part.en for part in parts) + ".")


def _begun(claim: Claim, *, known: bool) -> Text:
    if not known:
        return Text("新增{term}", "now {term}")
    if claim.agreed is not None:
        return Text("{term}续签或有变", "{term} renewed or changed")
    return Text("{term}日期改变", "new date of {term}")


def term_of(value: str) -> Term:
    """Return the term that a stored value names."""
    if value == Agreement.FAMILY_DOCTOR.value:
        return Agreement.FAMILY_DOCTOR
    return Category(value) if value in {category.value for category in Category} else Condition(value)
