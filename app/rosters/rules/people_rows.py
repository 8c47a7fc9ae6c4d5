"""人员行: a row of a list of people, and all rows of one person put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.identity import Identity
from app.core.words import Text
from app.policy.terms import Category, Condition, SelfCare
from app.rosters.rules.categories import read_categories
from app.rosters.rules.dates import BadDate, read_day
from app.rosters.rules.diseases import TWO_DISEASES, read_diseases
from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.rows import BadRow, Circumstances, Where, doubts_of, find_village, read_number
from app.rosters.rules.table import HEADS, Line, Table
from app.rosters.rules.values import read_phone, read_self_care, says_yes, text_of

Term = Category | Condition
_DEAD = re.compile(r"死亡|去世|已故|病故|身故|亡故|过世")
_TICKS = (
    (Field.IS_MINIMUM_LIVING, Category.MINIMUM_LIVING),
    (Field.IS_DESTITUTE, Category.DESTITUTE),
    (Field.IS_MONITORED, Category.MONITORED),
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One category or condition that a list says somebody holds; without a day it holds from the list's own."""

    term: Term
    starts_on: date | None = None
    ends_on: date | None = None
    text: str = ""

    @property
    def mark(self) -> str:
        """The claim as the next list is compared with it."""
        return f"{self.term.value}@{self.starts_on or ''}@{self.ends_on or ''}"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one row, or all rows of one person together, says. A blank fact says nothing."""

    where: Where
    identity: Identity
    facts: dict[str, str]
    claims: tuple[Claim, ...] = ()
    doubts: tuple[Text, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name as the list has it, cleaned."""
        return self.where.name

    @property
    def key(self) -> tuple[str, date]:
        """Name and birth date: two numbers for the same key are suspicious."""
        return self.where.name, self.identity.born_on


def read_person(
    table: Table, line: Line, *, where: Where, kind: ListKind, circumstances: Circumstances
) -> PersonRow:
    """Return what a row of a list of people says, or raise `BadRow`."""
    identity = read_number(table, line, circumstances)
    if not where.name:
        raise BadRow(Text("没有填姓名，请补上。", "The name is missing; please fill it in."))
    placed = replace(where, area_code=find_village(table, line, circumstances))
    doubts = doubts_of(table, line, identity)
    if _DEAD.search(table.text(line, Field.NOTE)):
        doubts.append(
            Text(
                "备注写有死亡，请先在居民详情登记。",
                "The note speaks of a death; record it on the person's page first.",
            )
        )
    claims = _READERS[kind](table, line, placed, circumstances)
    return PersonRow(placed, identity, _facts(table, line, where.name), claims, tuple(doubts))


def merge_rows(rows: Sequence[PersonRow]) -> PersonRow:
    """Return all rows of one person as one: blanks filled from later rows, each claim once from its earliest day."""
    first = rows[0]
    if len(rows) == 1:
        return first
    facts = dict(first.facts)
    claims: dict[Term, Claim] = {}
    for row in rows:
        facts.update({name: value for name, value in row.facts.items() if not facts.get(name)})
        for claim in row.claims:
            claims[claim.term] = _earlier(claims[claim.term], claim) if claim.term in claims else claim
    doubts = tuple(dict.fromkeys(doubt for row in rows for doubt in row.doubts))
    area = next((row.where.area_code for row in rows if row.where.area_code), None)
    return PersonRow(
        replace(first.where, area_code=area), first.identity, facts, tuple(claims.values()), doubts
    )


def _earlier(one: Claim, other: Claim) -> Claim:
    days = [claim.starts_on for claim in (one, other) if claim.starts_on]
    ends = [claim.ends_on for claim in (one, other)]
    ends_on = None if None in ends else max(day for day in ends if day)
    return Claim(one.term, min(days) if days else None, ends_on, one.text)


def _facts(table: Table, line: Line, name: str) -> dict[str, str]:
    kinship = table.text(line, Field.KINSHIP)
    head = "".join(table.text(line, Field.HEAD).split()) or (name if kinship in HEADS else "")
    self_care = read_self_care(table.cell(line, Field.SELF_CARE))
    return {
        "phone": read_phone(table.text(line, Field.PHONE)),
        "group_name": table.text(line, Field.GROUP)[:40],
        "address": table.text(line, Field.ADDRESS)[:200],
        "head_name": head[:80],
        "kinship": kinship[:20],
        "self_care": self_care.value if self_care is not None else "",
        "insurance": table.text(line, Field.INSURANCE)[:40],
        "doctor_name": "".join(table.text(line, Field.DOCTOR).split())[:80],
    }


def self_care_of(row: PersonRow) -> SelfCare | None:
    """Return 自理能力 as the row tells it."""
    return SelfCare(value) if (value := row.facts["self_care"]) else None


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
    raw = [str(line.cells[at]) for at in table.header.columns[Field.CONDITION] if text_of(line.cells[at])]
    diseases = [disease for text in raw for disease in read_diseases(text, two_diseases=two_diseases)]
    if not diseases:
        raise BadRow(Text("没有填病种，请补上。", "The disease is missing; please fill it in."))
    starts_on, ends_on = _term_days(table, line, where, circumstances)
    return tuple(Claim(disease.condition, starts_on, ends_on, disease.text) for disease in diseases)


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
_READERS: dict[ListKind, Callable[[Table, Line, Where, Circumstances], tuple[Claim, ...]]] = {
    ListKind.LOW_INCOME: _read_categories,
    ListKind.CHRONIC: _read_conditions,
}
