"""Reads of the room: coverage, the people behind each number, teams, and who answers for whom."""

from app.contracts.queries.caseload import (
    Handover,
    chosen_people,
    get_handover,
    list_caseloads,
    list_doctors,
    list_handovers,
    returnable,
)
from app.contracts.queries.coverage import count_closings, count_standings, list_coverage
from app.contracts.queries.people import Signatory, list_signatories
from app.contracts.queries.renewals import Due, list_due
from app.contracts.queries.teams import find_team, get_team, list_teams, teams_for
from app.contracts.queries.terms import term_limits

__all__ = [
    "Due",
    "Handover",
    "Signatory",
    "chosen_people",
    "count_closings",
    "count_standings",
    "find_team",
    "get_handover",
    "get_team",
    "list_caseloads",
    "list_coverage",
    "list_doctors",
    "list_due",
    "list_handovers",
    "list_signatories",
    "list_teams",
    "returnable",
    "teams_for",
    "term_limits",
]
