"""What a plan says stays as it was said, whoever tries to change it and how."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.trail import Untraced
from app.careplans.models import (
    OPEN_COLUMNS,
    AppendOnly,
    CarePlan,
    MedicineIssue,
    PlanMedicine,
    PlanStep,
    PlanVersion,
)
from app.careplans.queries.plans import get_version
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from tests import cast

CHANGES = [
    (PlanVersion, "content", {"goal": "别的"}),
    (PlanVersion, "number", 7),
    (PlanVersion, "starts_on", cast.TODAY.replace(day=1)),
    (PlanVersion, "by_name", "别人"),
    (PlanMedicine, "dose", 2.0),
    (PlanMedicine, "name", "硝苯地平"),
    (PlanStep, "note", "改"),
    (PlanStep, "by_name", "别人"),
    (MedicineIssue, "days", 84),
    (MedicineIssue, "issued_on", cast.TODAY.replace(day=1)),
    (CarePlan, "person_id", 2),
]


def _record(table):
    return db.session.scalars(sa.select(table).order_by(table.id)).first()


@pytest.mark.parametrize(("table", "column", "value"), CHANGES)
def test_what_is_on_record_is_never_changed(signed, dr_zhou, table, column, value):
    with pytest.raises(AppendOnly, match=column), transaction("careplan.change", by=dr_zhou):
        setattr(_record(table), column, value)

    assert get_version(signed.id, reader=dr_zhou) == signed


def test_a_version_on_record_takes_no_further_medicine(signed, dr_zhou):
    line = {column.key: getattr(_record(PlanMedicine), column.key) for column in PlanMedicine.__table__.c}

    with pytest.raises(AppendOnly), transaction("careplan.change", by=dr_zhou):
        db.session.add(PlanMedicine(**line | {"id": None, "place": 9, "name": "硝苯地平"}))

    assert get_version(signed.id, reader=dr_zhou) == signed


@pytest.mark.parametrize("table", [CarePlan, PlanVersion, PlanMedicine, PlanStep, MedicineIssue])
def test_what_is_on_record_is_never_removed(signed, dr_zhou, table):
    with pytest.raises(Untraced), transaction("careplan.remove", by=dr_zhou):
        db.session.delete(_record(table))

    assert _record(table) is not None
    assert get_version(signed.id, reader=dr_zhou) == signed


@pytest.mark.parametrize("table", [CarePlan, PlanVersion, PlanMedicine, PlanStep, MedicineIssue])
@pytest.mark.parametrize("statement", [sa.delete, lambda table: sa.update(table).values(id=table.id + 1000)])
def test_a_bulk_statement_is_refused(signed, dr_zhou, table, statement):
    with pytest.raises(Untraced), transaction("careplan.change", by=dr_zhou):
        db.session.execute(statement(table))

    assert get_version(signed.id, reader=dr_zhou) == signed


@pytest.mark.parametrize("table", [PlanVersion, PlanMedicine, PlanStep])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_a_statement_in_plain_words_is_refused_too(signed, dr_zhou, table, statement):
    with pytest.raises(Untraced), transaction("careplan.change", by=dr_zhou):
        db.session.execute(sa.text(statement.format(table.__tablename__)))

    assert get_version(signed.id, reader=dr_zhou) == signed


def test_nothing_is_written_outside_a_deed(signed):
    _record(CarePlan).ended_on = cast.TODAY

    with pytest.raises(Untraced):
        db.session.flush()
    db.session.rollback()


def test_medicine_given_out_may_be_voided(signed, dr_zhou):
    with transaction("careplan.void-issue", by=dr_zhou):
        _record(MedicineIssue).voided_at = clock.now()

    assert _record(MedicineIssue).voided_at is not None


def test_what_may_be_written_are_columns_there_are():
    for table, columns in OPEN_COLUMNS.items():
        assert columns <= set(table.__table__.c.keys())
