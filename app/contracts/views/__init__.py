"""Pages of the room: coverage, contracts of one resident and of many, teams, who answers for whom."""

from app.contracts.views import caseload, coverage, renewals, signing, teams
from app.contracts.views.door import bp

__all__ = ["bp", "caseload", "coverage", "renewals", "signing", "teams"]
