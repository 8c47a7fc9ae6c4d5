"""Writes of the room: contracts signed, renewed and closed, teams, caseloads handed over; none of them commits."""

from app.contracts.service.caseload import hand_back, hand_over
from app.contracts.service.renewals import renew_many
from app.contracts.service.signing import dissolve, renew, sign, withdraw_contract
from app.contracts.service.teams import add_team, end_team, revise_team

__all__ = [
    "add_team",
    "dissolve",
    "end_team",
    "hand_back",
    "hand_over",
    "renew",
    "renew_many",
    "revise_team",
    "sign",
    "withdraw_contract",
]
