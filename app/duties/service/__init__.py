"""Writes of the room: each verb changes the facts and reckons what is owed; none of them commits."""

from app.duties.service.anew import Task, carry_out, conclude, prepare, reckon_all, take_as_reckoned
from app.duties.service.enrolment import enrol, enrol_many, record_death, record_move, withdraw, withdraw_many
from app.duties.service.evidence import (
    add_referral_check,
    note_event,
    note_evidence,
    void_evidence,
    void_evidence_of_many,
)
from app.duties.service.excuses import end_excuse, excuse
from app.duties.service.reckoning import Reckoned, reckon
from app.duties.service.refills import replace_refills
from app.duties.service.start import install_start, settle_start, start_for
from app.duties.service.whereabouts import record_back, record_leave

__all__ = [
    "Reckoned",
    "Task",
    "add_referral_check",
    "carry_out",
    "conclude",
    "end_excuse",
    "enrol",
    "enrol_many",
    "excuse",
    "install_start",
    "note_event",
    "note_evidence",
    "prepare",
    "reckon",
    "reckon_all",
    "record_back",
    "record_death",
    "record_leave",
    "record_move",
    "replace_refills",
    "settle_start",
    "start_for",
    "take_as_reckoned",
    "void_evidence",
    "void_evidence_of_many",
    "withdraw",
    "withdraw_many",
]
