"""主张: what a row says somebody holds: categories, conditions, a contract, each since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from app.core.words import Text
from app.policy.terms import Category, Condition
from app.rosters.rules.categories import read_categories
from app.rosters.rules.dates import BadDate, read_day
from app.rosters.rules.diseases import TWO_DISEASES, read_diseases
from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import Agreement, ListKind
from app.rosters.rules.rows import BadRow, Circumstances, Where
from app.rosters.rules.table import Line, Table
from app.rosters.rules.values import says_yes, seen, text_of

Term = Category | Condition | Agreement
_TICKS = (
    (Field.IS_MINIMUM_LIVING, Category.MINIMUM_LIVING),
    (Field.IS_DESTITUTE, Category.DESTITUTE),
    (Field.IS_MONITORED, Category.MONITORED),
)
_MARK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a contract was signed for, and with whom; a blank says nothing."""

    signed_on: date | None = None
    team: str = ""
    doctor_name: str = ""
    package: str = ""

    @property
    def mark(self) -> str:
        """Team, doctor and package as the next list is compared with them."""
        parts = (self.team, self.doctor_name, self.package)
        return ".".join(
            blake2b(part.encode(), digest_size=_MARK_BYTES).hexdigest() if part else "" for part in parts
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One category, condition or contract that a list says somebody holds; without a day it holds from the list's own."""

    term: Term
    starts_on: date | None = None
    ends_on: date | None = None
    text: str = ""
    agreed: Agreed | None = None

    @property
    def mark(self) -> str:
        """The claim as the next list is compared with it."""
        mark = f"{self.term.value}@{self.starts_on or ''}@{self.ends_on or ''}"
        return mark if self.agreed is None else f"{mark}@{self.agreed.mark}"

    def is_news(self, before: Mapping[str, tuple[str, ...]]) -> bool:
        """Return whether the last list did not have it, or had it from another day. A blank day says nothing.

        A contract is news too where its end, its team, doctor or package differs.
        """
        if self.term.value not in before:
            return True
        starts_on, ends_on, *agreed = before[self.term.value]
        if self.starts_on is not None and starts_on not in ("", str(self.starts_on)):
            return True
        if self.agreed is None:
            return False
        now = [str(self.ends_on or ""), *self.agreed.mark.split(".")]
        then = [ends_on, *(agreed[0] if agreed else "..").split(".")]
        return any(said and said != had for said, had in zip(now, then, strict=True))


def _read_categories(
    table: Table, line: Line, where: Where, circumstances: Circumstances
) -> tuple[Claim, ...]:
    main = "|".join(text for text in table.texts(line, Field.CATEGORY) if text)
    details = table.texts(line, Field.CATEGORY_DETAIL)
    ticked = [category for meaning, category in _TICKS if says_yes(table.cell(line, meaning))]
    categories = read_categories(main, details=details, ticked=ticked)
    text = "/".join(part for part in (main.replace("|", "/"), *details) if part)
    if not categories:
        raise BadRow(_unknown_category(text))
    starts_on, ends_on = _term_days(table, line, where, circumstances)
    return tuple(Claim(category, starts_on, ends_on, text[:100]) for category in categories)


def _read_conditions(
    table: Table, line: Line, where: Where, circumstances: Circumstances
) -> tuple[Claim, ...]:
    told = table.text(line, Field.TWO_DISEASES)
    two_diseases = says_yes(told) or "高血压" in told or "糖尿病" in told
    raw = [seen(line.cells[at]) for at in table.header.columns[Field.CONDITION] if text_of(line.cells[at])]
    diseases = [disease for text in raw for disease in read_diseases(text, two_diseases=two_diseases)]
    if not diseases:
        raise BadRow(Text("没有填病种，请补上。", "The disease is missing; please fill it in."))
    starts_on, ends_on = _term_days(table, line, where, circumstances)
    return tuple(Claim(disease.condition, starts_on, ends_on, disease.text) for disease in diseases)


def _read_contract(table: Table, line: Line, where: Where, circumstances: Circumstances) -> tuple[Claim, ...]:
    agreed = Agreed(
        _day(table, line, Field.SIGNED_ON, where, circumstances),
        table.text(line, Field.CONTRACT_TEAM)[:80],
        contract_doctor(table, line),
        table.text(line, Field.PACKAGE)[:120],
    )
    # A chronic list handed in for its contracts has the day of the benefit too; a contract does not begin with that.
    begun = _day(table, line, Field.CONTRACT_FROM, where, circumstances) or agreed.signed_on
    starts_on = begun or _day(table, line, Field.STARTED_ON, where, circumstances)
    ends = [_day(table, line, said, where, circumstances) for said in (Field.CONTRACT_UNTIL, Field.ENDED_ON)]
    ends_on = min((day for day in ends if day is not None), default=None)
    if starts_on is None and ends_on is None and not agreed.mark.strip("."):
        raise BadRow(_NO_CONTRACT)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise BadRow(_ENDS_BEFORE.filled(ends_on=ends_on, starts_on=starts_on))
    return (Claim(Agreement.FAMILY_DOCTOR, starts_on, ends_on, agreed.package or agreed.team, agreed),)


def contract_doctor(table: Table, line: Line) -> str:
    """Return the doctor somebody signed with; a list with one doctor's column means that one."""
    said = table.text(line, Field.CONTRACT_DOCTOR) or table.text(line, Field.DOCTOR)
    return "".join(said.split())[:80]


def _day(table: Table, line: Line, meaning: Field, where: Where, circumstances: Circumstances) -> date | None:
    try:
        return read_day(table.cell(line, meaning), from_1904=table.from_1904)
    except BadDate:
        circumstances.note(where, _UNREADABLE.filled(field=meaning, shown=table.text(line, meaning)[:40]))
        return None


def has_benefit(condition: Condition) -> bool:
    """Return whether standing on the chronic list means the chronic benefit: 两病 has a scheme of its own."""
    return condition not in TWO_DISEASES.values()


def _term_days(
    table: Table, line: Line, where: Where, circumstances: Circumstances
) -> tuple[date | None, date | None]:
    starts_on = _start(table, line, where, circumstances)
    try:
        ends_on = read_day(table.cell(line, Field.ENDED_ON), from_1904=table.from_1904)
    except BadDate:
        ends_on = None
    return starts_on, ends_on


def _start(table: Table, line: Line, where: Where, circumstances: Circumstances) -> date | None:
    cell = table.cell(line, Field.STARTED_ON)
    shown = table.text(line, Field.STARTED_ON)
    try:
        day = read_day(cell, from_1904=table.from_1904, latest=circumstances.as_of)
    except BadDate:
        circumstances.note(where, _FALLBACK.filled(shown=shown, day=circumstances.as_of))
        return None
    if day is not None and day > circumstances.as_of:
        circumstances.note(where, _FUTURE.filled(shown=shown, day=circumstances.as_of))
        return None
    return day


def _unknown_category(text: str) -> Text:
    if not text:
        return Text("没有填人员类别，请补上。", "The category is missing; please fill it in.")
    return Text(
        "人员类别“{text}”认不出。可写：特困人员（分散供养/集中供养）、低保、防止返贫监测对象（注明类别）、低保边缘家庭、"
        "刚性支出困难家庭、其他困难人员。",
        "The category “{text}” is not known. Write 特困人员, 低保, 防止返贫监测对象, 低保边缘家庭, 刚性支出困难家庭 "
        "or 其他困难人员.",
    ).filled(text=text[:60])


_FALLBACK = Text(
    "日期“{shown}”认不出，按名单日期 {day} 登记。", "the date “{shown}” is unreadable; {day} was taken."
)
_FUTURE = Text(
    "日期“{shown}”晚于名单日期，按 {day} 登记。", "the date “{shown}” lies in the future; {day} was taken."
)
_UNREADABLE = Text(
    "{field}“{shown}”认不出，按没有填处理。", "{field} “{shown}” is unreadable and was taken as blank."
)
_NO_CONTRACT = Text(
    "没有填签约日期、团队、医生或服务包，看不出是否签约。请补上，未签约的请从名单中去掉。",
    "No signing day, team, doctor or package is given. Fill one in, or take the row off the list.",
)
_ENDS_BEFORE = Text(
    "协议到期 {ends_on} 早于开始 {starts_on}，请核对。",
    "The contract ends on {ends_on}, before it starts on {starts_on}. Please check.",
)
CLAIM_READERS: dict[ListKind, Callable[[Table, Line, Where, Circumstances], tuple[Claim, ...]]] = {
    ListKind.LOW_INCOME: _read_categories,
    ListKind.CHRONIC: _read_conditions,
    ListKind.CONTRACTS: _read_contract,
}
