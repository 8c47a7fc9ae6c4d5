"""Writes of the visit log: file one, file a whole roster's, mend one, void one or a whole roster's, note a contact."""

from app.visits.service.attempts import note_attempt
from app.visits.service.correcting import correct_visit, may_correct, refuse_correction
from app.visits.service.filing import FiledMany, VisitOf, file_many, file_visit
from app.visits.service.voiding import may_void, void_many, void_visit

__all__ = [
    "FiledMany",
    "VisitOf",
    "correct_visit",
    "file_many",
    "file_visit",
    "may_correct",
    "may_void",
    "note_attempt",
    "refuse_correction",
    "void_many",
    "void_visit",
]
