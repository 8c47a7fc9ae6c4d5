"""Plans in force for people of two villages, written the short way; shortages and deliveries stated the short way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from app.careplans.models import CarePlan, MedicineIssue, PlanMedicine, PlanVersion
from app.careplans.rules.vocabulary import Disease, DoseUnit, Meal, Route
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.supplies.rules.entries import DeliveryEntry, MedicineName, ShortageEntry
from app.supplies.service import report_shortage, send
from tests import cast

AMLODIPINE = MedicineName("氨氯地平", "5mg", "amlodipine")


def a_medicine(name: str = "氨氯地平", strength: str = "5mg", **changes: Any) -> dict[str, Any]:
    """Return one line of a plan: amlodipine 5 mg once a day for 28 days; pass fields to change them."""
    return {
        "code": "amlodipine",
        "name": name,
        "strength": strength,
        "dose": 1,
        "unit": DoseUnit.TABLET,
        "times": 1,
        "days": 28,
        "quantity": 28,
    } | changes


def treated(
    person: Person,
    *medicines: dict[str, Any],
    runs_out_on: date | None = None,
    issued_on: date = cast.TODAY,
    disease: Disease = Disease.HYPERTENSION,
) -> CarePlan:
    """Put a plan in force for somebody, with medicine at home until a day."""
    with transaction("careplan.sign", by=COMMAND_LINE):
        plan = CarePlan(person_id=person.id, disease=disease, opened_at=cast.MORNING)
        db.session.add(plan)
        db.session.flush()
        version = PlanVersion(
            client_key=uuid4(),
            plan_id=plan.id,
            person_id=person.id,
            number=1,
            starts_on=cast.TODAY,
            content={},
            written_at=cast.MORNING,
            by_name="周明",
        )
        db.session.add(version)
        db.session.flush()
        _add_lines(version, medicines or (a_medicine(),))
        plan.in_force_id = version.id
        if runs_out_on is not None:
            _give_out(version, issued_on, runs_out_on)
        db.session.flush()
    return plan


def _add_lines(version: PlanVersion, medicines: Sequence[dict[str, Any]]) -> None:
    usual = {"moments": [], "meal": Meal.ANY, "route": Route.ORAL}
    lines = (
        PlanMedicine(version_id=version.id, place=place, **usual | each)
        for place, each in enumerate(medicines)
    )
    db.session.add_all(lines)


def _give_out(version: PlanVersion, issued_on: date, runs_out_on: date) -> None:
    issue = MedicineIssue(
        client_key=uuid4(),
        plan_id=version.plan_id,
        version_id=version.id,
        person_id=version.person_id,
        issued_on=issued_on,
        days=max((runs_out_on - issued_on).days, 1),
        runs_out_on=runs_out_on,
        issued_at=cast.MORNING,
        by_name="周明",
    )
    db.session.add(issue)


def reported(by, *, area_code: str = cast.LIUTANG, medicine: MedicineName = AMLODIPINE, **changes: Any):
    """Report a medicine out of stock."""
    entry = ShortageEntry(changes.pop("client_key", None) or uuid4(), area_code, medicine, **changes)
    with transaction("supply.report", by=by):
        return report_shortage(entry, by=by)


def a_delivery(**changes: Any) -> DeliveryEntry:
    """Return 280 tablets of amlodipine sent to 柳塘村 today; pass fields to change them."""
    stated = {
        "client_key": uuid4(),
        "area_code": cast.LIUTANG,
        "medicine": AMLODIPINE,
        "quantity": 280,
        "unit": DoseUnit.TABLET,
        "sent_on": cast.TODAY,
    } | changes
    return DeliveryEntry(**stated)


def sent(by, *, shortage=None, **changes: Any):
    """Send a delivery off."""
    with transaction("supply.send", by=by):
        return send(a_delivery(**changes), by=by, shortage=shortage)


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count the statements that are sent within a block: `with counted() as sent: ...`, then `len(sent)`."""

    @contextmanager
    def _counted() -> Iterator[list[str]]:
        found: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
                found.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return _counted


@pytest.fixture
def neighbour(app) -> Person:
    """刘二 of 柳塘村, with hypertension."""
    return cast.a_person(name="刘二", conditions=("hypertension",), born_on=date(1955, 1, 1))
