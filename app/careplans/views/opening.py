"""The one way to somebody's plans: through the person, noted in the trail; and who signs."""

from __future__ import annotations

from typing import Any

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.audit.service import note_read
from app.careplans.models import CarePlan
from app.careplans.queries.plans import Version, get_plan, get_version
from app.careplans.rules.wording import called, one_dose
from app.careplans.views.door import bp
from app.core.errors import Forbidden
from app.core.words import Text
from app.people.models import Person
from app.people.queries import get_person
from app.web.session import signed_in

WHO_SIGNS = Text(
    "诊疗方案由签约的家庭医生签字、退回和结束；乡村医生负责提出和执行。",
    "The family doctor signs, sends back and ends a plan; the village doctor proposes it and carries it out.",
)


@bp.context_processor
def words() -> dict[str, Any]:
    """Give every page of the room the words a medicine is told in."""
    return {"called": called, "one_dose": one_dose}


def open_person(person_id: int) -> Person:
    """Return a resident of the reader's areas and note in the trail that the record was read."""
    person = get_person(person_id, reader=signed_in())
    note_read("person", person.id, by=signed_in())
    return person


def open_plan(plan_id: int) -> tuple[CarePlan, Person]:
    """Return a plan with whose it is; one outside the reader's areas is absent."""
    plan = get_plan(plan_id, reader=signed_in())
    return plan, open_person(plan.person_id)


def open_version(version_id: int) -> tuple[Version, Person]:
    """Return a version with whose it is; one outside the reader's areas is absent."""
    version = get_version(version_id, reader=signed_in())
    return version, open_person(version.person_id)


def signer() -> Reader:
    """Return the reader where the role signs plans; anybody else is told who does."""
    reader = signed_in()
    if not may(reader.role, Right.SIGN_PLANS):
        raise Forbidden(WHO_SIGNS)
    return reader
