"""What is known of a resident as plain values, read strictly from a form or a row. No database."""

from app.people.rules.contracts import DISSOLVING, ContractSpan, close_code_of
from app.people.rules.details import AllergyEntry, ContactEntry, DrugEntry, clashing, same_substance
from app.people.rules.entry import (
    BadEntry,
    PersonEntry,
    Sensitive,
    age_on,
    mask_phone,
    read_entry,
    read_phone,
    tidy_words,
)
from app.people.rules.levels import ServiceLevel, service_level
from app.people.rules.likeness import Candidate, Likeness, Traits, are_alike, likeness
from app.people.rules.merging import (
    COLUMNS,
    IDENTITY_COLUMNS,
    MergeField,
    NumberReason,
    Side,
    Span,
    United,
    settled_sides,
    united,
)
from app.people.rules.privacy import hidden_conditions, hidden_kinds, may_read_of
from app.people.rules.states import GONE, Whereabouts, refuse_back, refuse_change, refuse_days
from app.people.rules.vocabulary import CloseReason, ContactKind, Package, PersonState, Severity

__all__ = [
    "COLUMNS",
    "DISSOLVING",
    "GONE",
    "IDENTITY_COLUMNS",
    "AllergyEntry",
    "BadEntry",
    "Candidate",
    "CloseReason",
    "ContactEntry",
    "ContactKind",
    "ContractSpan",
    "DrugEntry",
    "Likeness",
    "MergeField",
    "NumberReason",
    "Package",
    "PersonEntry",
    "PersonState",
    "Sensitive",
    "ServiceLevel",
    "Severity",
    "Side",
    "Span",
    "Traits",
    "United",
    "Whereabouts",
    "age_on",
    "are_alike",
    "clashing",
    "close_code_of",
    "hidden_conditions",
    "hidden_kinds",
    "likeness",
    "mask_phone",
    "may_read_of",
    "read_entry",
    "read_phone",
    "refuse_back",
    "refuse_change",
    "refuse_days",
    "same_substance",
    "service_level",
    "settled_sides",
    "tidy_words",
    "united",
]
