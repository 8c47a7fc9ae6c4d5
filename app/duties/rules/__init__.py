"""Pure decisions about what is owed: the notes handed in, the ledger that follows, the order of the work list."""

from app.duties.rules.alike import Alike
from app.duties.rules.ledger import Circumstances, DutyRow, Excuse, Ledger, LineRow, RuleIndex, ledger_of
from app.duties.rules.notes import Enrolment, EvidenceNote, Leaving, RefillNote, refuse_bad_excuse
from app.duties.rules.untold import OTHER, OTHER_ID, as_told, lines_as_told
from app.duties.rules.work import Section, VillageCounts, WorkCounts, WorkDuty, WorkPerson, WorkRow

__all__ = [
    "OTHER",
    "OTHER_ID",
    "Alike",
    "Circumstances",
    "DutyRow",
    "Enrolment",
    "EvidenceNote",
    "Excuse",
    "Leaving",
    "Ledger",
    "LineRow",
    "RefillNote",
    "RuleIndex",
    "Section",
    "VillageCounts",
    "WorkCounts",
    "WorkDuty",
    "WorkPerson",
    "WorkRow",
    "as_told",
    "ledger_of",
    "lines_as_told",
    "refuse_bad_excuse",
]
