"""A plan for granny Chen's pressure, written the short way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from app.accounts.reader import Reader
from app.careplans.models import PlanVersion
from app.careplans.queries.plans import Version, get_version
from app.careplans.rules.draft import Draft
from app.careplans.rules.plan import Advice, Medicine, Monitoring, Plan
from app.careplans.rules.vocabulary import Disease, DoseUnit, HealthKind, Measured, Moment, Per, Step
from app.careplans.service.writing import write_version
from app.core.transaction import transaction
from app.people.models import Person
from tests import cast

AMLODIPINE = Medicine(
    name="苯磺酸氨氯地平片",
    strength="5mg",
    dose=1,
    unit=DoseUnit.TABLET,
    times=1,
    days=28,
    quantity=28,
    moments=(Moment.MORNING,),
    code="amlodipine",
)
PLAN = Plan(
    stage="初诊",
    goal="血压低于 140/90",
    medicines=(AMLODIPINE,),
    advice=(Advice(HealthKind.DIET, words="少盐"),),
    monitoring=(Monitoring(Measured.PRESSURE, 1, Per.DAY),),
)


def a_medicine(**changes: Any) -> Medicine:
    """Return amlodipine 5 mg once in the morning for four weeks; pass fields to change them."""
    return replace(AMLODIPINE, **changes)


def a_plan(**changes: Any) -> Plan:
    """Return a plan of one medicine, one piece of advice and one measurement; pass fields to change them."""
    return replace(PLAN, **changes)


def a_draft(**changes: Any) -> Draft:
    """Return a first version for pressure as a village doctor proposes it today; pass fields to change them."""
    stated = {
        "client_key": uuid4(),
        "disease": Disease.HYPERTENSION,
        "plan": PLAN,
        "starts_on": cast.TODAY,
        "step": Step.PROPOSED,
    } | changes
    return Draft(**stated)


@pytest.fixture
def write() -> Callable[..., Version]:
    """Write a version in one deed and return it whole: ``write(person, by=dr_li, step=Step.DRAFTED)``."""

    def _write(person: Person, *, by: Reader, **changes: Any) -> Version:
        with transaction("careplan.propose", by=by):
            version: PlanVersion = write_version(person, a_draft(**changes), by=by)
        return get_version(version.id, reader=by)

    return _write


@pytest.fixture
def signed(granny_chen: Person, dr_zhou: Reader, write: Callable[..., Version]) -> Version:
    """Granny Chen's plan for her pressure, signed today, its medicine given out."""
    return write(granny_chen, by=dr_zhou, step=Step.SIGNED, issues=True)
