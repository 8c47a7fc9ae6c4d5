"""Two people with a visit each: one of the cast's own village, one of another county."""

from __future__ import annotations

import pytest

from app.accounts.queries import find_reader
from app.core.transaction import transaction
from tests import cast


@pytest.fixture
def records(granny_chen):
    """Granny Chen of 柳塘村 and a stranger of another county, each with a visit."""
    stranger = cast.a_person(name="吴远", area_code=cast.ELSEWHERE, conditions=("hypertension",))
    return {"own": _with_visit(granny_chen), "foreign": _with_visit(stranger)}


def _with_visit(person):
    from app.visits.service import file_visit

    doctor = find_reader(cast.DR_LI.username)
    with transaction("visit.file", by=doctor):
        visit = file_visit(cast.a_visit(), person=person, doctor=doctor)
    return {"person": person.id, "visit": visit.id}
