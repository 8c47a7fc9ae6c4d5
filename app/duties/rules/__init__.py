"""Pure decisions about what is owed: the notes handed in, the ledger that follows, the order of the work list."""

from app.duties.rules.ledger import Circumstances, DutyRow, Excuse, Ledger, LineRow, RuleIndex, ledger_of
from app.duties.rules.notes import Enrolment, EvidenceNote, Leaving, refuse_bad_excuse
from app.duties.rules.work import Section, VillageCounts, WorkCounts, WorkDuty, WorkPerson, WorkRow

__all__ = [
    "Circumstances",
    "DutyRow",
    "Enrolment",
    "EvidenceNote",
    "Excuse",
    "Leaving",
    "Ledger",
    "LineRow",
    "RuleIndex",
    "Section",
    "VillageCounts",
    "WorkCounts",
    "WorkDuty",
    "WorkPerson",
    "WorkRow",
    "ledger_of",
    "refuse_bad_excuse",
]
