"""Forms of the room."""

from app.contracts.forms.caseload import HandOverForm
from app.contracts.forms.lists import read_page, read_place, read_wanted
from app.contracts.forms.renewals import RenewManyForm
from app.contracts.forms.signing import DissolveForm, RenewForm, SignForm, WithdrawForm
from app.contracts.forms.teams import NewTeamForm, TeamForm

__all__ = [
    "DissolveForm",
    "HandOverForm",
    "NewTeamForm",
    "RenewForm",
    "RenewManyForm",
    "SignForm",
    "TeamForm",
    "WithdrawForm",
    "read_page",
    "read_place",
    "read_wanted",
]
