"""The one deed of screening: putting somebody on the list of people at risk."""

from __future__ import annotations

from app.core import clock
from app.core.errors import Refused
from app.core.words import Text, listed
from app.duties.service import enrol
from app.people.models import Person
from app.people.queries import find_open_condition
from app.policy.terms import Condition
from app.visits.sections.screening.path import HAVE_HYPERTENSION
from app.visits.sections.screening.vocabulary import Risk

BASIS = Text("筛查：{risks}", "Screening: {risks}")
KNOWN = Text(
    "“{term}”已登记，不用列为高危。",
    "“{term}” is on record already; there is no need to list them as at risk.",
)


def list_as_at_risk(person: Person, *, risks: tuple[Risk, ...]) -> None:
    """Put somebody on the list of people at risk from today: a pressure every six months is owed from then on."""
    for known in (Condition.HYPERTENSION_RISK, *sorted(HAVE_HYPERTENSION, key=str)):
        if find_open_condition(person.id, known) is not None:
            raise Refused(KNOWN.filled(term=known))
    basis = BASIS.filled(risks=listed([risk.text for risk in risks]))
    enrol(person, condition=Condition.HYPERTENSION_RISK, starts_on=clock.today(), basis=basis.zh)
