"""Two records made one: which fields there are to choose between, and what both held as one history. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise

from app.core.labels import Labelled


class Side(Labelled):
    """Which of two records a field is taken from."""

    KEPT = "kept", "留下的档案", "The record that stays"
    OTHER = "other", "并入的档案", "The record merged into it"


class NumberReason(Labelled):
    """为什么号码不同: why one resident stands under two valid identity numbers."""

    MISTYPED = "mistyped", "有一个号码登记错了", "One of the numbers was entered wrongly"
    CHANGED = "changed", "本人换过身份证号", "The resident was given another number"


class MergeField(Labelled):
    """合并时逐项选择: what is taken over as a whole from one record or the other."""

    NAME = "name", "姓名", "Name"
    IDENTITY = "identity", "身份证号、性别、出生日期", "Identity number, sex, birth date"
    PHONE = "phone", "电话", "Phone"
    PLACE = "place", "住处和家庭", "Home and household"
    STATE = "state", "去世、迁出、外出、失访", "Died, moved, away, lost"
    SELF_CARE = "self-care", "自理能力", "Self-care"
    INSURANCE = "insurance", "参保状态", "Insurance"
    DOCTOR = "doctor", "包保责任医生", "Responsible doctor"
    REGISTERED_PLACE = "registered-place", "户籍地", "Registered place"
    NOTE = "note", "备注", "Note"


IDENTITY_COLUMNS = ("identity_sealed", "identity_index", "identity_tail_index")
COLUMNS: Mapping[MergeField, tuple[str, ...]] = {
    MergeField.NAME: ("name", "name_reversed", "initials"),
    MergeField.IDENTITY: (*IDENTITY_COLUMNS, "sex", "born_on"),
    MergeField.PHONE: ("phone_sealed", "phone_index", "phone_tail_index"),
    MergeField.PLACE: ("area_code", "group_name", "address", "household_id", "kinship"),
    MergeField.STATE: ("died_on", "moved_on", "lost_on", "away_until"),
    MergeField.SELF_CARE: ("self_care",),
    MergeField.INSURANCE: ("insurance",),
    MergeField.DOCTOR: ("doctor_id", "doctor_name"),
    MergeField.REGISTERED_PLACE: ("registered_place",),
    MergeField.NOTE: ("note",),
}


def settled_sides(
    chosen: Mapping[MergeField, Side], *, empty: Mapping[MergeField, tuple[bool, bool]]
) -> dict[MergeField, Side]:
    """Return the side of every field: as chosen, else the record that stays, else the one that says something.

    ``empty`` tells of each field whether it is empty here and there. An identity number is never given up for none.
    """
    settled: dict[MergeField, Side] = {}
    for field in MergeField:
        here, there = empty[field]
        usual = Side.OTHER if here and not there else Side.KEPT
        forced = field is MergeField.IDENTITY and here != there
        settled[field] = usual if forced else chosen.get(field, usual)
    return settled


@dataclass(frozen=True, slots=True)
class Span:
    """That somebody held a term from a day to a day (None: still), and the benefit approved for it."""

    id: int
    term: str
    started_on: date
    ended_on: date | None
    benefit_from: date | None = None
    benefit_until: date | None = None


@dataclass(frozen=True, slots=True)
class United:
    """Two histories as one: what each row says from now on, and which say nothing any more."""

    speaking: tuple[Span, ...]
    silent: tuple[int, ...]


def united(spans: Iterable[Span], *, own: Collection[int]) -> United:
    """Return the history of both: where they overlap in one term, one row speaks for both.

    ``own`` are the rows of the record that stays; of two that become one, its row is the one to speak.
    """
    speaking: list[Span] = []
    silent: list[int] = []
    ordered = sorted(spans, key=lambda span: (span.term, span.started_on, span.id))
    for _term, history in groupby(ordered, key=lambda span: span.term):
        rows: list[Span] = []
        for span in history:
            joined = _joined(rows[-1], span, own) if rows else None
            if joined is None:
                rows.append(span)
            else:
                silent.append(span.id if joined.id == rows[-1].id else rows[-1].id)
                rows[-1] = joined
        speaking += _one_open(rows)
    return United(tuple(speaking), tuple(silent))


def _joined(one: Span, later: Span, own: Collection[int]) -> Span | None:
    """Return two rows as one, None where they do not touch or each has a benefit of its own time."""
    if one.ended_on is not None and one.ended_on < later.started_on:
        return None
    if (one.id in own) == (later.id in own):
        return None
    benefit = _benefit(one, later)
    if benefit is None:
        return None
    chosen = later.id if later.id in own else one.id
    return Span(chosen, one.term, one.started_on, _later(one.ended_on, later.ended_on), *benefit)


def _benefit(one: Span, later: Span) -> tuple[date | None, date | None] | None:
    if one.benefit_from is None:
        return later.benefit_from, later.benefit_until
    if later.benefit_from is None:
        return one.benefit_from, one.benefit_until
    first, second = sorted((one, later), key=lambda span: span.benefit_from or date.min)
    if first.benefit_until is not None and first.benefit_until < (second.benefit_from or date.min):
        return None
    return first.benefit_from, _later(first.benefit_until, second.benefit_until)


def _one_open(rows: list[Span]) -> list[Span]:
    """Return the rows of one term with the last alone still open: what came before ends where its benefit begins."""
    open_rows = sorted(
        (row for row in rows if row.ended_on is None), key=lambda row: row.benefit_from or date.min
    )
    ends = {
        row.id: max(row.started_on, after.benefit_from or after.started_on)
        for row, after in pairwise(open_rows)
    }
    return [replace(row, ended_on=ends[row.id]) if row.id in ends else row for row in rows]


def _later(one: date | None, other: date | None) -> date | None:
    """Return the later of two ends; no end is the latest."""
    return None if one is None or other is None else max(one, other)
