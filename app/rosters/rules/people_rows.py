"""人员行: a row of a list of people, and all rows of one person put together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.identity import Identity
from app.core.words import Text
from app.policy.terms import SelfCare
from app.rosters.rules.claims import CLAIM_READERS, Claim, Term, contract_doctor
from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.rows import BadRow, Circumstances, Where, doubts_of, find_village, read_number
from app.rosters.rules.table import HEADS, Line, Table
from app.rosters.rules.values import read_phone, read_self_care

_DEAD = re.compile(r"死亡|去世|已故|病故|身故|亡故|过世")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What one row, or all rows of one person together, says. A blank fact says nothing; ``along`` are the further rows."""

    where: Where
    identity: Identity
    facts: dict[str, str]
    claims: tuple[Claim, ...] = ()
    doubts: tuple[Text, ...] = field(default=())
    along: tuple[Where, ...] = ()
    # By which the same row is known again; empty where the row says more than its own letters.
    letters: str = ""

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
    placed = Where(where.sheet, where.row, where.name, find_village(table, line, circumstances))
    doubts = doubts_of(table, line, identity)
    if (noted := table.text(line, Field.NOTE)) and _DEAD.search(noted):
        doubts.append(
            Text(
                "备注写有死亡，请先在居民详情登记。",
                "The note speaks of a death; record it on the person's page first.",
            )
        )
    claims = CLAIM_READERS[kind](table, line, placed, circumstances)
    return PersonRow(placed, identity, _facts(table, line, where.name, kind), claims, tuple(doubts))


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
    where, along = replace(first.where, area_code=area), tuple(row.where for row in rows[1:])
    return PersonRow(where, first.identity, facts, tuple(claims.values()), doubts, along)


def _earlier(one: Claim, other: Claim) -> Claim:
    """Return two claims of one term as one; of two contracts the later speaks."""
    if one.agreed is not None:
        return max(one, other, key=lambda claim: claim.starts_on or date.min)
    days = [claim.starts_on for claim in (one, other) if claim.starts_on]
    ends = [claim.ends_on for claim in (one, other)]
    ends_on = None if None in ends else max(day for day in ends if day)
    return Claim(one.term, min(days) if days else None, ends_on, one.text)


def _facts(table: Table, line: Line, name: str, kind: ListKind) -> dict[str, str]:
    kinship = table.text(line, Field.KINSHIP)
    head = "".join(table.text(line, Field.HEAD).split()) or (name if kinship in HEADS else "")
    doctor_name = (
        contract_doctor(table, line)
        if kind is ListKind.CONTRACTS
        else "".join(table.text(line, Field.DOCTOR).split())[:80]
    )
    self_care = read_self_care(table.cell(line, Field.SELF_CARE))
    return {
        "phone": read_phone(table.text(line, Field.PHONE)),
        "group_name": table.text(line, Field.GROUP)[:40],
        "address": table.text(line, Field.ADDRESS)[:200],
        "head_name": head[:80],
        "kinship": kinship[:20],
        "self_care": self_care.value if self_care is not None else "",
        "insurance": table.text(line, Field.INSURANCE)[:40],
        "doctor_name": doctor_name,
    }


def self_care_of(row: PersonRow) -> SelfCare | None:
    """Return 自理能力 as the row tells it."""
    return SelfCare(value) if (value := row.facts["self_care"]) else None
