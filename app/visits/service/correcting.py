"""Correcting: a visit that says something wrong is struck with the reason, and one that says it right stands instead."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts.reader import Reader
from app.core import clock
from app.core.clock import local
from app.core.errors import Conflict, Forbidden, Refused
from app.core.words import Text
from app.people.models import Person
from app.visits.models import Visit
from app.visits.queries import find_delivered
from app.visits.rules import VisitEntry
from app.visits.rules.versions import SAME_DAY
from app.visits.service.filing import file_visit
from app.visits.service.voiding import may_void, void_visit


@dataclass(frozen=True, slots=True)
class Author:
    """Who made the visit, whoever mends its record."""

    id: int | None
    name: str


def correct_visit(visit: Visit, entry: VisitEntry, *, person: Person, reason: str, by: Reader) -> Visit:
    """File what a visit should have said and strike what it did say; both stay on record, and the duties are replayed.

    Its author stays who it was: the trail and the struck version name who mended it. Who files a visit and mends it on
    the same day need not say why; later, or by somebody else, a reason stands with the struck version. A sender may
    deliver the same correction twice; the second time finds the first on record and changes nothing.
    """
    if (delivered := find_delivered(entry.client_key)) is not None:
        return _same_correction(delivered, visit)
    refuse_correction(visit, by=by)
    reason = _reason(visit, reason, by=by)
    # What was owed to the wrong version goes first, so that the right one meets the ledger as it would have stood.
    void_visit(visit, reason=reason, by=by)
    named = "" if visit.doctor_id is not None else visit.doctor_name
    mended = replace(entry, corrects_id=visit.id, doctor_name=named)
    return file_visit(
        mended,
        person=person,
        doctor=Author(visit.doctor_id, visit.doctor_name),
        first_filed_at=visit.first_filed_at or visit.filed_at,
    )


def may_correct(visit: Visit, *, by: Reader) -> bool:
    """Return whether somebody may mend a visit that still stands: its author or a family doctor."""
    return may_void(visit, by=by)


def needs_reason(visit: Visit, *, by: Reader) -> bool:
    """Return whether somebody who mends a visit must say why: all but its author on the day it was first filed."""
    is_author = visit.doctor_id is not None and visit.doctor_id == by.id
    filed_on = local(visit.first_filed_at or visit.filed_at).date()
    return not (is_author and filed_on == clock.today())


def refuse_correction(visit: Visit, *, by: Reader) -> None:
    """Refuse to mend what is struck already, or somebody else's visit."""
    if visit.voided_at is not None:
        raise Conflict(
            Text(
                "这条随访已经作废或更正过，请从最新的一条开始更正。",
                "This visit was voided or corrected already: start from the version that stands.",
            )
        )
    if not may_correct(visit, by=by):
        raise Forbidden(
            Text(
                "只有记录者本人或签约医生可以更正。",
                "Only its author or a family doctor may correct a visit.",
            )
        )


def _reason(visit: Visit, reason: str, *, by: Reader) -> str:
    if reason.strip():
        return reason
    if needs_reason(visit, by=by):
        raise Refused(Text("请写明更正原因。", "Please state why the visit is corrected."))
    return SAME_DAY.zh


def _same_correction(delivered: Visit, visit: Visit) -> Visit:
    if delivered.corrects_id != visit.id:
        raise Conflict(
            Text(
                "这一页已用于另一条随访，请重新打开。", "This page was used for another visit; open it anew."
            )
        )
    return delivered
