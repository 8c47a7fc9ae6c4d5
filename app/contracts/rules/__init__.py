"""What a contract is signed for and how long, who counts as signed, and how a caseload goes over. Pure."""

from app.contracts.rules.caseload import (
    NOBODY,
    Answering,
    Caseload,
    HandedOver,
    refuse_uncovered,
    seal_of,
)
from app.contracts.rules.coverage import (
    CHILD_TO,
    CONDITIONS_OF,
    ELDERLY_FROM,
    Coverage,
    KeyGroup,
    Share,
    groups_told,
    years_before,
)
from app.contracts.rules.packages import packages_in_words, packages_told, proposed_packages
from app.contracts.rules.standing import ENDING, Standing, Wanted
from app.contracts.rules.teams import TeamEntry
from app.contracts.rules.terms import (
    LONGEST,
    SHORTEST,
    Closing,
    Renewal,
    Signing,
    last_day_of,
    refuse_ending,
    refuse_packages,
    refuse_term,
    refuse_years,
    renewal_of,
)

__all__ = [
    "CHILD_TO",
    "CONDITIONS_OF",
    "ELDERLY_FROM",
    "ENDING",
    "LONGEST",
    "NOBODY",
    "SHORTEST",
    "Answering",
    "Caseload",
    "Closing",
    "Coverage",
    "HandedOver",
    "KeyGroup",
    "Renewal",
    "Share",
    "Signing",
    "Standing",
    "TeamEntry",
    "Wanted",
    "groups_told",
    "last_day_of",
    "packages_in_words",
    "packages_told",
    "proposed_packages",
    "refuse_ending",
    "refuse_packages",
    "refuse_term",
    "refuse_uncovered",
    "refuse_years",
    "renewal_of",
    "seal_of",
    "years_before",
]
