"""Writes of the visit log: file one, file a whole roster's, void one or a whole roster's."""

from app.visits.service.filing import FiledMany, VisitOf, file_many, file_visit
from app.visits.service.voiding import may_void, void_many, void_visit

__all__ = ["FiledMany", "VisitOf", "file_many", "file_visit", "may_void", "void_many", "void_visit"]
