"""A resident's page and history, read from the rooms below."""

from app.record.queries.history import read_history, rule_names
from app.record.queries.measures import Measured, read_measures
from app.record.queries.page import ListedContact, Record, listed_contacts, read_record

__all__ = [
    "ListedContact",
    "Measured",
    "Record",
    "listed_contacts",
    "read_history",
    "read_measures",
    "read_record",
    "rule_names",
]
